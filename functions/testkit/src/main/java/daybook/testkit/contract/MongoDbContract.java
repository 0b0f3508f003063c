package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
import daybook.core.port.Checkpoints.Redone;
import daybook.core.protocol.Base;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.Settled;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every history, ledger and chain of checkpoints promises, together: they share one state. A
 * subclass gives three ports over a state that is empty at the start of each test.
 */
public abstract class MongoDbContract extends RecordSwitchContract {

  private static final int RACERS = 8;
  private static final long SEED = 20260115;

  /**
   * Days of the tests that want many, more than one bulk or filter holds. A server that reads every
   * document for each write may ask for fewer.
   */
  protected int manyDays() {
    return 1_200;
  }

  // ---- the chain

  @Test
  void emptyStoreHasNothing() {
    assertThat(checkpoints().latest()).isEmpty();
    assertThat(checkpoints().latestAt()).isZero();
    assertThat(checkpoints().newestLastUpdated()).isZero();
    assertThat(history().range(View.TOTALS, AggregateKey.DAY_MIN, AggregateKey.DAY_MAX).byKey())
        .isEmpty();
    assertThat(ledger().find(importId(1))).isEmpty();
  }

  @Test
  void latestIsTheCheckpointAsWritten() {
    Checkpoint written =
        new Checkpoint(
            1_700_000_000_123L,
            "snapshot-1",
            List.of(
                day(JANUARY_15, "paypal", Amount.TOTAL_CENTS_BOUND - 1),
                new DailyAggregate(withdrawals(JANUARY_15), amounts("visa", 0, "a-b_C9", 7))),
            List.of(finishedImport(1), runningImport(2), stoppedImport(3), mappedImport(6)));

    assertThat(checkpoints().replace(0, written)).isTrue();
    assertThat(checkpoints().latest()).contains(written);
    assertThat(checkpoints().latestAt()).isEqualTo(written.at());
  }

  @Test
  void checkpointKeepsOnlyTheAppliedPositionAndMilliseconds() {
    ImportRecord ahead =
        new ImportRecord(
            source(1),
            Instant.ofEpochSecond(1_700_000_000L, 123_456_789),
            position(5_000, ImportState.COMPLETE),
            position(3_000, ImportState.RUNNING),
            List.of(),
            false);
    checkpoints()
        .replace(
            0,
            new Checkpoint(
                1, "s", List.of(), List.of(new ImportCheckpoint(source(1).importId(), ahead))));

    ImportRecord read = checkpoints().latest().orElseThrow().imports().get(0).record();
    assertThat(read.enqueued()).isEqualTo(read.applied()).isEqualTo(ahead.applied());
    assertThat(read.begun()).isEqualTo(Instant.ofEpochSecond(1_700_000_000L, 123_000_000));
  }

  @Test
  void firstCheckpointIsWrittenOnce() {
    Checkpoint first = checkpoint(1_000, day(JANUARY_15, "paypal", 1));
    Checkpoint other = checkpoint(2_000, day(JANUARY_15, "paypal", 2));

    assertThat(checkpoints().replace(0, first)).isTrue();
    assertThat(checkpoints().replace(0, other)).isFalse();
    assertThat(checkpoints().latest()).contains(first);
  }

  @Test
  void checkpointReplacesOnlyItsPredecessor() {
    Checkpoint first = checkpoint(1_000, day(JANUARY_15, "paypal", 1));
    Checkpoint second = checkpoint(2_000, day(JANUARY_15, "paypal", 5));
    Checkpoint slow = checkpoint(3_000, day(JANUARY_15, "paypal", 1));
    checkpoints().replace(0, first);

    assertThat(checkpoints().replace(1_000, second)).isTrue();
    assertThat(checkpoints().replace(1_000, slow)).isFalse();
    assertThat(checkpoints().latest()).contains(second);
    assertThat(checkpoints().latestAt()).isEqualTo(second.at());
  }

  @Test
  void checkpointWithoutThePredecessorItNamesIsNotWritten() {
    assertThat(checkpoints().replace(1_000, checkpoint(2_000))).isFalse();
    assertThat(checkpoints().latest()).isEmpty();
  }

