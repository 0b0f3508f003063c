package daybook.intake;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import daybook.core.Deployment;
import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntakeSettingsTest {

  @Test
  void nothingSetMeansTheLocalDefaults() {
    IntakeSettings settings = IntakeSettings.from(new Variables(Map.of()));

    assertThat(settings.mongoDb().database()).isEqualTo("TransactionsDb");
    assertThat(settings.deployment()).isEqualTo(Deployment.DEFAULT);
    assertThat(settings.writes()).isFalse();
    assertThat(settings.keeps()).isTrue();
    assertThat(settings.seals()).isFalse();
    assertThat(settings.rate()).isZero();
    assertThat(settings.burst()).isEqualTo(1_000);
  }

  @Test
  void everySettingIsTaken() {
    IntakeSettings settings =
        IntakeSettings.from(
            new Variables(
                Map.ofEntries(
                    entry("MONGODB_URI", "mongodb://history.example:27018/"),
                    entry("MONGODB_DATABASE", "Other"),
                    entry("BUSINESS_ZONE", "Asia/Tokyo"),
                    entry("CURRENCY", "JPY"),
                    entry("API_WRITES", "true"),
                    entry("KEEP_TRANSACTIONS", "false"),
                    entry("FIELD_KEYS", "file:/var/daybook/keys"),
                    entry("INTAKE_RATE", "7"),
                    entry("INTAKE_BURST", "8"),
                    entry("METRICS_STACK", "daybook-test"))));

    assertThat(settings.mongoDb().database()).isEqualTo("Other");
    assertThat(settings.deployment().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(settings.deployment().currency().orElseThrow()).hasToString("JPY");
    assertThat(settings.writes()).isTrue();
    assertThat(settings.keeps()).isFalse();
    assertThat(settings.seals()).isTrue();
    assertThat(settings.rate()).isEqualTo(7);
    assertThat(settings.burst()).isEqualTo(8);
    assertThat(settings.metrics().stack()).isEqualTo("daybook-test");
  }

  @Test
  void everyWrongSettingIsNamedAtOnce() {
    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(
            () ->
                IntakeSettings.from(
                    new Variables(
                        Map.of(
                            "API_WRITES", "perhaps",
                            "KEEP_TRANSACTIONS", "yes",
                            "FIELD_KEYS", "keys",
                            "INTAKE_RATE", "-1",
                            "INTAKE_BURST", "0",
                            "CURRENCY", "euro"))))
        .withMessageContaining("API_WRITES is 'perhaps'")
        .withMessageContaining("KEEP_TRANSACTIONS is 'yes'")
        .withMessageContaining("FIELD_KEYS is 'keys'")
        .withMessageContaining("INTAKE_RATE is '-1': expected a whole number from 0 to 100000")
        .withMessageContaining("INTAKE_BURST is '0': expected a whole number from 1 to 1000000")
        .withMessageContaining("CURRENCY is 'euro'");
  }
}
