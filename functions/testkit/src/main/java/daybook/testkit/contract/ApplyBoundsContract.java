package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.amounts;
import static daybook.testkit.contract.Imports.base;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.manyTotals;
import static daybook.testkit.contract.Imports.position;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.totals;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.CheckpointNeeded;
import daybook.core.port.HotTotals.Obsolete;
import daybook.core.port.HotTotals.TooMuch;
import daybook.core.port.TransactionQueue.Enqueued;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.Settled;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** I8: what apply does at each of its bounds. */
interface ApplyBoundsContract extends RedisSteps {

  ObjectVersion V1 = version(1);
  ObjectVersion V2 = version(2);
  Applied DONE = new Applied(Optional.empty(), false);

  private static Applied setAside(long from, long to, SetAsideReason reason) {
    return new Applied(Optional.of(new SetAsideRange(from, to, reason)), false);
  }

  @Test
  default void totalJustBelowTheBoundIsExact() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(X, "visa", "0.01")), batch(V1, 10, 20, row(X, "visa", "0.01")));
    Map<AggregateKey, Base> history = Map.of(X, base(0, "visa", "9999999999999.98"));
    assertThat(apply(read(1), history)).isEqualTo(DONE);
    assertThat(total(X)).isEqualTo(amounts("visa", "9999999999999.99"));
    assertThat(apply(read(1), history)).isEqualTo(setAside(10, 20, SetAsideReason.TOTAL_BOUND));
    assertThat(total(X)).isEqualTo(amounts("visa", "9999999999999.99"));
    assertThat(record(V1).orElseThrow().applied()).isEqualTo(position(20));
  }

  @Test
  default void totalAtTheBoundIsSetAsideWithoutEffect() {
    begun(V1);
    enqueued(
        batch(V1, 0, 10, row(X, "visa", "0.02"), row(X, "wire", "1.00"), row(H, "wire", "1.00")));
    Map<AggregateKey, Base> history = Map.of(X, base(0, "visa", "9999999999999.98"));
    assertThat(apply(read(1), history)).isEqualTo(setAside(0, 10, SetAsideReason.TOTAL_BOUND));
    assertThat(hotTotals().read(List.of(X, H)).byKey()).isEmpty();
    assertThat(hotTotals().tail(1).batches()).isEmpty();
  }

  @Test
  default void sumThatNoDoubleHoldsIsRefusedNotRounded() {
    begun(V1);
    Batch batch = batch(V1, 0, 10, row(H, "visa", "1.00"));
    enqueued(batch);
    for (long cents : new long[] {Amount.TOTAL_CENTS_BOUND, (1L << 53) + 1, Long.MAX_VALUE}) {
      Runnable fallBack = remember();
      Application application =
          new Application(
              List.of(batch.id()),
              settled(),
              Totals.of(
                  List.of(new DailyAggregate(H, new TreeMap<>(Map.of("visa", new Sum(cents, 1)))))),
              Map.of(H, Base.NONE),
              null);
      assertThat(hotTotals().apply(application))
          .isEqualTo(setAside(0, 10, SetAsideReason.TOTAL_BOUND));
      fallBack.run();
    }
  }

  @Test
  default void severalBatchesBeyondABoundAreToBeAppliedOneByOne() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(X, "visa", "0.01")), batch(V1, 10, 20, row(X, "visa", "0.01")));
    Map<AggregateKey, Base> history = Map.of(X, base(0, "visa", "9999999999999.98"));
    List<Object> before = everything(V1);
    assertThat(apply(read(2), history)).isEqualTo(new TooMuch());
    assertThat(everything(V1)).isEqualTo(before);
  }

  @Test
  default void oneMethodTooManyIsSetAside() {
    begun(V1);
    enqueued(
        batch(V1, 0, 10, row(X, "visa", "1.00")),
        batch(V1, 10, 20, row(X, "visa", "1.00")),
        batch(V1, 20, 30, row(X, "wire", "1.00")));
    Base history = new Base(manyTotals(View.METHODS_MAX - 1), 0);
    assertThat(apply(read(1), Map.of(X, history))).isEqualTo(DONE);
    assertThat(apply(read(2), Map.of())).isEqualTo(new TooMuch());
    assertThat(apply(read(1), Map.of())).isEqualTo(DONE);
    assertThat(apply(read(1), Map.of())).isEqualTo(setAside(20, 30, SetAsideReason.METHODS_BOUND));
    assertThat(total(X)).hasSize(View.METHODS_MAX).containsEntry("visa", new Amount(200));
  }

  @Test
  default void moreMethodsInOneSumThanAHashMayHoldAreSetAside() {
    begun(V1);
    Batch batch = batch(V1, 0, 10);
    enqueued(batch);
    Application application =
        new Application(
            List.of(batch.id()),
            settled(),
            Totals.of(List.of(new DailyAggregate(H, manyTotals(10_000)))),
            Map.of(H, Base.NONE),
            null);
    assertThat(hotTotals().apply(application))
        .isEqualTo(setAside(0, 10, SetAsideReason.METHODS_BOUND));
  }

  /** Enqueues n batches whose rows are too large, and sets them aside. */
  private void setAsideMany(ObjectVersion source, int n) {
    begun(source);
    for (long from = 0; from < n; from++) {
      enqueued(batch(source, from, from + 1));
      Application one = setAside(read(1), SetAsideReason.UNREADABLE);
      assertThat(hotTotals().apply(one)).isInstanceOf(Applied.class);
    }
  }

  @Test
  default void importStopsAtTheLastRangeItMaySetAside() {
    int max = SetAsideRange.RANGES_MAX;
    setAsideMany(V1, max - 1);
    assertThat(record(V1).orElseThrow().stopped()).isFalse();
    enqueued(batch(V1, max - 1, max), batch(V1, max, max + 1));
    SetAsideRange range = new SetAsideRange(max - 1, max, SetAsideReason.UNREADABLE);
    assertThat(hotTotals().apply(setAside(read(1), SetAsideReason.UNREADABLE)))
        .isEqualTo(new Applied(Optional.of(range), true));
    ImportRecord record = record(V1).orElseThrow();
    assertThat(record.stopped()).isTrue();
    assertThat(record.setAside()).hasSize(max);
    assertThat(enqueue(batch(V1, max + 1, max + 2))).isEqualTo(Enqueued.ELSEWHERE);
  }

  @Test
  default void batchesBehindAStopAreDroppedAndOthersKept() {
    setAsideMany(V1, SetAsideRange.RANGES_MAX - 1);
    begun(V2);
    int at = SetAsideRange.RANGES_MAX - 1;
    enqueued(batch(V1, at, at + 1), batch(V1, at + 1, at + 2, row(H, "visa", "1.00")));
    enqueued(batch(V2, 0, 10, row(H, "visa", "2.00")), batch(V1, at + 2, at + 3));
    assertThat(hotTotals().apply(setAside(read(1), SetAsideReason.UNREADABLE)))
        .isInstanceOf(Applied.class);
    ImportRecord stopped = record(V1).orElseThrow();
    assertThat(apply(read(3), Map.of())).isEqualTo(new Obsolete(2));
    assertThat(record(V1)).contains(stopped);
    assertThat(total(H)).isNull();
    applied(1);
    assertThat(total(H)).isEqualTo(amounts("visa", "2.00"));
    assertThat(hotTotals().tail(1).batches()).isEmpty();
  }

  @Test
  default void batchesBehindAStopAreDroppedAfterItsRecordToo() {
    setAsideMany(V1, SetAsideRange.RANGES_MAX - 1);
    int at = SetAsideRange.RANGES_MAX - 1;
    enqueued(batch(V1, at, at + 1), batch(V1, at + 1, at + 2, row(H, "visa", "1.00")));
    assertThat(hotTotals().apply(setAside(read(1), SetAsideReason.UNREADABLE)))
        .isInstanceOf(Applied.class);
    dumped(5);
    assertThat(record(V1)).isEmpty();
    assertThat(hotTotals().apply(read(1))).isEqualTo(new Obsolete(1));
    assertThat(hotTotals().tail(1).batches()).isEmpty();
    assertThat(total(H)).isNull();
  }

  private static Map<AggregateKey, Base> fullDays(int days) {
    Map<AggregateKey, Base> history = new HashMap<>();
    Base full = new Base(manyTotals(View.METHODS_MAX), 0);
    LocalDate first = LocalDate.of(2020, 1, 1);
    for (int i = 0; i < days; i++) {
      history.put(new AggregateKey(first.plusDays(i), TransactionType.DEPOSIT), full);
    }
    return history;
  }

  /** Asks to raise one total of each of these days by the only batch, or the batches, given. */
  private HotTotals.Outcome raiseEach(Map<AggregateKey, Base> days, Settled seen, Batch... tail) {
    List<DailyAggregate> sums = new ArrayList<>();
    days.keySet().forEach(key -> sums.add(new DailyAggregate(key, totals("method0", "1.00"))));
    List<BatchId> ids = List.of(tail).stream().map(Batch::id).toList();
    return hotTotals().apply(new Application(ids, seen, Totals.of(sums), days, null));
  }

  @Test
  default void tooManyChangedTotalsNeedACheckpointFirst() {
    int days = HotTotals.CHANGED_TOTALS_MAX / View.METHODS_MAX;
    Batch first = batch(V1, 0, 10);
    Batch second = batch(V1, 10, 20, row(H, "visa", "1.00"));
    begun(V1);
    enqueued(first, second);
    assertThat(raiseEach(fullDays(days), settled(), first)).isEqualTo(DONE);
    List<Object> before = everything(V1);
    assertThat(apply(read(1), Map.of())).isEqualTo(new CheckpointNeeded());
    assertThat(everything(V1)).isEqualTo(before);
    dumped(5);
    assertThat(apply(read(1), Map.of())).isEqualTo(DONE);
  }

  @Test
  default void changedTotalsAreCountedOnceHoweverOftenTheyChange() {
    int days = HotTotals.CHANGED_TOTALS_MAX / View.METHODS_MAX;
    begun(V1);
    for (int i = 0; i < 3; i++) {
      Batch batch = batch(V1, i * 10L, i * 10L + 10);
      enqueued(batch);
      assertThat(raiseEach(fullDays(days), settled(), batch)).isEqualTo(DONE);
    }
  }

  @Test
  default void withNothingChangedSeveralBatchesMayChangeWhatACheckpointHolds() {
    int days = HotTotals.CHANGED_TOTALS_MAX / View.METHODS_MAX + 1;
    Batch first = batch(V1, 0, 10);
    Batch second = batch(V1, 10, 20);
    begun(V1);
    enqueued(first, second);
    assertThat(raiseEach(fullDays(days), settled(), first, second)).isEqualTo(DONE);
    assertThat(snapshot("a").totals()).hasSize(days);
  }

  /** However many these are: the next checkpoint is no larger for it. */
  @Test
  default void totalsThatAreChangedAlreadyNeedNoCheckpoint() {
    int days = HotTotals.CHANGED_TOTALS_MAX / View.METHODS_MAX + 1;
    Batch first = batch(V1, 0, 10);
    Batch second = batch(V1, 10, 20);
    Batch third = batch(V1, 20, 30, row(H, "visa", "1.00"));
    begun(V1);
    enqueued(first, second, third);
    assertThat(raiseEach(fullDays(days), settled(), first)).isEqualTo(DONE);
    assertThat(raiseEach(fullDays(days), settled(), second)).isEqualTo(DONE);
    assertThat(apply(read(1), Map.of())).isEqualTo(new CheckpointNeeded());
  }

  @Test
  default void severalBatchesThatNoCheckpointHoldsAreCut() {
    int days = HotTotals.CHECKPOINT_TOTALS_MAX / View.METHODS_MAX + 1;
    Batch first = batch(V1, 0, 10);
    Batch second = batch(V1, 10, 20);
    begun(V1);
    enqueued(first, second);
    List<Object> before = everything(V1);
    assertThat(raiseEach(fullDays(days), settled(), first, second)).isEqualTo(new TooMuch());
    assertThat(everything(V1)).isEqualTo(before);
  }

  @Test
  default void batchThatNoCheckpointHoldsIsSetAside() {
    int days = HotTotals.CHECKPOINT_TOTALS_MAX / View.METHODS_MAX + 1;
    Batch batch = batch(V1, 0, 10);
    begun(V1);
    enqueued(batch);
    assertThat(raiseEach(fullDays(days), settled(), batch))
        .isEqualTo(setAside(0, 10, SetAsideReason.CHECKPOINT_BOUND));
    assertThat(snapshot("a").totals()).isEmpty();
  }
}
