package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.Currency;
import daybook.core.Deployment;
import daybook.core.port.Deployments;
import daybook.core.port.OtherDeploymentException;
import daybook.core.port.StoreException;
import daybook.core.protocol.ObjectVersion;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgreedDeploymentTest {

  private static final Deployment TOKYO =
      new Deployment(ZoneId.of("Asia/Tokyo"), Optional.of(new Currency("JPY")));

  private static final byte[] CSV =
      "timestamp,type,payment_method,amount\n2026-01-15T10:30:00,deposit,paypal,1.00\n"
          .getBytes(UTF_8);

  private final ImporterHarness harness = ImporterHarness.withVersions();
  private int asked;
  private boolean fails;

  private final Deployments counted =
      new Deployments() {
        @Override
        public Optional<Deployment> kept() {
          return harness.mongoDb.kept();
        }

        @Override
        public Deployment agree(Deployment mine) {
          asked++;
          if (fails) {
            throw new StoreException("MongoDB", "agree", "down");
          }
          return harness.mongoDb.agree(mine);
        }
      };

  private ImportResult run(Importer importer, byte[] csv) {
    ObjectVersion version = harness.objects.put(ImporterHarness.BUCKET, ImporterHarness.KEY, csv);
    return importer.run(
        new ImportRequest(version.bucket(), version.key(), version.versionId(), 0),
        harness.deadline());
  }

  private Importer importer(Deployment mine) {
    return new Importer(
        harness.ports, ReadingOptions.of(Pacing.NONE), new AgreedDeployment(counted, mine));
  }

  @Test
  void databaseIsAskedOnceAndNotBeforeTheFirstImport() {
    Importer importer = importer(TOKYO);
    run(importer, new byte[0]);
    assertThat(asked).isZero();

    run(importer, CSV);
    run(importer, CSV);

    assertThat(asked).isEqualTo(1);
    assertThat(harness.mongoDb.kept()).contains(TOKYO);
  }

  @Test
  void databaseThatFailedIsAskedAgain() {
    Importer importer = importer(TOKYO);
    fails = true;
    assertThatThrownBy(() -> run(importer, CSV)).isInstanceOf(StoreException.class);
    fails = false;

    run(importer, CSV);

    assertThat(asked).isEqualTo(2);
  }

  @Test
  void importIntoADatabaseOfAnotherZoneReadsNothing() {
    harness.mongoDb.agree(Deployment.DEFAULT);
    Importer importer = importer(TOKYO);

    assertThatExceptionOfType(OtherDeploymentException.class)
        .isThrownBy(() -> run(importer, CSV))
        .withMessageContaining("set BUSINESS_ZONE to UTC");

    assertThat(harness.redis.running()).isEmpty();
    assertThat(harness.redis.queueLength()).isZero();
  }

  @Test
  void rowsAreReadByWhatIsKept() {
    Deployment kept = new Deployment(ZoneOffset.UTC, Optional.of(new Currency("EUR")));
    harness.mongoDb.agree(kept);

    assertThat(new AgreedDeployment(harness.mongoDb, Deployment.DEFAULT).agreed()).isEqualTo(kept);
  }
}
