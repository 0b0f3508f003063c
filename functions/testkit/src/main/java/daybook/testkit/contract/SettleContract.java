package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.CUT_OFF;
import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.amounts;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.inAllViews;
import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.position;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.Totals;
import daybook.core.View;
import daybook.core.port.HotTotals.BasesNeeded;
import daybook.core.port.Snapshots;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.SettleOutcome.Kind;
import daybook.core.protocol.Settled;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How Redis comes to agree with a checkpoint. */
interface SettleContract extends RedisSteps {

  int VIEWS = View.values().length;

  ObjectVersion V1 = version(1);
  ObjectVersion V2 = version(2);
  ObjectVersion V3 = version(3);

  private Checkpoint empty(long at, String id) {
    return new Checkpoint(at, id, List.of(), List.of());
  }

  @Test
  default void checkpointThatIsNotNewerChangesNothing() {
    dumped(5);
    imported(V1, row(H, "visa", "1.00"));
    List<Object> before = everything(V1);
    snapshot("noted");
    assertThat(settle(empty(5, "noted"))).isEqualTo(new SettleOutcome(Kind.KNOWN, 0, 0));
    assertThat(settle(empty(4, "other"))).isEqualTo(new SettleOutcome(Kind.KNOWN, 0, 0));
    assertThat(everything(V1)).isEqualTo(before);
  }

  @Test
  default void confirmingMovesTheSettledCheckpoint() {
    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    assertThat(settle(checkpoint)).isEqualTo(new SettleOutcome(Kind.CONFIRMED, 0, 0));
    assertThat(settled()).isEqualTo(new Settled(5, "op5"));
    assertThat(settle(checkpoint).kind()).isEqualTo(Kind.KNOWN);
  }

  @Test
  default void confirmingKeepsHotDaysAndPurgesExpiredOnes() {
    imported(V1, row(H, "visa", "1.00"), row(X, "visa", "2.00"));
    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    assertThat(settle(checkpoint)).isEqualTo(new SettleOutcome(Kind.CONFIRMED, VIEWS, 0));
    assertThat(hotTotals().read(inAllViews(H, X)).keys()).isEqualTo(inAllViews(H));
    assertThat(total(H)).isEqualTo(amounts("visa", "1.00"));
    assertThat(snapshot("b").noted()).isFalse();
    enqueued(batch(V1, 10, 20, row(X, "visa", "1.00")));
    assertThat(hotTotals().apply(read(1))).isEqualTo(new BasesNeeded(inAllViews(X)));
  }

  @Test
  default void cutOffDayItselfIsKept() {
    imported(V1, row(X, "visa", "2.00"));
    Checkpoint checkpoint = checkpoint(5, "a", snapshots().snapshot("a", X.day()));
    assertThat(snapshots().settle(checkpoint, new Settled(5, ""), X.day()).purged()).isZero();
    assertThat(total(X)).isEqualTo(amounts("visa", "2.00"));
  }

  @Test
  default void dayRaisedSinceTheSnapshotStaysAndIsWrittenNextTime() {
    imported(V1, row(H, "visa", "1.00"), row(X, "visa", "2.00"));
    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    enqueued(batch(V1, 10, 20, row(H, "wire", "0.00"), row(X, "visa", "4.00")));
    applied(1);
    assertThat(settle(checkpoint)).isEqualTo(new SettleOutcome(Kind.CONFIRMED, 0, 0));
    assertThat(total(X)).isEqualTo(amounts("visa", "6.00"));
    assertThat(snapshot("b").totals()).hasSize(2 * VIEWS);
    assertThat(dumped(6).totals()).hasSize(2 * VIEWS);
    assertThat(total(X)).isNull();
  }

  @Test
  default void confirmingRemovesFinishedImportsOnly() {
    begun(V1);
    begun(V2);
    begun(V3);
    enqueued(last(V1, 0, 10), batch(V2, 0, 10), last(V2, 10, 20), batch(V3, 0, 10));
    applied(2);
    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    assertThat(checkpoint.imports()).hasSize(2);
    applied(1);
    assertThat(settle(checkpoint).kind()).isEqualTo(Kind.CONFIRMED);
    assertThat(record(V1)).isEmpty();
    assertThat(record(V2).orElseThrow().finished()).isTrue();
    assertThat(record(V3)).isPresent();
    assertThat(dumped(6).imports()).hasSize(1);
    assertThat(record(V2)).isEmpty();
    assertThat(snapshot("c").noted()).isFalse();
  }

  @Test
  default void importThatMovedSinceTheSnapshotIsWrittenNextTime() {
    imported(V1);
    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    enqueued(last(V1, 10, 10));
    applied(1);
    settle(checkpoint);
    assertThat(snapshot("b").noted()).isTrue();
  }

  @Test
  default void importThatBeganToMoveSinceTheSnapshotIsWrittenNextTime() {
    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    imported(V1);
    settle(checkpoint);
    assertThat(snapshot("b").noted()).isTrue();
    assertThat(record(V1)).isPresent();
  }

