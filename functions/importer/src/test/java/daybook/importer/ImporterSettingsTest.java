package daybook.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import java.net.URI;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImporterSettingsTest {

  private static final Map<String, String> NEEDED =
      Map.of(
          "IMPORT_BUCKET", "uploads",
          "REJECTS_BUCKET", "rejects",
          "IMPORT_QUEUE_URL", "http://localhost:1/imports",
          "WAKE_UP_QUEUE_URL", "http://localhost:1/wake-ups");

  @Test
  void onlyBucketsAndQueuesMustBeSet() {
    ImporterSettings settings = ImporterSettings.from(new Variables(NEEDED));

    assertThat(settings.s3().importBucket()).isEqualTo("uploads");
    assertThat(settings.s3().rejectsBucket()).isEqualTo("rejects");
    assertThat(settings.sqs().importQueueUrl()).contains(URI.create("http://localhost:1/imports"));
    assertThat(settings.redis().host()).isEqualTo("localhost");
    assertThat(settings.mongo().database()).isEqualTo("TransactionsDb");
    assertThat(settings.pacing()).isEqualTo(Pacing.NONE);
    assertThat(settings.deployment()).isEqualTo(Deployment.DEFAULT);
  }

  @Test
  void deploymentIsTaken() {
    Map<String, String> tokyo = new HashMap<>(NEEDED);
    tokyo.put("BUSINESS_ZONE", "Asia/Tokyo");
    tokyo.put("CURRENCY", "JPY");

    assertThat(ImporterSettings.from(new Variables(tokyo)).deployment())
        .isEqualTo(new Deployment(ZoneId.of("Asia/Tokyo"), Optional.of(new Currency("JPY"))));
  }

  @ParameterizedTest
  @EnumSource
  void pacingIsTaken(Pacing pacing) {
    Map<String, String> paced = new HashMap<>(NEEDED);
    paced.put("IMPORT_PACING", pacing.name().toLowerCase(Locale.ROOT));

    assertThat(ImporterSettings.from(new Variables(paced)).pacing()).isEqualTo(pacing);
  }

  @Test
  void everythingThatIsMissingOrWrongIsNamedAtOnce() {
    assertThatExceptionOfType(InvalidSettingsException.class)
        .isThrownBy(
            () ->
                ImporterSettings.from(
                    new Variables(Map.of("IMPORT_PACING", "sometimes", "CURRENCY", "yen"))))
        .withMessageContainingAll(
            "IMPORT_BUCKET",
            "REJECTS_BUCKET",
            "IMPORT_QUEUE_URL",
            "WAKE_UP_QUEUE_URL",
            "IMPORT_PACING",
            "sometimes",
            "CURRENCY is 'yen'");
  }
}