  @Test
  void stampThatDoesNotGrowIsRefused() {
    assertThatThrownBy(() -> checkpoints().replace(1_000, checkpoint(1_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofManyFirstCheckpointsOneIsWritten() {
    List<Boolean> first = race(i -> checkpoints().replace(0, checkpoint(1_000 + i)));
    assertThat(first).containsOnlyOnce(true);
    long at = checkpoints().latest().orElseThrow().at();
    assertThat(first.get((int) (at - 1_000))).isTrue();
  }

  @Test
  void ofManySuccessorsOneIsWritten() {
    checkpoints().replace(0, checkpoint(1_000));
    List<Boolean> next = race(i -> checkpoints().replace(1_000, checkpoint(2_000 + i)));
    assertThat(next).containsOnlyOnce(true);
    long at = checkpoints().latest().orElseThrow().at();
    assertThat(next.get((int) (at - 2_000))).isTrue();
  }

  // ---- redo

  @Test
  void redoWritesWholeTotals() {
    commit(checkpoint(1_000, day(JANUARY_15, "paypal", 1_234_567)));
    Redone redone =
        checkpoints()
            .redo(
                checkpoint(
                    2_000,
                    new DailyAggregate(deposits(JANUARY_15), amounts("visa", 5, "wire", 60)),
                    day(JANUARY_15.plusDays(1), "crypto", 0)));

    assertThat(redone).isEqualTo(new Redone(1, 1, 0));
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15.plusDays(1)).byKey())
        .containsExactly(
            Map.entry(deposits(JANUARY_15), amounts("visa", 5, "wire", 60)),
            Map.entry(deposits(JANUARY_15.plusDays(1)), amounts("crypto", 0)));
    assertThat(checkpoints().newestLastUpdated()).isEqualTo(2_000);
  }

  @Test
  void everyNameOfAPaymentMethodIsKept() {
    TreeMap<String, Sum> totals = new TreeMap<>();
    Imports.ODD_NAMES.forEach(name -> totals.put(name, sum(name.length())));
    ImportPosition applied =
        new ImportPosition(
            10, 1, 1, Map.of(), new TreeSet<>(Imports.ODD_NAMES), ImportState.RUNNING, null);
    Checkpoint checkpoint =
        new Checkpoint(
            1_000,
            "s",
            List.of(new DailyAggregate(deposits(JANUARY_15), totals)),
            List.of(part(source(1), applied, List.of(), false)));
    commit(checkpoint);

    assertThat(checkpoints().latest()).contains(checkpoint);
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey())
        .containsExactly(Map.entry(deposits(JANUARY_15), totals));
  }

  @Test
  void redoOnceMoreChangesNothing() {
    Checkpoint checkpoint =
        new Checkpoint(
            1_000, "s", List.of(day(JANUARY_15, "paypal", 1)), List.of(finishedImport(1)));
    commit(checkpoint);
    Totals before = history().range(View.TOTALS, JANUARY_15, JANUARY_15);

    assertThat(checkpoints().redo(checkpoint)).isEqualTo(new Redone(0, 0, 1));
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15)).isEqualTo(before);
  }

  @Test
  void olderRedoNeverOverwritesNewerTotal() {
    checkpoints().redo(checkpoint(2_000, day(JANUARY_15, "paypal", 5)));

    Redone redone =
        checkpoints()
            .redo(
                checkpoint(
                    1_000, day(JANUARY_15, "paypal", 1), day(JANUARY_15.plusDays(1), "paypal", 1)));

    assertThat(redone).isEqualTo(new Redone(1, 0, 1));
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey())
        .containsExactly(Map.entry(deposits(JANUARY_15), amounts("paypal", 5)));
  }

  @Test
  void redoWithTheSameStampNeverOverwrites() {
    checkpoints().redo(checkpoint(2_000, day(JANUARY_15, "paypal", 5)));
    assertThat(checkpoints().redo(checkpoint(2_000, day(JANUARY_15, "paypal", 1))).matched())
        .isEqualTo(1);
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey())
        .containsExactly(Map.entry(deposits(JANUARY_15), amounts("paypal", 5)));
  }

  @Test
  void newestOfRacingRedosWinsAndEveryDayIsThereOnce() {
    int stampsEach = 25;
    race(
        racer -> {
          for (int i = 1; i <= stampsEach; i++) {
            long at = 1_000L + (long) i * RACERS + racer;
            checkpoints().redo(checkpoint(at, day(JANUARY_15, "paypal", at)));
          }
          return true;
        });

    long newest = 1_000L + (long) stampsEach * RACERS + RACERS - 1;
    assertThat(history().bases(List.of(deposits(JANUARY_15)), Settled.NONE))
        .containsExactly(
            Map.entry(deposits(JANUARY_15), new Base(amounts("paypal", newest), newest)));
    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey()).hasSize(1);
  }

  @Test
  void redoOfManyDaysIsWhole() {
    List<DailyAggregate> totals = new ArrayList<>();
    for (int i = 0; i < manyDays(); i++) {
      totals.add(day(JANUARY_15.minusDays(i), "paypal", i));
    }
    Checkpoint checkpoint = new Checkpoint(1_000, "s", totals, List.of());
    checkpoints().replace(0, checkpoint);

    assertThat(checkpoints().redo(checkpoint)).isEqualTo(new Redone(manyDays(), 0, 0));
    assertThat(checkpoints().verify(checkpoint)).isPresent();
    assertThat(history().range(View.TOTALS, JANUARY_15.minusDays(manyDays()), JANUARY_15).byKey())
        .hasSize(manyDays());
  }

  // ---- the ledger

  @Test
  void onlyFinishedImportsReachTheLedger() {
    commit(
        new Checkpoint(
            1_000, "s", List.of(), List.of(finishedImport(1), runningImport(2), stoppedImport(3))));

    List<ImportId> all = List.of(importId(1), importId(2), importId(3), importId(4));
    assertThat(ledger().finished(all, Settled.NONE))
        .containsExactlyInAnyOrder(importId(1), importId(3));
    assertThat(ledger().find(importId(2))).isEmpty();
  }

  @Test
  void ledgerEntryHoldsEverythingButTheMethods() {
    for (ImportCheckpoint part :
        List.of(
            finishedImport(1),
            stoppedImport(3),
            rejectedImport(4),
            unversionedImport(5),
            mappedImport(6))) {
      checkpoints().redo(new Checkpoint(1_234, "s", List.of(), List.of(part)));
      LedgerEntry entry = ledger().find(part.id()).orElseThrow();
      assertThat(entry)
          .usingRecursiveComparison()
          .ignoringFields("end.methods")
          .isEqualTo(part.ledgerEntry(1_234));
      assertThat(entry.end().methods()).isEmpty();
    }
  }

  @Test
  void ledgerEntryHoldsAllThatALaterVersionNotedOfItsParts() {
    ImportCheckpoint part = fullOfFurtherFields(finishedImport(1));
    commit(new Checkpoint(1_234, "s", List.of(), List.of(part)));
    LedgerEntry entry = ledger().find(part.id()).orElseThrow();
    // MongoDB orders the fields of an insert by their names.
    assertThat(entry.further().object()).isEqualTo(part.ledgerEntry(1_234).further().object());
    assertThat(entry.further().json()).hasSizeGreaterThan(FurtherFields.LENGTH_MAX);
  }

  @Test
  void ledgerEntryIsFinal() {
    ImportCheckpoint part = finishedImport(1);
    checkpoints().redo(new Checkpoint(1_000, "s", List.of(), List.of(part)));
    checkpoints().redo(new Checkpoint(2_000, "t", List.of(), List.of(part)));

    LedgerEntry entry = ledger().find(part.id()).orElseThrow();
    assertThat(entry.ended()).isEqualTo(Instant.ofEpochMilli(1_000));
  }

  @Test
  void ledgerAnswersForManyImportsAtOnce() {
    List<ImportId> ids = new ArrayList<>();
    List<ImportCheckpoint> parts = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      ids.add(importId(i));
      if (i % 100 == 0) {
        parts.add(finishedImport(i));
      }
    }
    checkpoints().redo(new Checkpoint(1_000, "s", List.of(), parts));

    assertThat(ledger().finished(ids, Settled.NONE))
        .containsExactlyInAnyOrderElementsOf(parts.stream().map(ImportCheckpoint::id).toList());
    assertThat(ledger().finished(List.of(), Settled.NONE)).isEmpty();
  }

  // ---- verify

  @Test
  void verifyFailsUntilEveryDayIsRedone() {
    Checkpoint checkpoint =
        checkpoint(
            2_000, day(JANUARY_15, "paypal", 1), day(JANUARY_15.minusDays(400), "paypal", 1));
    checkpoints().replace(0, checkpoint);
    assertThat(checkpoints().verify(checkpoint)).isEmpty();

    checkpoints().redo(checkpoint(2_000, day(JANUARY_15, "paypal", 1)));
    checkpoints().redo(checkpoint(1_999, day(JANUARY_15.minusDays(400), "paypal", 1)));
    assertThat(checkpoints().verify(checkpoint)).isEmpty();

    checkpoints().redo(checkpoint);
    assertThat(checkpoints().verify(checkpoint)).get().extracting(Settled::at).isEqualTo(2_000L);
  }

  @Test
  void verifyDistinguishesDepositsFromWithdrawals() {
    Checkpoint checkpoint =
        checkpoint(2_000, new DailyAggregate(withdrawals(JANUARY_15), amounts("paypal", 1)));
    checkpoints().replace(0, checkpoint);
    checkpoints().redo(checkpoint(2_000, day(JANUARY_15, "paypal", 1)));

    assertThat(checkpoints().verify(checkpoint)).isEmpty();
  }

  @Test
  void verifyFailsWhileLedgerEntryIsMissing() {
    Checkpoint checkpoint =
        new Checkpoint(
            2_000, "s", List.of(day(JANUARY_15, "paypal", 1)), List.of(finishedImport(1)));
    checkpoints().replace(0, checkpoint);
    checkpoints().redo(checkpoint(2_000, day(JANUARY_15, "paypal", 1)));
    assertThat(checkpoints().verify(checkpoint)).isEmpty();

    checkpoints().redo(checkpoint);
    assertThat(checkpoints().verify(checkpoint)).isPresent();
  }

  @Test
  void verifyAcceptsDaysThatAreNewer() {
    Checkpoint older = checkpoint(1_000, day(JANUARY_15, "paypal", 1));
    commit(older);
    commit(checkpoint(2_000, day(JANUARY_15, "paypal", 2)));

    assertThat(checkpoints().verify(older)).get().extracting(Settled::at).isEqualTo(1_000L);
  }

  @Test
  void verifyNeedsTheCheckpointInTheChain() {
    Checkpoint lost = checkpoint(2_000, day(JANUARY_15, "paypal", 1));
    checkpoints().replace(0, checkpoint(1_000));
    checkpoints().redo(lost);

    assertThat(checkpoints().verify(lost)).isEmpty();
  }

  @Test
  void checkpointWithoutTotalsAndImportsIsVerified() {
    Checkpoint empty = checkpoint(1_000);
    checkpoints().replace(0, empty);

    assertThat(checkpoints().redo(empty)).isEqualTo(new Redone(0, 0, 0));
    assertThat(checkpoints().verify(empty)).get().extracting(Settled::at).isEqualTo(1_000L);
  }

  @Test
  void readsNotOlderThanSettledSeeItsRedo() {
    for (int i = 1; i <= 20; i++) {
      Checkpoint checkpoint =
          new Checkpoint(
              i * 1_000L,
              "s" + i,
              List.of(day(JANUARY_15, "paypal", i)),
              List.of(finishedImport(i)));
      Settled settled = commit(checkpoint);

      assertThat(history().bases(List.of(deposits(JANUARY_15)), settled))
          .containsEntry(deposits(JANUARY_15), new Base(amounts("paypal", i), i * 1_000L));
      assertThat(ledger().finished(List.of(importId(i), importId(0)), settled))
          .containsExactly(importId(i));
    }
  }

  // ---- history

  @Test
  void basesAnswerForEveryDayAskedFor() {
    Settled settled =
        commit(
            checkpoint(
                1_000,
                day(JANUARY_15, "paypal", 1),
                day(LocalDate.of(1999, 12, 31), "visa", 2),
                day(JANUARY_15.plusDays(1), "crypto", 3)));

    assertThat(
            history()
                .bases(
                    List.of(
                        deposits(JANUARY_15),
                        withdrawals(JANUARY_15),
                        deposits(LocalDate.of(1999, 12, 31)),
                        deposits(AggregateKey.DAY_MAX)),
                    settled))
        .containsOnly(
            Map.entry(deposits(JANUARY_15), new Base(amounts("paypal", 1), 1_000)),
            Map.entry(withdrawals(JANUARY_15), Base.NONE),
            Map.entry(deposits(LocalDate.of(1999, 12, 31)), new Base(amounts("visa", 2), 1_000)),
            Map.entry(deposits(AggregateKey.DAY_MAX), Base.NONE));
    assertThat(history().bases(List.of(), settled)).isEmpty();
  }

  @Test
  void basesOfManyDaysAreWhole() {
    List<DailyAggregate> totals = new ArrayList<>();
    List<AggregateKey> keys = new ArrayList<>();
    for (int i = 0; i < manyDays(); i++) {
      LocalDate day = JANUARY_15.minusDays(i * 7L);
      totals.add(day(day, "paypal", i));
      keys.add(deposits(day));
      keys.add(withdrawals(day));
    }
    Settled settled = commit(new Checkpoint(1_000, "s", totals, List.of()));

    Map<AggregateKey, Base> bases = history().bases(keys, settled);
    assertThat(bases).hasSize(2 * manyDays());
    assertThat(bases.values()).filteredOn(Base.NONE::equals).hasSize(manyDays());
    assertThat(bases.get(deposits(JANUARY_15.minusDays((manyDays() - 1) * 7L))))
        .isEqualTo(new Base(amounts("paypal", manyDays() - 1), 1_000));
  }

  @Test
  void rangeHoldsBothEndsAndNothingElse() {
    commit(
        checkpoint(
            1_000,
            day(JANUARY_15.minusDays(1), "paypal", 1),
            day(JANUARY_15, "paypal", 2),
            new DailyAggregate(withdrawals(JANUARY_15.plusDays(2)), amounts("visa", 3)),
            day(JANUARY_15.plusDays(3), "paypal", 4)));

    assertThat(history().range(View.TOTALS, JANUARY_15, JANUARY_15.plusDays(2)).byKey())
        .containsExactly(
            Map.entry(deposits(JANUARY_15), amounts("paypal", 2)),
            Map.entry(withdrawals(JANUARY_15.plusDays(2)), amounts("visa", 3)));
    assertThat(history().range(View.TOTALS, JANUARY_15.plusDays(1), JANUARY_15).byKey()).isEmpty();
  }

  @Test
  void everyCentSurvives() {
    Random random = new Random(SEED);
    TreeMap<String, Sum> amounts = new TreeMap<>();
    for (int i = 0; i < View.METHODS_MAX; i++) {
      long bound = Amount.TOTAL_CENTS_BOUND >> random.nextInt(48);
      amounts.put("m" + i, sum(Math.floorMod(random.nextLong(), bound + 1)));
    }
    amounts.put("m0", sum(Amount.TOTAL_CENTS_BOUND - 1));
    amounts.put("m1", sum(1));
    Settled settled = commit(checkpoint(1_000, new DailyAggregate(deposits(JANUARY_15), amounts)));

    assertThat(
            history().range(View.TOTALS, JANUARY_15, JANUARY_15).byKey().get(deposits(JANUARY_15)))
        .as("seed %d", SEED)
        .isEqualTo(amounts);
    assertThat(history().bases(List.of(deposits(JANUARY_15)), settled))
        .containsEntry(deposits(JANUARY_15), new Base(amounts, 1_000));
  }

  // ---- what the tests are made of

  /** A step of one of several threads. */
  @FunctionalInterface
  interface Racer<T> {
    T run(int number);
  }

  /** What each of them gave. */
  static <T> List<T> race(Racer<T> racer) {
    ExecutorService threads = Executors.newFixedThreadPool(RACERS);
    try {
      List<Callable<T>> steps = new ArrayList<>();
      for (int i = 0; i < RACERS; i++) {
        int number = i;
        steps.add(() -> racer.run(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(steps)) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a racer failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
