package daybook.aggregator;

import static daybook.testkit.contract.Imports.CUT_OFF;
import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.amounts;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.position;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.totals;
import static daybook.testkit.contract.Imports.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.port.HotTotals;
import daybook.core.port.Metric;
import daybook.core.port.TransactionQueue.Begun;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideReason;
import daybook.testkit.contract.FormOne;
import daybook.testkit.contract.Imports;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.RecordedMessages;
import daybook.testkit.fake.RecordedMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

final class AggregatorTest {

  private static final long PLENTY_MS = 60_000;

  private final InMemoryRedis redis = new InMemoryRedis();
  private final InMemoryMongoDb mongo = new InMemoryMongoDb();
  private final RecordedMessages messages = new RecordedMessages();
  private final List<String> events = new ArrayList<>();
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final List<Long> sleeps = new ArrayList<>();
  private Runnable whileAsleep = () -> {};
  private Instant now = Instant.parse("2026-01-15T10:00:00Z");
  private final Aggregator aggregator =
      new Aggregator(
          redis,
          mongo,
          messages,
          time -> {
            sleeps.add(time.toMillis());
            whileAsleep.run();
          },
          () -> now,
          (level, event, facts) -> events.add(level + " " + event),
          metrics);

  private ObjectVersion begun(int n) {
    ObjectVersion source = version(n);
    assertThat(
            redis.begin(
                source.importId(), source, Imports.BEGUN, redis.look(source.importId()).settled()))
        .isEqualTo(Begun.RUNNING);
    return source;
  }

  private void enqueue(ObjectVersion source, Batch... batches) {
    redis.enqueue(source.importId(), List.of(batches));
  }

  private ImportRecord record(ObjectVersion source) {
    return redis.look(source.importId()).record().orElseThrow();
  }

  private void checkpoint(long at, DailyAggregate... days) {
    Checkpoint checkpoint = new Checkpoint(at, "s" + at, List.of(days), List.of());
    assertThat(mongo.replace(mongo.latestAt(), checkpoint)).isTrue();
    mongo.redo(checkpoint);
  }

  private void settle() {
    Checkpoint checkpoint = mongo.latest().orElseThrow();
    redis.settle(checkpoint, mongo.verify(checkpoint).orElseThrow(), CUT_OFF);
  }

  private SortedMap<String, Amount> hot(AggregateKey key) {
    return amounts(redis.read(List.of(key)).byKey().get(key));
  }

  private Aggregator.Drained drain() throws InterruptedException {
    return aggregator.drain(() -> PLENTY_MS);
  }

  @Test
  void everyBatchGoesIntoTheTotalsOnceAndTheQueueIsEmpty() throws InterruptedException {
    ObjectVersion source = begun(1);
    enqueue(
        source,
        batch(source, 0, 10, row(H, "visa", "1.10"), row(H, "visa", "2.20")),
        batch(source, 10, 20, row(X, "wire", "5.00")),
        last(source, 20, 30));

    assertThat(drain()).isEqualTo(new Aggregator.Drained(3, 3, true));
    assertThat(hot(H)).isEqualTo(amounts("visa", "3.30"));
    assertThat(hot(X)).isEqualTo(amounts("wire", "5.00"));
    assertThat(record(source).finished()).isTrue();
    assertThat(messages.drainTicks()).hasSize(1);
    assertThat(messages.drainWakeUps()).isEmpty();

    assertThat(drain()).isEqualTo(new Aggregator.Drained(0, 0, true));
    assertThat(messages.drainTicks()).isEmpty();
    assertThat(metrics.value(Metric.BATCHES_APPLIED)).isEqualTo(3);
    assertThat(metrics.value(Metric.ROWS_APPLIED)).isEqualTo(3);
    assertThat(metrics.value(Metric.RANGES_SET_ASIDE)).isZero();
  }

  @Test
  void moreBatchesThanOneStepTakesAreAllDrained() throws InterruptedException {
    ObjectVersion source = begun(1);
    int batches = 2 * HotTotals.APPLY_BATCHES_MAX + 5;
    for (int i = 0; i < batches; i++) {
      enqueue(source, batch(source, i, i + 1, row(H, "visa", "0.01")));
    }
    assertThat(drain().batches()).isEqualTo(batches);
    assertThat(hot(H)).isEqualTo(amounts("visa", "0.%02d".formatted(batches)));
  }

  @Test
  void queueEmptiedManyTimesASecondAsksForOneDumpASecondAndForTheLast()
      throws InterruptedException {
    ObjectVersion source = begun(1);
    for (int i = 0; i < 30; i++) {
      enqueue(source, batch(source, i, i + 1, row(H, "visa", "0.01")));
      drain();
      now = now.plusMillis(100);
    }

    // At 0.0 s for what is applied until 1.0 s, and so on; then at once, for the import has ended.
    Duration second = Duration.ofSeconds(1);
    enqueue(source, last(source, 30, 31, row(H, "visa", "0.01")));
    drain();
    assertThat(messages.drainTicks())
        .extracting(RecordedMessages.Sent::delay)
        .containsExactly(second, second, second, Duration.ZERO);
  }

