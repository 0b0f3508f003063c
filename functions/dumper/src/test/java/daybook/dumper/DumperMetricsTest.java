package daybook.dumper;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.position;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.CutOff;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.UnreadableBatchException;
import daybook.runtime.MetricsSettings;
import daybook.runtime.Telemetry;
import daybook.runtime.TestHost;
import daybook.testkit.RemainingTime;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.QueueSteps;
import daybook.testkit.fake.RecordedMessages;
import daybook.testkit.fake.ReportedMetrics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the dumper reports to CloudWatch, from its event to its line. */
final class DumperMetricsTest {

  private static final Instant NOW = Instant.parse("2026-01-22T00:00:00Z");

  private final InMemoryRedis redis = new InMemoryRedis();
  private final InMemoryMongoDb mongo = new InMemoryMongoDb();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Telemetry telemetry =
      Telemetry.of(
          Metric.Source.DUMPER,
          new MetricsSettings("daybook-test"),
          new PrintStream(out, true, UTF_8),
          () -> NOW);
  private int snapshots;
  private int dumps;
  private Runnable schema = () -> {};
  private final DumperHandler handler =
      new DumperHandler(
          new DumperParts(
              TestHost.of(telemetry, telemetry.log()),
              () -> schema.run(),
              new Dumper(
                  redis,
                  mongo,
                  new RecordedMessages(),
                  new CutOff(Duration.ofDays(7)),
                  () -> NOW,
                  () -> "snapshot-" + ++snapshots,
                  telemetry.log(),
                  telemetry.metrics()),
              new Backlog(redis::running, telemetry.log(), telemetry.metrics())));

  private static SQSEvent tick() {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("tick");
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    return event;
  }

  private SortedMap<String, Long> dump() {
    handler.handleRequest(tick(), new RemainingTime(() -> 60_000));
    dumps++;
    List<SortedMap<String, Long>> lines = ReportedMetrics.in(out.toString(UTF_8));
    assertThat(lines).hasSize(dumps);
    return lines.get(dumps - 1);
  }

  /** A line: every count that is not named is 0, and what waits is there only where it is named. */
  private static SortedMap<String, Long> line(Map<String, Long> named) {
    SortedMap<String, Long> line = new TreeMap<>();
    for (Metric metric : Metric.of(Metric.Source.DUMPER)) {
      if (metric.always()) {
        line.put(metric.title(), 0L);
      }
    }
    line.putAll(named);
    return line;
  }

  private void enqueue(int n, Batch batch) {
    QueueSteps.enqueue(redis, version(n), batch);
  }

  private void apply() throws UnreadableBatchException {
    QueueSteps.applyAll(redis, mongo);
  }

  /** Version 1, whose file ended before its end. */
  private void enqueueEndedEarly(String row) {
    enqueue(1, batch(version(1), 0, position(10).ending(ImportState.INCOMPLETE, "cut off"), row));
  }

  @Test
  void dumpIsCompletedWithWhatItWrote() throws UnreadableBatchException {
    enqueue(1, last(version(1), 0, 10, row(X, "visa", "1.00"), row(H, "visa", "2.00")));
    apply();
    enqueue(2, last(version(2), 0, 3, row(H, "visa", "1.00")));

    assertThat(dump())
        .isEqualTo(
            line(
                Map.of(
                    "DumpsCompleted", 1L,
                    "AggregatesWritten", 4L,
                    "AggregatesPurged", 2L,
                    "ImportsFinished", 1L,
                    "QueueRows", 3L,
                    "RunningImports", 1L)));
    assertThat(dump())
        .isEqualTo(line(Map.of("DumpsCompleted", 1L, "QueueRows", 3L, "RunningImports", 1L)));
  }

  @Test
  void importThatEndedEarlyIsIncomplete() throws UnreadableBatchException {
    enqueueEndedEarly(row(H, "visa", "1.00"));
    apply();

    assertThat(dump())
        .isEqualTo(
            line(
                Map.of(
                    "DumpsCompleted", 1L,
                    "AggregatesWritten", 2L,
                    "ImportsFinished", 1L,
                    "ImportsIncomplete", 1L,
                    "QueueRows", 0L,
                    "RunningImports", 0L)));
  }

  @Test
  void failedDumpIsNotCompleted() {
    schema =
        () -> {
          throw new StoreException("MongoDB", "prepare", "down");
        };
    assertThat(dump()).isEqualTo(line(Map.of()));
  }

  @Test
  void historyThatIsOlderIsCountedAndNoDumpCompleted() {
    InMemoryMongoDb before = mongo.copy();
    dump();
    mongo.restore(before);

    assertThat(dump())
        .isEqualTo(line(Map.of("HistoryOlder", 1L, "QueueRows", 0L, "RunningImports", 0L)));
  }

  @Test
  void restoreIsCountedAndTheDumpCompleted() {
    dump();
    redis.flush();

    assertThat(dump())
        .isEqualTo(
            line(
                Map.of(
                    "DumpsCompleted", 1L,
                    "RedisRestores", 1L,
                    "QueueRows", 0L,
                    "RunningImports", 0L)));
  }

  @Test
  void everyMetricIsCountedBySomeDump() throws UnreadableBatchException {
    InMemoryMongoDb before = mongo.copy();
    enqueueEndedEarly(row(X, "visa", "1.00"));
    apply();
    enqueue(2, last(version(2), 0, 3, row(H, "visa", "1.00")));
    dump();
    redis.flush();
    dump();
    mongo.restore(before);
    dump();
    QueueSteps.enqueueOfNextForm(redis, version(3), last(version(3), 0, 3, row(H, "visa", "1.00")));
    dump();

    assertThat(ReportedMetrics.neverCounted(Metric.Source.DUMPER, out.toString(UTF_8))).isEmpty();
  }
}
