package daybook.dumper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import daybook.core.CutOff;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.core.settings.InvalidSettingsException;
import daybook.core.settings.Variables;
import daybook.runtime.TestHost;
import daybook.testkit.RemainingTime;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.RecordedMessages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DumperHandlerTest {

  private static final Path EVENTS = Path.of("../../events");

  private static final EventLog SILENT = (level, event, facts) -> {};
  private static final Context CONTEXT = new RemainingTime(() -> 60_000);

  private final InMemoryMongoDb mongo = new InMemoryMongoDb();
  private int schemas;
  private int schemaFailures;
  private int snapshots;
  private final DumperHandler handler =
      new DumperHandler(
          new DumperParts(
              TestHost.silent(Metric.Source.DUMPER, SILENT),
              () -> {
                schemas++;
                if (schemaFailures-- > 0) {
                  throw new StoreException("MongoDB", "prepare", "down");
                }
              },
              new Dumper(
                  new InMemoryRedis(),
                  mongo,
                  new RecordedMessages(),
                  new CutOff(Duration.ofDays(7)),
                  () -> Instant.parse("2026-01-22T00:00:00Z"),
                  () -> "snapshot-" + ++snapshots,
                  SILENT,
                  (metric, value) -> {}),
              new Backlog(Map::of, SILENT, (metric, value) -> {})));

  /** As Lambda's runtime reads it. */
  private static SQSEvent event(String file) throws IOException {
    try (InputStream json = Files.newInputStream(EVENTS.resolve(file))) {
      return LambdaEventSerializers.serializerFor(
              SQSEvent.class, DumperHandlerTest.class.getClassLoader())
          .fromJson(json);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dumper-tick.json", "dumper-six-ticks.json"})
  void anyNumberOfTicksIsOneDump(String file) throws IOException {
    assertThat(handler.handleRequest(event(file), CONTEXT).getBatchItemFailures()).isEmpty();
    assertThat(snapshots).isEqualTo(1);
    assertThat(mongo.latest()).isPresent();
  }

  @Test
  void historyIsPreparedBeforeTheFirstDumpUntilThatHasWorkedOnce() throws IOException {
    schemaFailures = 1;
    SQSEvent tick = event("dumper-tick.json");

    assertThat(handler.handleRequest(tick, CONTEXT).getBatchItemFailures()).hasSize(1);
    assertThat(snapshots).isZero();
    handler.handleRequest(tick, CONTEXT);
    handler.handleRequest(tick, CONTEXT);
    assertThat(schemas).isEqualTo(2);
    assertThat(snapshots).isEqualTo(2);
  }

  @Test
  void settingsAreReadAndEveryProblemIsNamedAtOnce() {
    assertThat(DumperSettings.from(new Variables(Map.of("CUT_OFF_DAYS", "3"))).cutOff())
        .isEqualTo(new CutOff(Duration.ofDays(3)));
    assertThat(DumperSettings.from(new Variables(Map.of("BUSINESS_ZONE", "+09:00"))).cutOff())
        .isEqualTo(new CutOff(Duration.ofDays(7), ZoneId.of("+09:00")));
    assertThatThrownBy(
            () ->
                DumperSettings.from(
                    new Variables(
                        Map.of("REDIS_PORT", "x", "CUT_OFF_DAYS", "367", "BUSINESS_ZONE", "x"))))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("REDIS_PORT")
        .hasMessageContaining("BUSINESS_ZONE is 'x'")
        .hasMessageContaining("CUT_OFF_DAYS is '367': expected a whole number from 0 to 366");
  }
}
