package daybook.testkit.contract;

import static daybook.testkit.contract.Imports.BEGUN;
import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.position;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.TransactionQueue;
import daybook.core.port.TransactionQueue.Begun;
import daybook.core.port.TransactionQueue.Enqueued;
import daybook.core.port.TransactionQueue.View;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the importer may rely on. */
interface TransactionQueueContract extends RedisSteps {

  ObjectVersion V1 = version(1);
  ObjectVersion V2 = version(2);

  @Test
  default void unknownImportHasNoRecord() {
    assertThat(queue().look(V1.importId())).isEqualTo(new View(Optional.empty(), Settled.NONE));
  }

  @Test
  default void beginCreatesTheRecordAtTheStart() {
    assertThat(begin(V1, Settled.NONE)).isEqualTo(Begun.RUNNING);
    ImportPosition start = ImportPosition.START;
    assertThat(record(V1)).contains(new ImportRecord(V1, BEGUN, start, start, List.of(), false));
    assertThat(record(V2)).isEmpty();
  }

  @Test
  default void everyFieldOfASourceSurvives() {
    ObjectVersion odd =
        new ObjectVersion(
            "b", "in/\u00e4 \ud83d\ude00\n\"'\\\t.csv", null, "e-1", Instant.EPOCH, 1L << 60);
    begun(odd);
    assertThat(record(odd).orElseThrow().source()).isEqualTo(odd);
  }

  @Test
  default void beginAgainKeepsTheRecord() {
    begun(V1);
    enqueued(batch(V1, 0, 10));
    Optional<ImportRecord> before = record(V1);
    assertThat(queue().begin(V1.importId(), V1, BEGUN.plusSeconds(1), new Settled(7, "")))
        .isEqualTo(Begun.RUNNING);
    assertThat(record(V1)).isEqualTo(before);
  }

  @Test
  default void beginIsRefusedOnceAnotherCheckpointIsSettled() {
    Settled seen = settled();
    dumped(5);
    assertThat(begin(V1, seen)).isEqualTo(Begun.SETTLED_MOVED);
    assertThat(record(V1)).isEmpty();
    assertThat(begin(V1, settled())).isEqualTo(Begun.RUNNING);
  }

  @Test
  default void oneImportTooManyIsNotBegun() {
    IntStream.range(0, TransactionQueue.RUNNING_IMPORTS_MAX).forEach(n -> begun(version(n)));
    ObjectVersion further = version(TransactionQueue.RUNNING_IMPORTS_MAX);
    assertThat(begin(further, Settled.NONE)).isEqualTo(Begun.TOO_MANY);
    assertThat(record(further)).isEmpty();
    assertThat(begin(version(0), Settled.NONE)).isEqualTo(Begun.RUNNING);
  }

  @Test
  default void finishedImportMakesRoomForAnother() {
    IntStream.range(0, TransactionQueue.RUNNING_IMPORTS_MAX).forEach(n -> begun(version(n)));
    enqueued(last(V1, 0, 10));
    applied(1);
    ObjectVersion further = version(TransactionQueue.RUNNING_IMPORTS_MAX);
    assertThat(begin(further, settled())).isEqualTo(Begun.TOO_MANY);
    dumped(5);
    assertThat(begin(further, settled())).isEqualTo(Begun.RUNNING);
  }

  @Test
  default void enqueueNeverCreatesARecord() {
    assertThat(enqueue(batch(V1, 0, 10))).isEqualTo(Enqueued.NO_RECORD);
    assertThat(record(V1)).isEmpty();
    assertThat(hotTotals().tail(1).batches()).isEmpty();
  }

  @Test
  default void enqueueMovesTheRecordAndKeepsTheOrder() {
    begun(V1);
    begun(V2);
    assertThat(enqueue(batch(V1, 0, 10), batch(V1, 10, 25))).isEqualTo(Enqueued.WAS_EMPTY);
    assertThat(enqueue(batch(V2, 0, 7))).isEqualTo(Enqueued.BEHIND_OTHERS);
    assertThat(record(V1).orElseThrow().enqueued()).isEqualTo(position(25));
    assertThat(record(V1).orElseThrow().applied()).isEqualTo(ImportPosition.START);
    assertThat(hotTotals().tail(9).batches())
        .extracting(Batch::id)
        .containsExactly(
            new BatchId(V1.importId(), 0, 10),
            new BatchId(V1.importId(), 10, 25),
            new BatchId(V2.importId(), 0, 7));
  }

