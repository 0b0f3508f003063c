package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.SecretText;
import daybook.core.settings.Variables;
import daybook.secrets.SecretsSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

  private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:r-AbCdEf";

  private static final Map<String, String> PASSWORD =
      Map.of(
          "REDIS_HOST", "cache.example",
          "REDIS_PORT", "6380",
          "REDIS_TLS", "true",
          "REDIS_MODE", "cluster",
          "REDIS_AUTH", "password",
          "REDIS_USERNAME", "app",
          "REDIS_PASSWORD_SECRET_ARN", ARN,
          "REDIS_KEY_PREFIX", "{daybook}:",
          "TRANSACTION_QUEUE_KEY", "Q",
          "AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:5000");

  private static final Map<String, String> IAM =
      Map.of(
          "REDIS_TLS", "true",
          "REDIS_MODE", "serverless",
          "REDIS_AUTH", "iam",
          "REDIS_USERNAME", "app",
          "REDIS_CACHE_NAME", "Daybook-1",
          "REDIS_KEY_PREFIX", "{daybook}:");

  private static RedisSettings from(Map<String, String> values) {
    Variables variables = new Variables(values);
    RedisSettings settings = RedisSettings.from(variables);
    variables.check();
    return settings;
  }

  private static Map<String, String> with(Map<String, String> values, String name, String value) {
    Map<String, String> changed = new HashMap<>(values);
    changed.put(name, value);
    return changed;
  }

  @Test
  void defaultsAreAServerOnThisMachine() {
    assertThat(from(Map.of()))
        .isEqualTo(
            new RedisSettings(
                "localhost",
                6379,
                false,
                RedisMode.NODE,
                new RedisAuth.None(),
                new RedisKeys("", "TransactionQueue"),
                new SecretsSettings(Optional.empty())));
  }

  @Test
  void everyVariableIsRead() {
    assertThat(from(PASSWORD))
        .isEqualTo(
            new RedisSettings(
                "cache.example",
                6380,
                true,
                RedisMode.CLUSTER,
                new RedisAuth.Password(Optional.of("app"), new SecretText.Stored(ARN)),
                new RedisKeys("{daybook}:", "Q"),
                new SecretsSettings(Optional.of(URI.create("http://127.0.0.1:5000")))));
    assertThat(from(IAM).mode()).isEqualTo(RedisMode.SERVERLESS);
  }

  @Test
  void nameOfCacheIsTakenInLowerCaseAsElastiCacheKeepsIt() {
    assertThat(from(IAM).auth()).isEqualTo(new RedisAuth.Iam("app", "daybook-1"));
  }

  @Test
  void passwordOfLocalRunNeedsNoSecret() {
    assertThat(from(Map.of("REDIS_AUTH", "password", "REDIS_PASSWORD", "hush")).auth())
        .isEqualTo(new RedisAuth.Password(Optional.empty(), new SecretText.Given("hush")));
  }

  @Test
  void everyWrongValueIsNamed() {
    assertThatThrownBy(
            () ->
                from(
                    Map.of(
                        "REDIS_PORT", "0",
                        "REDIS_TLS", "yes",
                        "REDIS_MODE", "sentinel",
                        "REDIS_AUTH", "token")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContainingAll(
            "REDIS_PORT", "REDIS_TLS", "REDIS_MODE is 'sentinel'", "REDIS_AUTH", "'token'");
  }

  @Test
  void signingInByPasswordNeedsExactlyOne() {
    assertThatThrownBy(() -> from(Map.of("REDIS_AUTH", "password")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("REDIS_PASSWORD_SECRET_ARN is not set");
    assertThatThrownBy(() -> from(with(PASSWORD, "REDIS_PASSWORD", "hush")))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("REDIS_PASSWORD and REDIS_PASSWORD_SECRET_ARN are set")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "daybook",
        "arn:aws:secretsmanager:eu-west-1:123456789012:parameter:r",
        "arn:aws:secretsmanager:eu-west-1:1234:secret:r",
        "arn:aws:secretsmanager::123456789012:secret:r",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"
      })
  void whatIsNoArnOfASecretIsRefused(String arn) {
    assertThatThrownBy(() -> from(with(PASSWORD, "REDIS_PASSWORD_SECRET_ARN", arn)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("REDIS_PASSWORD_SECRET_ARN is '" + arn + "': expected arn:aws:");
  }

  @ParameterizedTest
  @CsvSource({
    "REDIS_TLS, false, REDIS_TLS is 'false': expected true with REDIS_AUTH 'iam'",
    "REDIS_TLS, false, REDIS_TLS is 'false': expected true with REDIS_MODE 'serverless'",
    "REDIS_USERNAME, '', REDIS_USERNAME is not set",
    "REDIS_CACHE_NAME, '', REDIS_CACHE_NAME is ''",
    "REDIS_CACHE_NAME, a.b, REDIS_CACHE_NAME is 'a.b'",
    "REDIS_PASSWORD, hush, REDIS_PASSWORD is set: expected only with REDIS_AUTH 'password'",
    "REDIS_KEY_PREFIX, '', REDIS_KEY_PREFIX is '': expected a hash tag",
    "REDIS_KEY_PREFIX, daybook:, REDIS_KEY_PREFIX is 'daybook:': expected a hash tag",
    "REDIS_KEY_PREFIX, {}daybook:, REDIS_KEY_PREFIX is '{}daybook:': expected a hash tag",
    "REDIS_KEY_PREFIX, {}{a}:, REDIS_KEY_PREFIX is '{}{a}:': expected a hash tag",
  })
  void signingInByIamToServerlessNeedsAllOfIt(String name, String value, String problem) {
    assertThatThrownBy(() -> from(with(IAM, name, value)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @CsvSource({
    "REDIS_PASSWORD, hush",
    "REDIS_PASSWORD_SECRET_ARN, arn:aws:secretsmanager:eu-west-1:123456789012:secret:r-AbCdEf",
    "REDIS_USERNAME, app",
    "REDIS_CACHE_NAME, daybook-1"
  })
  void whatWouldNotBeUsedIsRefusedAndNeverShown(String name, String value) {
    assertThatThrownBy(() -> from(Map.of(name, value)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(name + " is set: expected only with REDIS_AUTH")
        .hasMessageNotContaining("hush");
  }

  @Test
  void textOfTheSettingsNamesTheSecretAndHidesThePassword() {
    assertThat(from(Map.of("REDIS_AUTH", "password", "REDIS_PASSWORD", "hush")).toString())
        .contains("localhost:6379")
        .doesNotContain("hush");
    assertThat(from(PASSWORD).toString()).contains("cache.example:6380", ARN);
  }
}
