package daybook.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.SecretText;
import daybook.core.settings.Variables;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiSettingsTest {

  @Test
  void nothingSetMeansTheLocalDefaults() {
    ApiSettings settings = ApiSettings.from(new Variables(Map.of()));

    assertThat(settings.redis().host()).isEqualTo("localhost");
    assertThat(settings.redis().port()).isEqualTo(6379);
    assertThat(settings.mongoDb().database()).isEqualTo("TransactionsDb");
    assertThat(settings.cutOff().window()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void everySettingIsTaken() {
    ApiSettings settings =
        ApiSettings.from(
            new Variables(
                Map.of(
                    "REDIS_HOST", "cache.example",
                    "REDIS_PORT", "6380",
                    "REDIS_TLS", "true",
                    "REDIS_KEY_PREFIX", "{daybook}:",
                    "MONGODB_URI", "mongodb://history.example:27018/",
                    "MONGODB_DATABASE", "Other",
                    "CUT_OFF_DAYS", "1",
                    "CUT_OFF_MINUTES", "2",
                    "CUT_OFF_SECONDS", "3")));

    assertThat(settings.redis().host()).isEqualTo("cache.example");
    assertThat(settings.redis().port()).isEqualTo(6380);
    assertThat(settings.redis().tls()).isTrue();
    assertThat(settings.mongoDb().uri())
        .isEqualTo(new SecretText.Given("mongodb://history.example:27018/"));
    assertThat(settings.mongoDb().database()).isEqualTo("Other");
    assertThat(settings.cutOff().window())
        .isEqualTo(Duration.ofDays(1).plusMinutes(2).plusSeconds(3));
  }

  @Test
  void everyWrongValueIsNamedAtOnceAndSecretsAreNot() {
    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(
            () ->
                ApiSettings.from(
                    new Variables(
                        Map.of(
                            "REDIS_PORT", "65536",
                            "MONGODB_URI", "postgres://user:hidden@host/",
                            "CUT_OFF_DAYS", "-1",
                            "CUT_OFF_MINUTES", "soon"))))
        .withMessageContainingAll(
            "REDIS_PORT", "65536", "MONGODB_URI", "CUT_OFF_DAYS", "-1", "CUT_OFF_MINUTES", "soon")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"));
  }
}