  @Test
  default void unknownSnapshotRestores() {
    imported(V1, row(H, "visa", "1.00"), row(X, "visa", "2.00"));
    Checkpoint saved = checkpoint(5, "elsewhere", snapshot("a"));
    enqueued(batch(V1, 10, 20, row(H, "visa", "4.00")), last(V1, 20, 30));
    applied(1);
    begun(V2);
    enqueued(batch(V2, 0, 10));
    assertThat(settle(saved)).isEqualTo(new SettleOutcome(Kind.RESTORED, 0, 1));
    assertThat(settled()).isEqualTo(new Settled(5, "op5"));
    assertThat(hotTotals().read(inAllViews(H, X)).byKey()).isEmpty();
    assertThat(hotTotals().tail(9).batches()).isEmpty();
    assertThat(record(V2)).isEmpty();
    ImportRecord record = record(V1).orElseThrow();
    assertThat(record.applied()).isEqualTo(position(10));
    assertThat(record.enqueued()).isEqualTo(position(10));
    assertThat(record.closed()).isFalse();
    assertThat(record.source()).isEqualTo(V1);
    assertThat(record.begun()).isEqualTo(Imports.BEGUN);
    assertThat(snapshot("b").noted()).isFalse();
    enqueued(batch(V1, 10, 20, row(H, "visa", "4.00")));
    assertThat(hotTotals().apply(read(1))).isEqualTo(new BasesNeeded(inAllViews(H)));
  }

  @Test
  default void restoringForgetsTheSnapshotsSinceToo() {
    snapshot("a");
    snapshot("b");
    assertThat(settle(empty(5, "elsewhere")).kind()).isEqualTo(Kind.RESTORED);
    assertThat(settle(empty(6, "b")).kind()).isEqualTo(Kind.RESTORED);
  }

  @Test
  default void restoringLeavesOutFinishedImportsAndKeepsSetAsideRanges() {
    ImportRecord open =
        new ImportRecord(
            V1,
            Imports.BEGUN,
            last(V1, 0, 20).end(),
            position(10),
            List.of(
                new SetAsideRange(0, 5, SetAsideReason.TOTAL_BOUND),
                new SetAsideRange(5, 1L << 60, SetAsideReason.METHODS_BOUND)),
            false);
    ImportRecord done =
        new ImportRecord(
            V2, Imports.BEGUN, last(V2, 0, 9).end(), last(V2, 0, 9).end(), List.of(), false);
    ImportRecord stopped =
        new ImportRecord(V3, Imports.BEGUN, position(9), position(9), List.of(), true);
    Checkpoint checkpoint =
        new Checkpoint(
            5,
            "elsewhere",
            List.of(),
            List.of(
                new ImportCheckpoint(V1.importId(), open),
                new ImportCheckpoint(V2.importId(), done),
                new ImportCheckpoint(V3.importId(), stopped)));
    assertThat(settle(checkpoint)).isEqualTo(new SettleOutcome(Kind.RESTORED, 0, 1));
    assertThat(record(V2)).isEmpty();
    assertThat(record(V3)).isEmpty();
    ImportRecord record = record(V1).orElseThrow();
    assertThat(record.setAside()).isEqualTo(open.setAside());
    assertThat(record.enqueued()).isEqualTo(position(10));
  }

  @Test
  default void wipedRedisGoesOnFromTheCheckpoint() {
    imported(V1, row(H, "visa", "1.00"));
    Checkpoint checkpoint = checkpoint(5, "a", snapshot("a"));
    flush();
    assertThat(everything(V1)).isEqualTo(everythingOfNothing());
    assertThat(settle(checkpoint)).isEqualTo(new SettleOutcome(Kind.RESTORED, 0, 1));
    assertThat(record(V1).orElseThrow().enqueued()).isEqualTo(position(10));
  }

  private List<Object> everythingOfNothing() {
    return List.of(
        Settled.NONE, List.of(), Optional.empty(), List.of(Optional.empty()), Totals.NONE);
  }

  @Test
  default void snapshotForgottenForItsAgeOnlyCostsARestore() {
    imported(V1, row(H, "visa", "1.00"));
    Checkpoint oldest = checkpoint(5, "s0", snapshot("s0"));
    IntStream.range(1, Snapshots.SNAPSHOTS_MAX).forEach(n -> snapshot("s" + n));
    Runnable stillKnown = remember();
    assertThat(settle(oldest).kind()).isEqualTo(Kind.CONFIRMED);
    stillKnown.run();
    snapshot("one more");
    assertThat(settle(oldest).kind()).isEqualTo(Kind.RESTORED);
  }

  @Test
  default void stampsThatDifferAreAMistake() {
    assertThatThrownBy(() -> snapshots().settle(empty(5, "a"), new Settled(6, ""), CUT_OFF))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
