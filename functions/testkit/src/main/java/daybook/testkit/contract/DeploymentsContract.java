package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import daybook.core.AggregateKey;
import daybook.core.Currency;
import daybook.core.DailyAggregate;
import daybook.core.Deployment;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.Deployments;
import daybook.core.port.History;
import daybook.core.port.OtherDeploymentException;
import daybook.core.protocol.Base;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Settled;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What a database counts by and in which currencies. A subclass gives ports over a state that is
 * empty at the start of each test.
 */
public abstract class DeploymentsContract extends MongoDbLedgerContract {

  private static final Currency EUR = new Currency("EUR");
  private static final Deployment UTC_EUR = new Deployment(ZoneOffset.UTC, Optional.of(EUR));
  private static final Deployment BERLIN =
      new Deployment(ZoneId.of("Europe/Berlin"), Optional.empty());
  private static final Deployment BERLIN_EUR =
      new Deployment(ZoneId.of("Europe/Berlin"), Optional.of(EUR));

  private static final AggregateKey YEN =
      new AggregateKey(JANUARY_15, TransactionType.WITHDRAWAL.in(new Currency("JPY")));

  /** The history under test. */
  protected abstract History history();

  /** The deployment beside it. */
  protected abstract Deployments deployments();

  /** Writes a checkpoint behind the newest one, redoes it and verifies it. */
  protected final Settled commit(Checkpoint next) {
    long predecessorAt = checkpoints().latestAt();
    assertThat(checkpoints().replace(predecessorAt, next)).isTrue();
    checkpoints().redo(next);
    return checkpoints().verify(next).orElseThrow();
  }

  @Test
  void firstDeploymentIsKeptAndTheSameOneAgrees() {
    assertThat(deployments().kept()).isEmpty();
    assertThat(deployments().agree(BERLIN_EUR)).isEqualTo(BERLIN_EUR);
    assertThat(deployments().kept()).contains(BERLIN_EUR);
    assertThat(deployments().agree(BERLIN_EUR)).isEqualTo(BERLIN_EUR);
  }

  @Test
  void otherZoneIsRefusedAndChangesNothing() {
    deployments().agree(BERLIN);
    assertThatExceptionOfType(OtherDeploymentException.class)
        .isThrownBy(() -> deployments().agree(UTC_EUR))
        .withMessageContaining("kept in Europe/Berlin, and BUSINESS_ZONE is UTC");
    assertThat(deployments().kept()).contains(BERLIN);
  }

  @Test
  void otherCurrencyIsRefusedAndChangesNothing() {
    deployments().agree(UTC_EUR);
    assertThatExceptionOfType(OtherDeploymentException.class)
        .isThrownBy(
            () ->
                deployments()
                    .agree(new Deployment(ZoneOffset.UTC, Optional.of(new Currency("USD")))))
        .withMessageContaining("kept in EUR, and CURRENCY is USD");
    assertThat(deployments().kept()).contains(UTC_EUR);
  }

  @Test
  void currencyThatIsNamedLaterIsTakenOverOnce() {
    deployments().agree(BERLIN);
    assertThat(deployments().agree(BERLIN_EUR)).isEqualTo(BERLIN_EUR);
    assertThat(deployments().kept()).contains(BERLIN_EUR);
    assertThat(deployments().agree(BERLIN)).isEqualTo(BERLIN_EUR);
  }

  @Test
  void databaseWithTotalsAndWithoutADeploymentIsOfUtc() {
    commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1)));
    assertThat(deployments().kept()).contains(Deployment.DEFAULT);
    assertThatExceptionOfType(OtherDeploymentException.class)
        .isThrownBy(() -> deployments().agree(BERLIN));
    assertThat(deployments().agree(UTC_EUR)).isEqualTo(UTC_EUR);
  }

  @Test
  void databaseWithAFinishedImportAndWithoutADeploymentIsOfUtc() {
    commit(new Checkpoint(1_000, "s", List.of(), List.of(finishedImport(1))));
    assertThat(deployments().kept()).contains(Deployment.DEFAULT);
    assertThat(deployments().agree(Deployment.DEFAULT)).isEqualTo(Deployment.DEFAULT);
  }

  @Test
  void ofSeveralThatComeAtOnceOneIsKept() {
    List<Optional<Deployment>> agreed =
        MongoDbContract.race(
            number -> {
              try {
                return Optional.of(deployments().agree(number % 2 == 0 ? BERLIN_EUR : UTC_EUR));
              } catch (OtherDeploymentException e) {
                return Optional.empty();
              }
            });
    Deployment kept = deployments().kept().orElseThrow();
    assertThat(agreed).contains(Optional.of(kept), Optional.empty()).hasSize(8);
    assertThat(agreed).filteredOn(Optional::isPresent).containsOnly(Optional.of(kept));
  }

  @Test
  void groupsOfACurrencyHaveDocumentsOfTheirOwnInEveryView() {
    DailyAggregate totals = new DailyAggregate(YEN, amounts("visa", 500));
    DailyAggregate hours = new DailyAggregate(YEN.in(View.HOURS), amounts("10", 500));
    DailyAggregate others =
        new DailyAggregate(withdrawals(JANUARY_15), amounts("visa", 7, "wire", 8));
    Settled settled = commit(checkpoint(1_000, totals, hours, others));

    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey())
        .isEqualTo(Map.of(YEN, totals.totals(), others.key(), others.totals()));
    assertThat(history().range(View.HOURS, JANUARY_15, JANUARY_15).byKey())
        .isEqualTo(Map.of(hours.key(), hours.totals()));
    assertThat(history().bases(List.of(YEN), settled))
        .isEqualTo(Map.of(YEN, new Base(totals.totals(), 1_000)));
    assertThat(checkpoints().latest().orElseThrow().totals())
        .containsExactlyInAnyOrder(totals, hours, others);
  }

  @Test
  void groupsAreThoseThatAnyDayHasTotalsOf() {
    assertThat(history().groups(Settled.NONE)).isEmpty();
    Settled settled =
        commit(
            checkpoint(
                1_000,
                day(JANUARY_15, "paypal", 1),
                day(JANUARY_15.plusDays(400), "paypal", 1),
                new DailyAggregate(YEN, amounts("visa", 500)),
                new DailyAggregate(YEN.in(View.HOURS), amounts("10", 500))));
    assertThat(history().groups(settled)).isEqualTo(Set.of(TransactionType.DEPOSIT, YEN.type()));
  }
}
