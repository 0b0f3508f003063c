package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.ObjectVersion;
import daybook.runtime.MetricsSettings;
import daybook.runtime.Telemetry;
import daybook.runtime.TestHost;
import daybook.testkit.RemainingTime;
import daybook.testkit.fake.ReportedMetrics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every event file of the importer, as Lambda's own serializer reads it. */
class ImporterHandlerTest {

  private static final Path EVENTS = Path.of("..", "..", "events");
  private static final PojoSerializer<SQSEvent> SERIALIZER =
      LambdaEventSerializers.serializerFor(
          SQSEvent.class, ImporterHandlerTest.class.getClassLoader());

  private static final String CSV =
      """
      timestamp,type,payment_method,amount
      2026-01-15T10:30:00,deposit,paypal,1.00
      2026-01-15T10:30:01,deposit,paypal,-1
      """;

  private final ImporterHarness harness = ImporterHarness.withVersions();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<String> asked = new ArrayList<>();
  private final Telemetry telemetry =
      Telemetry.of(
          Metric.Source.IMPORTER,
          new MetricsSettings("daybook-test"),
          new PrintStream(out, true, UTF_8),
          harness.ports.clock());
  private final ImporterPorts ports =
      new ImporterPorts(
          new AnyObject(),
          harness.queue,
          harness.mongoDb,
          harness.records,
          harness.records,
          harness.attempts,
          harness.rejects,
          harness.messages,
          harness.ports.sleeper(),
          harness.ports.clock(),
          harness.ports.log(),
          telemetry.metrics());
  private final ImporterHandler handler =
      new ImporterHandler(
          new ImporterParts(
              TestHost.of(telemetry, ports.log()),
              new Importer(ports, Pacing.NONE),
              new Reconciler(ports, "daybook-imports")));

  private SQSBatchResponse handle(String event) throws IOException {
    try (InputStream in = Files.newInputStream(EVENTS.resolve(event))) {
      return handler.handleRequest(
          SERIALIZER.fromJson(in), new RemainingTime(() -> (int) ImporterHarness.INVOCATION_MS));
    }
  }

  @Test
  void eachEventFileAsksForWhatItSays() throws IOException {
    Map<String, List<String>> expected = new LinkedHashMap<>();
    expected.put("importer-continue.json", List.of("2026/a b+c.csv mT7hQx1VdZk5RnP0sYbGwC"));
    expected.put("importer-empty.json", List.of());
    expected.put("importer-encoded-key.json", List.of("2026/a b+c.csv mT7hQx1VdZk5RnP0sYbGwC"));
    expected.put(
        "importer-gzip.json", List.of("2026/01/transactions.csv.gz c2XoJ8uKfLr6EiB4yNvHqA"));
    expected.put("importer-multipart.json", List.of("2026/01/large.csv 9vqTk2sRmYcJ0pW3xLbNaE"));
    expected.put("importer-poison.json", List.of());
    expected.put("importer-put.json", List.of("2026/01/transactions.csv L4kqtJlcpXroDTDmpUMLUo"));
    expected.put("importer-reconcile.json", List.of("list daybook-imports"));
    expected.put("importer-reconcile-whole.json", List.of("list daybook-imports"));
    expected.put("importer-test-event.json", List.of());
    expected.put(
        "importer-two-records.json",
        List.of(
            "2026/01/first.csv q8YnC6bPlIe2TfZ7wDgJuM",
            "2026/01/second.csv x3FsV0rHkOa9LmQ5iXtBpN"));
    try (Stream<Path> files = Files.list(EVENTS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.startsWith("importer-"))
          .containsExactlyInAnyOrderElementsOf(expected.keySet());
    }
    for (Map.Entry<String, List<String>> event : expected.entrySet()) {
      asked.clear();

      SQSBatchResponse response = handle(event.getKey());

      assertThat(asked).as(event.getKey()).isEqualTo(event.getValue());
      boolean poison = event.getKey().equals("importer-poison.json");
      assertThat(response.getBatchItemFailures()).as(event.getKey()).hasSize(poison ? 1 : 0);
    }
  }

