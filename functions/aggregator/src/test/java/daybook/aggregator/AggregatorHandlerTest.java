package daybook.aggregator;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.amounts;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import daybook.core.port.Metric;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import daybook.core.protocol.UnreadableBatchException;
import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import daybook.runtime.MetricsSettings;
import daybook.runtime.Telemetry;
import daybook.runtime.TestHost;
import daybook.testkit.RemainingTime;
import daybook.testkit.contract.FormOne;
import daybook.testkit.contract.Imports;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.QueueSteps;
import daybook.testkit.fake.RecordedMessages;
import daybook.testkit.fake.ReportedMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AggregatorHandlerTest {

  private static final Path EVENTS = Path.of("../../events");

  private final InMemoryRedis redis = new InMemoryRedis();
  private Instant now = Imports.BEGUN;
  private final AggregatorHandler handler =
      new AggregatorHandler(
          new AggregatorParts(
              TestHost.silent(Metric.Source.AGGREGATOR, (level, event, facts) -> {}),
              new Aggregator(
                  redis,
                  new InMemoryMongoDb(),
                  new RecordedMessages(),
                  time -> {},
                  InstantSource.system(),
                  (level, event, facts) -> {},
                  (metric, value) -> {})));

  /** As Lambda's runtime reads it. */
  private static SQSEvent event(String file) throws IOException {
    try (InputStream json = Files.newInputStream(EVENTS.resolve(file))) {
      return LambdaEventSerializers.serializerFor(
              SQSEvent.class, AggregatorHandlerTest.class.getClassLoader())
          .fromJson(json);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aggregator-wake.json", "aggregator-sweep.json"})
  void everyTriggerDrainsTheQueue(String file) throws IOException {
    ObjectVersion source = version(1);
    redis.begin(source.importId(), source, Imports.BEGUN, Settled.NONE);
    redis.enqueue(source.importId(), List.of(last(source, 0, 10, row(H, "visa", "1.00"))));

    assertThat(
            handler
                .handleRequest(event(file), new RemainingTime(() -> 60_000))
                .getBatchItemFailures())
        .isEmpty();
    assertThat(redis.queueLength()).isZero();
    assertThat(amounts(redis.read(List.of(H)).byKey().get(H))).isEqualTo(amounts("visa", "1.00"));
  }

  @Test
  void metricsAreWhatTheInvocationDid() throws IOException, UnreadableBatchException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RecordedMessages messages = new RecordedMessages();
    AggregatorHandler reporting = reporting(out, messages);
    ObjectVersion source = version(1);
    redis.begin(source.importId(), source, Imports.BEGUN, Settled.NONE);

    String[] two = {row(H, "visa", "1.00"), row(H, "visa", "2.00")};
    redis.enqueue(source.importId(), List.of(batch(source, 0, 10, two)));
    reporting.handleRequest(event("aggregator-wake.json"), new RemainingTime(() -> 60_000));
    BatchId second = new BatchId(source.importId(), 10, 20);
    redis.enqueue(
        source.importId(), List.of(FormOne.batch(second, Imports.position(20), "garbage")));
    reporting.handleRequest(event("aggregator-wake.json"), new RemainingTime(() -> 60_000));
    redis.enqueue(source.importId(), List.of(last(source, 20, 30, row(H, "visa", "3.00"))));
    messages.failNext(1);
    SQSBatchResponse failed =
        reporting.handleRequest(event("aggregator-wake.json"), new RemainingTime(() -> 60_000));
    reporting.handleRequest(event("aggregator-wake.json"), new RemainingTime(() -> 60_000));
    assertThat(failed.getBatchItemFailures()).isNotEmpty();

    QueueSteps.enqueueOfNextForm(redis, version(2), batch(version(2), 0, 10, two));
    SQSBatchResponse waits =
        reporting.handleRequest(event("aggregator-wake.json"), new RemainingTime(() -> 60_000));
    assertThat(waits.getBatchItemFailures()).isNotEmpty();

    String output = out.toString(UTF_8);
    assertThat(ReportedMetrics.in(output))
        .containsExactly(
            line(1, 2, 0, 0),
            line(1, 0, 1, 0),
            line(1, 1, 0, 0),
            line(0, 0, 0, 0),
            line(0, 0, 0, 1));
    assertThat(ReportedMetrics.neverCounted(Metric.Source.AGGREGATOR, output)).isEmpty();
  }

  private static SortedMap<String, Long> line(
      long batches, long rows, long setAside, long unknownForms) {
    return new TreeMap<>(
        Map.of(
            "BatchesApplied", batches,
            "RowsApplied", rows,
            "RangesSetAside", setAside,
            "UnknownFormsAggregator", unknownForms));
  }

  private AggregatorHandler reporting(ByteArrayOutputStream out, RecordedMessages messages) {
    Telemetry telemetry =
        Telemetry.of(
            Metric.Source.AGGREGATOR,
            new MetricsSettings("daybook-test"),
            new PrintStream(out, true, UTF_8),
            () -> Imports.BEGUN);
    return new AggregatorHandler(
        new AggregatorParts(
            TestHost.of(telemetry, telemetry.log()),
            new Aggregator(
                redis,
                new InMemoryMongoDb(),
                messages,
                time -> {},
                () -> now = now.plus(DumpRequests.DELAY),
                telemetry.log(),
                telemetry.metrics())));
  }

  @Test
  void settingsAreReadAndEveryProblemIsNamedAtOnce() {
    assertThat(
            AggregatorSettings.from(new Variables(Map.of("MONGODB_DATABASE", "Other")))
                .mongo()
                .database())
        .isEqualTo("Other");
    assertThatThrownBy(
            () ->
                AggregatorSettings.from(
                    new Variables(Map.of("REDIS_PORT", "x", "MONGODB_URI", "http://h"))))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("REDIS_PORT")
        .hasMessageContaining("MONGODB_URI");
  }
}