  /** I6: a late row starts from history. */
  @Test
  void lateRowAddsToHistory() throws InterruptedException {
    checkpoint(5, new DailyAggregate(X, totals("visa", "190856.72", "wire", "1.00")));
    settle();
    ObjectVersion source = begun(1);
    enqueue(source, last(source, 0, 10, row(X, "visa", "0.28")));

    drain();
    assertThat(hot(X)).isEqualTo(amounts("visa", "190857.00", "wire", "1.00"));
  }

  @Test
  void redisThatFellBackIsLeftAloneUntilADumpHasRepairedIt() throws InterruptedException {
    ObjectVersion source = begun(1);
    enqueue(source, last(source, 0, 10, row(X, "visa", "1.00")));
    checkpoint(5, new DailyAggregate(X, totals("visa", "1.00")));
    whileAsleep =
        () -> {
          assertThat(redis.read(List.of(X)).keys()).isEmpty();
          settle();
        };

    assertThat(drain().emptied()).isTrue();
    assertThat(events).containsExactly("WARN redis_has_fallen_back");
    assertThat(messages.drainTicks()).hasSize(1);
    assertThat(sleeps).containsExactly(Aggregator.DUMP_WAIT.toMillis());
    assertThat(redis.read(List.of(X)).keys()).isEmpty();
  }

  @Test
  void aggregatorThatWaitedForADumpInVainLeavesTheQueueToTheSchedule() throws InterruptedException {
    ObjectVersion source = begun(1);
    enqueue(source, last(source, 0, 10, row(X, "visa", "1.00")));
    checkpoint(5, new DailyAggregate(X, totals("visa", "1.00")));

    assertThat(drain()).isEqualTo(new Aggregator.Drained(0, 0, false));
    assertThat(sleeps).hasSize(Aggregator.DUMP_WAITS_MAX + 1);
    assertThat(messages.drainWakeUps()).isEmpty();
    assertThat(redis.queueLength()).isEqualTo(1);
  }

  @Test
  void nothingIsBegunWhenTheTimeIsNearlyOver() throws InterruptedException {
    ObjectVersion source = begun(1);
    enqueue(source, last(source, 0, 10, row(H, "visa", "1.00")));

    assertThat(aggregator.drain(() -> Aggregator.MARGIN_MS))
        .isEqualTo(new Aggregator.Drained(0, 0, false));
    assertThat(redis.queueLength()).isEqualTo(1);
    assertThat(messages.drainWakeUps()).hasSize(1);
  }

  @Test
  void batchThatWouldPassTheBoundIsSetAsideWholeAndItsNeighboursCount()
      throws InterruptedException {
    checkpoint(5, new DailyAggregate(H, totals("visa", "9999999999999.98")));
    settle();
    ObjectVersion source = begun(1);
    enqueue(
        source,
        batch(source, 0, 10, row(H, "visa", "0.01")),
        batch(source, 10, 20, row(H, "visa", "0.01"), row(H, "wire", "7.00")),
        last(source, 20, 30, row(H, "wire", "1.00")));

    assertThat(drain()).isEqualTo(new Aggregator.Drained(3, 2, true));
    assertThat(hot(H)).isEqualTo(amounts("visa", "9999999999999.99", "wire", "1.00"));
    assertThat(record(source).setAside())
        .singleElement()
        .satisfies(
            range -> {
              assertThat(range.from()).isEqualTo(10);
              assertThat(range.to()).isEqualTo(20);
              assertThat(range.reason()).isEqualTo(SetAsideReason.TOTAL_BOUND);
            });
    assertThat(events).containsExactly("ERROR batch_set_aside");
    assertThat(metrics.value(Metric.RANGES_SET_ASIDE)).isEqualTo(1);
    assertThat(metrics.value(Metric.BATCHES_APPLIED)).isEqualTo(3);
    assertThat(metrics.value(Metric.ROWS_APPLIED)).isEqualTo(2);
  }

  @Test
  void batchWithUnreadableRowsIsSetAsideAndTheQueueGoesOn() throws InterruptedException {
    ObjectVersion source = begun(1);
    enqueue(
        source,
        batch(source, 0, 10, row(H, "visa", "1.00")),
        FormOne.batch(new BatchId(source.importId(), 10, 20), position(20), "garbage"),
        last(source, 20, 30, row(H, "visa", "2.00")));

    assertThat(drain().emptied()).isTrue();
    assertThat(hot(H)).isEqualTo(amounts("visa", "3.00"));
    assertThat(record(source).setAside())
        .singleElement()
        .satisfies(range -> assertThat(range.reason()).isEqualTo(SetAsideReason.UNREADABLE));
    assertThat(record(source).finished()).isTrue();
  }

  @Test
  void elementThatIsNoBatchIsMovedAsideAndTheQueueGoesOn() throws InterruptedException {
    redis.push("pushed by somebody else".getBytes(UTF_8));
    ObjectVersion source = begun(1);
    enqueue(source, last(source, 0, 10, row(H, "visa", "1.00")));

    assertThat(drain().emptied()).isTrue();
    assertThat(redis.unreadableLength()).isEqualTo(1);
    assertThat(hot(H)).isEqualTo(amounts("visa", "1.00"));
    assertThat(events).containsExactly("ERROR unreadable_queue_element");
  }
}