  @Test
  void poisonIsNamedForTheDeadLetterQueue() throws IOException {
    SQSBatchResponse response = handle("importer-poison.json");

    assertThat(response.getBatchItemFailures())
        .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .containsExactly("e1af8bff-b95b-597e-a32e-fd3b907b394c");
    assertThat(harness.log)
        .extracting(ImporterHarness.Logged::level, ImporterHarness.Logged::event)
        .containsExactly(tuple(EventLog.Level.ERROR, "message_unknown"));
  }

  @Test
  void storeFailureFailsItsMessageOnly() {
    harness.queue.setFault(
        step -> {
          if (asked.get(asked.size() - 1).startsWith("bad")) {
            throw new StoreException("Redis", step, "down");
          }
        });
    SQSEvent event = new SQSEvent();
    event.setRecords(
        List.of(message("1", "good.csv"), message("2", "bad"), message("3", "also good")));

    SQSBatchResponse response =
        handler.handleRequest(event, new RemainingTime(() -> (int) ImporterHarness.INVOCATION_MS));

    assertThat(response.getBatchItemFailures())
        .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .containsExactly("2");
    assertThat(harness.queue.enqueued()).hasSize(2);
    assertThat(harness.events()).contains("message_failed");
    assertThat(out.toString(UTF_8))
        .contains("\"ImportFailures\":1", "\"requestId\":\"request\"", "\"daybook-test\"");
  }

  @Test
  void metricsAreWhatTheInvocationDid() {
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message("1", "good.csv")));
    handler.handleRequest(event, new RemainingTime(() -> (int) ImporterHarness.INVOCATION_MS));
    harness.queue.setFault(
        step -> {
          throw new StoreException("Redis", step, "down");
        });
    event.setRecords(List.of(message("2", "bad")));
    handler.handleRequest(event, new RemainingTime(() -> (int) ImporterHarness.INVOCATION_MS));
    harness.queue.setFault(
        step -> {
          throw new UnknownFormException("Redis for " + step, 2, 1);
        });
    handler.handleRequest(event, new RemainingTime(() -> (int) ImporterHarness.INVOCATION_MS));

    String output = out.toString(UTF_8);
    assertThat(ReportedMetrics.in(output))
        .containsExactly(
            line(1, 1, CSV.length(), 1, 0, 0), line(0, 0, 0, 0, 1, 0), line(0, 0, 0, 0, 1, 1));
    // No row of these columns is skipped.
    assertThat(ReportedMetrics.neverCounted(Metric.Source.IMPORTER, output))
        .containsExactly(Metric.ROWS_SKIPPED.title());
  }

  private static SortedMap<String, Long> line(
      long accepted, long rejected, long bytes, long read, long failures, long unknownForms) {
    return new TreeMap<>(
        Map.of(
            "RowsAccepted", accepted,
            "RowsRejected", rejected,
            "RowsSkipped", 0L,
            "BytesRead", bytes,
            "ImportsRead", read,
            "ImportFailures", failures,
            "UnknownFormsImporter", unknownForms));
  }

  private static SQSEvent.SQSMessage message(String id, String key) {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId(id);
    message.setBody(
        "{\"continue\":{\"bucket\":\"b\",\"key\":\"%s\",\"versionId\":\"v\",\"hop\":1}}"
            .formatted(key));
    return message;
  }

  @Test
  void eventWithoutMessagesIsNothingToDo() {
    assertThat(
            handler
                .handleRequest(
                    new SQSEvent(), new RemainingTime(() -> (int) ImporterHarness.INVOCATION_MS))
                .getBatchItemFailures())
        .isEmpty();
  }

  /** A bucket that has whatever it is asked for, with one row, and remembers what that was. */
  private final class AnyObject implements SourceObjects {
    @Override
    public Optional<Found> find(String bucket, String key, @Nullable String versionId) {
      asked.add(key + " " + versionId);
      ObjectVersion version =
          new ObjectVersion(bucket, key, versionId, "e", Instant.EPOCH, CSV.length());
      return Optional.of(new Found(version, Optional.empty()));
    }

    @Override
    public InputStream open(ObjectVersion version, long offset) {
      return new ByteArrayInputStream(CSV.substring((int) offset).getBytes(UTF_8));
    }

    @Override
    public Page list(String bucket, Optional<String> after) {
      asked.add("list " + bucket);
      return new Page(List.of(), Optional.empty());
    }
  }
}
