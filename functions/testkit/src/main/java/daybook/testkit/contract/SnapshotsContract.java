package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.CUT_OFF;
import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.inAllViews;
import static daybook.testkit.contract.Imports.manyTotals;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.totals;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Application;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a snapshot holds. */
interface SnapshotsContract extends RedisSteps {

  ObjectVersion V1 = version(1);
  ObjectVersion V2 = version(2);

  @Test
  default void firstSnapshotEverIsNotedThoughEmpty() {
    assertThat(snapshot("a"))
        .isEqualTo(new Snapshot("a", true, Settled.NONE, List.of(), List.of(), Form.FIRST));
  }

  @Test
  default void nothingChangedIsNotNoted() {
    imported(V1, row(H, "visa", "1.00"));
    dumped(5);
    begun(V2);
    enqueued(batch(V2, 0, 10));
    Snapshot snapshot = snapshot("b");
    assertThat(snapshot.noted()).isFalse();
    assertThat(snapshot.settled()).isEqualTo(new Settled(5, "op5"));
    assertThat(snapshot.totals()).isEmpty();
    assertThat(settle(checkpoint(6, "b", snapshot)).kind()).isEqualTo(SettleOutcome.Kind.RESTORED);
  }

  @Test
  default void snapshotHoldsChangedDaysWholeAndAppliedImports() {
    imported(V1, row(H, "visa", "1.00"), row(H, "wire", "2.00"), row(X, "visa", "3.00"));
    dumped(5);
    enqueued(batch(V1, 10, 20, row(H, "visa", "1.00")));
    begun(V2);
    enqueued(batch(V2, 0, 10));
    applied(1);
    Snapshot snapshot = snapshot("b");
    assertThat(snapshot.noted()).isTrue();
    assertThat(snapshot.totals())
        .containsExactly(
            new DailyAggregate(
                H, new TreeMap<>(Map.of("visa", new Sum(200, 2), "wire", new Sum(200, 1)))),
            new DailyAggregate(H.in(View.HOURS), new TreeMap<>(Map.of("10", new Sum(400, 3)))));
    assertThat(snapshot.imports())
        .containsExactly(new ImportCheckpoint(V1.importId(), record(V1).orElseThrow()));
  }

  @Test
  default void appliedImportAloneIsSomethingToWrite() {
    dumped(5);
    imported(V1);
    Snapshot snapshot = snapshot("b");
    assertThat(snapshot.noted()).isTrue();
    assertThat(snapshot.imports()).hasSize(1);
  }

  @Test
  default void dayThatExpiresUnchangedIsInTheSnapshot() {
    imported(V1, row(H, "visa", "1.00"));
    dumped(5);
    LocalDate later = H.day().plusDays(1);
    assertThat(snapshots().snapshot("b", H.day()).totals()).isEmpty();
    Snapshot snapshot = snapshots().snapshot("c", later);
    assertThat(snapshot.noted()).isTrue();
    assertThat(snapshot.totals())
        .containsExactly(
            new DailyAggregate(H, totals("visa", "1.00")),
            new DailyAggregate(H.in(View.HOURS), totals("10", "1.00")));
    assertThat(snapshots().settle(checkpoint(6, "c", snapshot), new Settled(6, "op6"), later))
        .isEqualTo(new SettleOutcome(SettleOutcome.Kind.CONFIRMED, View.values().length, 0));
    assertThat(hotTotals().read(inAllViews(H)).keys()).isEmpty();
  }

  @Test
  default void expiredDaysBeyondTheBoundComeNextTime() {
    int days = HotTotals.CHANGED_TOTALS_MAX / View.METHODS_MAX;
    begun(V1);
    hold(CUT_OFF.plusDays(1), days, batch(V1, 0, 10));
    dumped(5);
    hold(CUT_OFF.plusDays(1 + days), 2, batch(V1, 10, 20));
    LocalDate later = CUT_OFF.plusDays(1 + days);
    Snapshot first = snapshots().snapshot("b", later);
    assertThat(first.totals()).hasSize(days);
    assertThat(snapshots().settle(checkpoint(6, "b", first), new Settled(6, ""), later))
        .isEqualTo(new SettleOutcome(SettleOutcome.Kind.CONFIRMED, days - 2, 0));
    Snapshot second = snapshots().snapshot("c", later);
    assertThat(second.noted()).isTrue();
    assertThat(second.totals()).hasSize(2);
  }

  /** Makes so many days, each with as many methods as it may have, by one batch. */
  private void hold(LocalDate first, int days, Batch batch) {
    enqueued(batch);
    List<DailyAggregate> sums = new ArrayList<>();
    Map<AggregateKey, Base> bases = new HashMap<>();
    for (int i = 0; i < days; i++) {
      AggregateKey key = new AggregateKey(first.plusDays(i), TransactionType.WITHDRAWAL);
      sums.add(new DailyAggregate(key, totals("method0", "1.00")));
      bases.put(key, new Base(manyTotals(View.METHODS_MAX), 0));
    }
    assertThat(
            hotTotals()
                .apply(
                    new Application(List.of(batch.id()), settled(), Totals.of(sums), bases, null)))
        .isInstanceOf(HotTotals.Applied.class);
  }
}
