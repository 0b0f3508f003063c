package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.amounts;
import static daybook.testkit.contract.Imports.base;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.inAllViews;
import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.position;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.Totals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.BasesNeeded;
import daybook.core.port.HotTotals.FallenBack;
import daybook.core.port.HotTotals.SettledMoved;
import daybook.core.port.HotTotals.TailMoved;
import daybook.core.port.StoreException;
import daybook.core.protocol.Base;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** What the aggregator may rely on when it applies batches, but for the bounds. */
interface ApplyContract extends RedisSteps {

  ObjectVersion V1 = version(1);
  ObjectVersion V2 = version(2);

  @Test
  default void dayThatIsNotHeldNeedsItsBase() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(X, "visa", "1.00"), row(H, "visa", "2.00")));
    List<Object> before = everything(V1);
    assertThat(hotTotals().apply(read(1))).isEqualTo(new BasesNeeded(inAllViews(X, H)));
    SortedSet<AggregateKey> others = inAllViews(X, H);
    others.remove(X);
    assertThat(hotTotals().apply(with(read(1), Map.of(X, Base.NONE))))
        .isEqualTo(new BasesNeeded(others));
    assertThat(everything(V1)).isEqualTo(before);
  }

  @Test
  default void lateRowAddsToItsBase() {
    dumped(5);
    begun(V1);
    enqueued(batch(V1, 0, 10, row(X, "visa", "1.05"), row(X, "visa", "2.00")));
    Base history = base(5, "visa", "100.95", "wire", "7.00");
    assertThat(apply(read(1), Map.of(X, history))).isEqualTo(new Applied(Optional.empty(), false));
    assertThat(total(X)).isEqualTo(amounts("visa", "104.00", "wire", "7.00"));
  }

  @Test
  default void hashThatIsThereNeedsNoBaseAndIgnoresOne() {
    imported(V1, row(H, "visa", "1.00"));
    enqueued(batch(V1, 10, 20, row(H, "visa", "2.00"), row(H, "wire", "0.01")));
    Application application = with(read(1), Map.of(H, base(0, "visa", "500.00")));
    assertThat(hotTotals().apply(application)).isEqualTo(new Applied(Optional.empty(), false));
    assertThat(total(H)).isEqualTo(amounts("visa", "3.00", "wire", "0.01"));
  }

  @Test
  default void applyTakesTheBatchesAndMovesTheirImports() {
    begun(V1);
    begun(V2);
    enqueued(batch(V1, 0, 10), batch(V2, 0, 5), last(V1, 10, 20), batch(V2, 5, 9));
    applied(3);
    assertThat(record(V1).orElseThrow().applied()).isEqualTo(last(V1, 10, 20).end());
    assertThat(record(V1).orElseThrow().finished()).isTrue();
    assertThat(record(V2).orElseThrow().applied()).isEqualTo(position(5));
    assertThat(record(V2).orElseThrow().enqueued()).isEqualTo(position(9));
    assertThat(hotTotals().tail(9).batches()).extracting(b -> b.id().to()).containsExactly(9L);
  }

  @Test
  default void batchWithoutRowsMovesItsImport() {
    begun(V1);
    enqueued(batch(V1, 0, 10));
    assertThat(hotTotals().apply(read(1))).isEqualTo(new Applied(Optional.empty(), false));
    assertThat(record(V1).orElseThrow().applied()).isEqualTo(position(10));
  }

  @Test
  default void otherTailIsLeftAlone() {
    begun(V1);
    enqueued(batch(V1, 0, 10), batch(V1, 10, 20));
    Application two = read(2);
    Application one = read(1);
    applied(1);
    List<Object> before = everything(V1);
    assertThat(hotTotals().apply(one)).isEqualTo(new TailMoved());
    assertThat(hotTotals().apply(two)).isEqualTo(new TailMoved());
    Application swapped = application(List.of(batch(V1, 10, 20), batch(V1, 0, 10)), settled());
    assertThat(hotTotals().apply(swapped)).isEqualTo(new TailMoved());
    assertThat(everything(V1)).isEqualTo(before);
  }

  @Test
  default void sameStretchCutDifferentlyIsAnotherBatch() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(H, "visa", "1.00")));
    Application other = application(List.of(batch(V1, 0, 11)), settled());
    assertThat(hotTotals().apply(other)).isEqualTo(new TailMoved());
  }

  @Test
  default void baseIsRefusedOnceAnotherCheckpointIsSettled() {
    begun(V1);
    enqueued(batch(V1, 0, 10, row(X, "visa", "1.00")));
    Application application = with(read(1), Map.of(X, Base.NONE));
    dumped(5);
    List<Object> before = everything(V1);
    assertThat(hotTotals().apply(application)).isEqualTo(new SettledMoved());
    assertThat(everything(V1)).isEqualTo(before);
    applied(1);
  }

  @Test
  default void sumsWithoutBaseOutliveASettledCheckpoint() {
    imported(V1, row(H, "visa", "1.00"));
    enqueued(batch(V1, 10, 20, row(H, "visa", "2.00")));
    Application application = read(1);
    dumped(5);
    assertThat(hotTotals().apply(application)).isEqualTo(new Applied(Optional.empty(), false));
    assertThat(total(H)).isEqualTo(amounts("visa", "3.00"));
  }

  @Test
  default void baseNewerThanTheSettledCheckpointMeansFallenBack() {
    dumped(5);
    begun(V1);
    enqueued(batch(V1, 0, 10, row(X, "visa", "1.00"), row(H, "visa", "1.00")));
    List<Object> before = everything(V1);
    Map<AggregateKey, Base> history = Map.of(X, base(6, "visa", "1.00"));
    assertThat(apply(read(1), history)).isEqualTo(new FallenBack());
    assertThat(everything(V1)).isEqualTo(before);
    assertThat(apply(read(1), Map.of(X, base(5, "visa", "1.00"))))
        .isEqualTo(new Applied(Optional.empty(), false));
  }

  @Test
  default void unreadableBatchIsSetAsideOnRequest() {
    begun(V1);
    enqueued(
        FormOne.batch(new BatchId(V1.importId(), 0, 10), position(10), "no row at all"),
        batch(V1, 10, 20, row(H, "visa", "1.00")));
    List<BatchId> ids = List.of(new BatchId(V1.importId(), 0, 10));
    Application application =
        new Application(ids, settled(), Totals.NONE, Map.of(), SetAsideReason.UNREADABLE);
    SetAsideRange range = new SetAsideRange(0, 10, SetAsideReason.UNREADABLE);
    assertThat(hotTotals().apply(application)).isEqualTo(new Applied(Optional.of(range), false));
    assertThat(hotTotals().apply(application)).isEqualTo(new TailMoved());
    applied(1);
    ImportRecord record = record(V1).orElseThrow();
    assertThat(record.setAside()).containsExactly(range);
    assertThat(record.applied()).isEqualTo(position(20));
    assertThat(snapshot("a").imports().get(0).record().setAside()).containsExactly(range);
  }

  @Test
  default void gapInAnImportStopsTheStep() {
    begun(V1);
    push(batch(V1, 5, 10, row(H, "visa", "1.00")).element());
    List<Object> before = everything(V1);
    assertThatThrownBy(() -> apply(read(1), Map.of())).isInstanceOf(StoreException.class);
    assertThat(everything(V1)).isEqualTo(before);
  }
}
