package daybook.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import daybook.core.Currency;
import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.SecretText;
import daybook.core.settings.Variables;
import daybook.keys.KeySource;
import daybook.s3.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiSettingsTest {

  @Test
  void nothingButTheBucketsSetMeansTheLocalDefaults() {
    ApiSettings settings =
        ApiSettings.from(
            new Variables(Map.of("IMPORT_BUCKET", "imports", "REJECTS_BUCKET", "rejects")));

    assertThat(settings.redis().host()).isEqualTo("localhost");
    assertThat(settings.redis().port()).isEqualTo(6379);
    assertThat(settings.mongoDb().database()).isEqualTo("TransactionsDb");
    assertThat(settings.cutOff()).isEqualTo(new CutOff(Duration.ofDays(7)));
    assertThat(settings.deployment()).isEqualTo(Deployment.DEFAULT);
    assertThat(settings.uploads()).isFalse();
    assertThat(settings.records()).isFalse();
    assertThat(settings.keys().source()).isEqualTo(new KeySource.None());
    assertThat(settings.page()).isEqualTo(new PageSettings("NONE", "", Optional.empty()));
  }

  @Test
  void everySettingIsTaken() {
    ApiSettings settings =
        ApiSettings.from(
            new Variables(
                Map.ofEntries(
                    entry("REDIS_HOST", "cache.example"),
                    entry("REDIS_PORT", "6380"),
                    entry("REDIS_TLS", "true"),
                    entry("REDIS_KEY_PREFIX", "{daybook}:"),
                    entry("MONGODB_URI", "mongodb://history.example:27018/"),
                    entry("MONGODB_DATABASE", "Other"),
                    entry("IMPORT_BUCKET", "imports"),
                    entry("REJECTS_BUCKET", "rejects"),
                    entry("AWS_ENDPOINT_URL_S3", "http://s3.example:9000"),
                    entry("BUSINESS_ZONE", "Asia/Tokyo"),
                    entry("CURRENCY", "JPY"),
                    entry("API_UPLOADS", "true"),
                    entry("API_RECORDS", "true"),
                    entry("FIELD_KEYS", "file:/var/daybook/keys"),
                    entry("API_AUTH", "JWT"),
                    entry("AWS_REGION", "eu-west-1"),
                    entry("SIGN_IN_AUTHORIZE_URL", "https://issuer.example/authorize"),
                    entry("SIGN_IN_TOKEN_URL", "https://issuer.example/token"),
                    entry("SIGN_IN_CLIENT_ID", "page"),
                    entry("SIGN_IN_SCOPE", "openid email"),
                    entry("SIGN_IN_AUDIENCE", "daybook"),
                    entry("CUT_OFF_DAYS", "1"),
                    entry("CUT_OFF_MINUTES", "2"),
                    entry("CUT_OFF_SECONDS", "3"))));

    assertThat(settings.redis().host()).isEqualTo("cache.example");
    assertThat(settings.redis().port()).isEqualTo(6380);
    assertThat(settings.redis().tls()).isTrue();
    assertThat(settings.s3())
        .isEqualTo(
            new S3Settings(
                "imports", "rejects", Optional.of(URI.create("http://s3.example:9000"))));
    assertThat(settings.mongoDb().uri())
        .isEqualTo(new SecretText.Given("mongodb://history.example:27018/"));
    assertThat(settings.mongoDb().database()).isEqualTo("Other");
    assertThat(settings.cutOff().window())
        .isEqualTo(Duration.ofDays(1).plusMinutes(2).plusSeconds(3));
    assertThat(settings.cutOff().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(settings.uploads()).isTrue();
    assertThat(settings.records()).isTrue();
    assertThat(settings.keys().source())
        .isEqualTo(new KeySource.LocalFile(Path.of("/var/daybook/keys")));
    assertThat(settings.page())
        .isEqualTo(
            new PageSettings(
                "JWT",
                "eu-west-1",
                Optional.of(
                    new PageSettings.SignIn(
                        URI.create("https://issuer.example/authorize"),
                        URI.create("https://issuer.example/token"),
                        "page",
                        "openid email",
                        "daybook"))));
    assertThat(settings.deployment())
        .isEqualTo(new Deployment(ZoneId.of("Asia/Tokyo"), Optional.of(new Currency("JPY"))));
  }

  @Test
  void everyWrongValueIsNamedAtOnceAndSecretsAreNot() {
    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(
            () ->
                ApiSettings.from(
                    new Variables(
                        Map.ofEntries(
                            entry("REDIS_PORT", "65536"),
                            entry("API_UPLOADS", "perhaps"),
                            entry("API_RECORDS", "maybe"),
                            entry("FIELD_KEYS", "keys"),
                            entry("API_AUTH", "token"),
                            entry("SIGN_IN_CLIENT_ID", "page"),
                            entry("BUSINESS_ZONE", "Moon"),
                            entry("MONGODB_URI", "postgres://user:hidden@host/"),
                            entry("CUT_OFF_DAYS", "-1"),
                            entry("CUT_OFF_MINUTES", "soon")))))
        .withMessageContainingAll(
            "REDIS_PORT",
            "65536",
            "BUSINESS_ZONE is 'Moon'",
            "MONGODB_URI",
            "CUT_OFF_DAYS",
            "-1",
            "CUT_OFF_MINUTES",
            "soon",
            "API_UPLOADS",
            "perhaps",
            "API_RECORDS is 'maybe'",
            "FIELD_KEYS is 'keys'",
            "API_AUTH is 'token': expected NONE or JWT or AWS_IAM",
            "SIGN_IN_AUTHORIZE_URL, SIGN_IN_TOKEN_URL and SIGN_IN_CLIENT_ID go together",
            "IMPORT_BUCKET is not set",
            "REJECTS_BUCKET is not set")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"));
  }
}
