package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedisSettingsTest {

  private static RedisSettings from(Map<String, String> values) {
    Variables variables = new Variables(values);
    RedisSettings settings = RedisSettings.from(variables);
    variables.check();
    return settings;
  }

  @Test
  void defaultsAreAServerOnThisMachine() {
    assertThat(from(Map.of()))
        .isEqualTo(
            new RedisSettings(
                "localhost",
                6379,
                false,
                Optional.empty(),
                Optional.empty(),
                new RedisKeys("", "TransactionQueue")));
  }

  @Test
  void everyVariableIsRead() {
    assertThat(
            from(
                Map.of(
                    "REDIS_HOST", "cache.example",
                    "REDIS_PORT", "6380",
                    "REDIS_TLS", "true",
                    "REDIS_AUTH", "password",
                    "REDIS_USERNAME", "app",
                    "REDIS_PASSWORD", "hush",
                    "REDIS_KEY_PREFIX", "{daybook}:",
                    "TRANSACTION_QUEUE_KEY", "Q")))
        .isEqualTo(
            new RedisSettings(
                "cache.example",
                6380,
                true,
                Optional.of("app"),
                Optional.of("hush"),
                new RedisKeys("{daybook}:", "Q")));
  }

  @Test
  void everyWrongValueIsNamed() {
    assertThatThrownBy(
            () -> from(Map.of("REDIS_PORT", "0", "REDIS_TLS", "yes", "REDIS_AUTH", "token")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll("REDIS_PORT", "REDIS_TLS", "REDIS_AUTH", "'token'");
  }

  @Test
  void signingInWithoutPasswordOrWithIamIsRefused() {
    assertThatThrownBy(() -> from(Map.of("REDIS_AUTH", "password")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("REDIS_PASSWORD is not set");
    assertThatThrownBy(() -> from(Map.of("REDIS_AUTH", "iam")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("not supported yet");
  }

  @Test
  void passwordThatWouldNotBeUsedIsRefusedAndNeverShown() {
    assertThatThrownBy(() -> from(Map.of("REDIS_PASSWORD", "hush")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("REDIS_AUTH")
        .hasMessageNotContaining("hush");
    assertThat(from(Map.of("REDIS_AUTH", "password", "REDIS_PASSWORD", "hush")).toString())
        .doesNotContain("hush");
  }
}