  @Test
  default void twinsBatchIsNotEnqueuedTwice() {
    begun(V1);
    enqueued(batch(V1, 0, 10));
    List<Object> before = everything(V1);
    assertThat(enqueue(batch(V1, 0, 10))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(enqueue(batch(V1, 0, 9))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(enqueue(batch(V1, 11, 20))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(everything(V1)).isEqualTo(before);
  }

  @Test
  default void lastBatchClosesTheImport() {
    begun(V1);
    enqueued(batch(V1, 0, 10), last(V1, 10, 10));
    assertThat(record(V1).orElseThrow().closed()).isTrue();
    assertThat(record(V1).orElseThrow().finished()).isFalse();
    assertThat(enqueue(last(V1, 10, 10))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(enqueue(batch(V1, 10, 20))).isEqualTo(Enqueued.ELSEWHERE);
    assertThat(hotTotals().tail(9).batches()).hasSize(2);
  }

  @Test
  default void emptyImportIsOneEmptyBatch() {
    begun(V1);
    enqueued(last(V1, 0, 0));
    assertThat(enqueue(last(V1, 0, 0))).isEqualTo(Enqueued.ELSEWHERE);
    applied(1);
    assertThat(record(V1).orElseThrow().finished()).isTrue();
  }

  @Test
  default void fullQueueTakesNothing() {
    begun(V1);
    int steps = TransactionQueue.QUEUE_BATCHES_MAX / TransactionQueue.ENQUEUE_BATCHES_MAX;
    IntStream.range(0, steps).forEach(step -> fill(step, 0));
    Optional<ImportRecord> before = record(V1);
    long at = before.orElseThrow().enqueued().offset();
    assertThat(enqueue(batch(V1, at, at + 1))).isEqualTo(Enqueued.FULL);
    assertThat(record(V1)).isEqualTo(before);
    applied(1);
    assertThat(enqueue(batch(V1, at, at + 1), batch(V1, at + 1, at + 2))).isEqualTo(Enqueued.FULL);
    assertThat(enqueue(batch(V1, at, at + 1))).isEqualTo(Enqueued.BEHIND_OTHERS);
  }

  private void fill(int step, int start) {
    int size = TransactionQueue.ENQUEUE_BATCHES_MAX;
    long first = start + (long) step * size;
    enqueue(
        IntStream.range(0, size)
            .mapToObj(i -> batch(V1, first + i, first + i + 1))
            .toArray(Batch[]::new));
  }

  @Test
  default void batchesThatDoNotFollowOneAnotherAreAMistake() {
    begun(V1);
    assertThatThrownBy(() -> enqueue(batch(V1, 0, 10), batch(V1, 11, 20)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> enqueue(batch(V1, 0, 10), batch(V2, 10, 20)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> enqueue(last(V1, 0, 10), batch(V1, 10, 20)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> enqueue(batch(V1, 0, 0))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> queue().enqueue(V1.importId(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(hotTotals().tail(1).batches()).isEmpty();
  }

  @Test
  default void everyFieldOfAPositionSurvives() {
    TreeSet<String> methods = new TreeSet<>(List.of("visa", "1", "apple_pay"));
    ImportPosition end =
        new ImportPosition(
            1L << 60,
            77,
            (1L << 53) + 1,
            Map.of(RejectReason.AMOUNT, 3L, RejectReason.QUOTING, (1L << 53) + 1),
            methods,
            ImportState.INCOMPLETE,
            "gone \u00fc\n\"");
    begun(V1);
    enqueued(batch(V1, 0, end));
    assertThat(record(V1).orElseThrow().enqueued()).isEqualTo(end);
    applied(1);
    assertThat(record(V1).orElseThrow().applied()).isEqualTo(end);
    assertThat(snapshot("a").imports().get(0).record()).isEqualTo(record(V1).orElseThrow());
  }

  @Test
  default void offsetsBeyondTheWholeNumbersOfADoubleAreKeptApart() {
    long far = 1L << 53;
    begun(V1);
    enqueued(batch(V1, 0, far));
    assertThat(enqueue(batch(V1, far + 1, far + 2))).isEqualTo(Enqueued.ELSEWHERE);
    enqueued(batch(V1, far, far + 1), batch(V1, far + 1, far + 2));
    applied(3);
    assertThat(record(V1).orElseThrow().applied()).isEqualTo(position(far + 2));
  }

  @Test
  default void batchOfTheLargestSizeSurvivesByteForByte() {
    String[] rows =
        IntStream.range(0, Batch.SUMS_MAX / 2)
            .mapToObj(i -> row(H, "m".repeat(60) + i % 10_000, "1.00"))
            .toArray(String[]::new);
    Batch large = batch(V1, 0, 40_000, rows);
    begun(V1);
    enqueued(large);
    Batch read = hotTotals().tail(1).batches().get(0);
    assertThat(Arrays.equals(read.element(), large.element())).isTrue();
  }

  @Test
  default void onlyRunningImportsAreFound() {
    begun(V1);
    enqueued(batch(V1, 0, 10));
    assertThat(queue().running(List.of(V1.importId(), V2.importId())))
        .isEqualTo(Map.of(V1.importId(), record(V1).orElseThrow()));
    assertThat(queue().running(List.of())).isEmpty();
  }

  @Test
  default void allRunningImportsAreFoundAndNoOthers() {
    assertThat(queue().running()).isEmpty();
    begun(V1);
    begun(V2);
    enqueued(last(V1, 0, 10));
    assertThat(queue().running())
        .isEqualTo(
            Map.of(
                V1.importId(), record(V1).orElseThrow(), V2.importId(), record(V2).orElseThrow()));
    applied(1);
    dumped(5);
    assertThat(queue().running().keySet()).containsExactly(V2.importId());
  }

  @Test
  default void placeOfReconcileIsKeptUntilItIsTakenAway() {
    assertThat(queue().reconcilePlace()).isEmpty();
    queue().setReconcilePlace(Optional.of("v.a\u00fc\n.b"));
    assertThat(queue().reconcilePlace()).contains("v.a\u00fc\n.b");
    queue().setReconcilePlace(Optional.of("p"));
    assertThat(queue().reconcilePlace()).contains("p");
    queue().setReconcilePlace(Optional.empty());
    assertThat(queue().reconcilePlace()).isEmpty();
  }

  @Test
  default void restoreKeepsThePlaceOfReconcile() {
    imported(V1, row(H, "visa", "1.00"));
    Checkpoint checkpoint = checkpoint(5, "elsewhere", snapshot("here"));
    queue().setReconcilePlace(Optional.of("p"));
    assertThat(settle(checkpoint).kind()).isEqualTo(SettleOutcome.Kind.RESTORED);
    assertThat(queue().reconcilePlace()).contains("p");
  }
}
