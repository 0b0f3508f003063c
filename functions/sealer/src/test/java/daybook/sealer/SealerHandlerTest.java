package daybook.sealer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.port.EventLog;
import daybook.core.port.Journals;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.core.record.JournalLine;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import daybook.runtime.MetricsSettings;
import daybook.runtime.Telemetry;
import daybook.runtime.TestHost;
import daybook.testkit.RemainingTime;
import daybook.testkit.contract.Imports;
import daybook.testkit.fake.InMemoryIdempotencyKeys;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealerHandlerTest {

  private static final Path EVENTS = Path.of("../../events");
  private static final EventLog SILENT = (level, event, facts) -> {};

  private final InMemoryMongoDb mongoDb = new InMemoryMongoDb();
  private final InMemoryRecords records = new InMemoryRecords(mongoDb);
  private final ByteArrayOutputStream metrics = new ByteArrayOutputStream();
  private final List<List<JournalLine>> journals = new ArrayList<>();
  private int failures;
  private Instant now = Imports.BEGUN;
  private final SealerHandler handler = handler();

  private SealerHandler handler() {
    Telemetry telemetry =
        Telemetry.of(
            Metric.Source.SEALER,
            new MetricsSettings("none"),
            new PrintStream(metrics, true, UTF_8),
            () -> now);
    return new SealerHandler(
        new SealerParts(
            TestHost.of(telemetry, SILENT),
            new SealerRun(
                records,
                records,
                mongoDb,
                mongoDb,
                journals(),
                new InMemoryIdempotencyKeys(mongoDb),
                Optional.empty(),
                () -> now,
                SILENT,
                telemetry.metrics())));
  }

  private Journals journals() {
    return lines -> {
      if (failures-- > 0) {
        throw new StoreException("S3", "put a journal", "down");
      }
      journals.add(lines);
      return "journal/" + journals.size() + ".csv";
    };
  }

  private void post() {
    Transaction counts =
        new Transaction(Imports.H.day(), 10, TransactionType.DEPOSIT, "visa", new Amount(1_250));
    TransactionContent content =
        new TransactionContent(
            Instant.parse("2026-01-20T10:30:00Z"),
            counts,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    records.insert(
        List.of(TransactionRecord.posted(new TransactionId("a-1"), content, Map.of(), now)));
  }

  /** As Lambda's runtime reads it. */
  private SQSBatchResponse handle(String file) throws IOException {
    try (InputStream json = Files.newInputStream(EVENTS.resolve(file))) {
      SQSEvent event =
          LambdaEventSerializers.serializerFor(
                  SQSEvent.class, SealerHandlerTest.class.getClassLoader())
              .fromJson(json);
      return handler.handleRequest(event, new RemainingTime(() -> 60_000));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sealer-tick.json", "sealer-six-ticks.json"})
  void anyNumberOfTicksIsOneRun(String file) throws IOException {
    post();
    now = now.plusSeconds(7);

    assertThat(handle(file).getBatchItemFailures()).isEmpty();
    assertThat(journals).hasSize(1);
    assertThat(metrics.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .contains("\"EntriesSealed\":1", "\"EntriesSettled\":0", "\"TransactionsStuck\":0");
  }

  @Test
  void runThatFailedSaysNothingOfWhatWaitsAndTheNextOneDoes() throws IOException {
    post();
    failures = 1;
    now = now.plusSeconds(7);

    assertThat(handle("sealer-six-ticks.json").getBatchItemFailures()).hasSize(6);
    assertThat(metrics.toString(UTF_8)).contains("\"EntriesSealed\":0");
    // The alarm takes silence for somebody who does not look.
    assertThat(metrics.toString(UTF_8)).doesNotContain("PendingTime");

    handle("sealer-tick.json");
    now = now.plusSeconds(11);
    handle("sealer-tick.json");
    assertThat(journals).hasSize(1);
    assertThat(metrics.toString(UTF_8)).contains("\"PendingTime\":11000");
  }

  @Test
  void settingsAreReadAndEveryProblemIsNamedAtOnce() {
    SealerSettings settings =
        SealerSettings.from(
            new Variables(
                Map.of(
                    "IMPORT_BUCKET", "imports",
                    "REJECTS_BUCKET", "rejects",
                    "MONGODB_DATABASE", "Other",
                    "RETENTION_DAYS", "7",
                    "METRICS_STACK", "daybook-test")));

    assertThat(settings.s3().importBucket()).isEqualTo("imports");
    assertThat(settings.mongo().database()).isEqualTo("Other");
    assertThat(settings.retention()).contains(Duration.ofDays(7));
    assertThat(settings.metrics().stack()).isEqualTo("daybook-test");
    assertThatThrownBy(
            () ->
                SealerSettings.from(
                    new Variables(Map.of("MONGODB_URI", "history", "RETENTION_DAYS", "-1"))))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("IMPORT_BUCKET")
        .hasMessageContaining("REJECTS_BUCKET")
        .hasMessageContaining("MONGODB_URI")
        .hasMessageContaining("RETENTION_DAYS is '-1': expected a whole number from 0 to 36500");
  }
}
