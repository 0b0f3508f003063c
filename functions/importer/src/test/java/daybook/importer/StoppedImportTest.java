package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Totals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.Tail;
import daybook.core.port.Rejects;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.Settled;
import daybook.importer.ImportResult.Outcome;
import daybook.reading.OpenObject;
import daybook.testkit.fake.InMemoryRedis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import that the aggregator stops has its rejected rows in one file all the same. */
class StoppedImportTest {

  private static final String ROW = "2026-01-15T10:30:00,deposit,paypal,1.00\n";
  private static final String BAD_ROW = "2026-01-15T10:30:00,deposit,paypal,1.001\n";

  private final ImporterHarness harness = ImporterHarness.withVersions();
  private ObjectVersion version;
  private InMemoryRedis beforeTheStop;

  /** A rejected row, then batches of accepted ones, which are set aside until the import stops. */
  @BeforeEach
  void beginAndStop() {
    String rows =
        ROW.repeat(OpenObject.READ_BYTES_MAX / ROW.length() * (SetAsideRange.RANGES_MAX + 5));
    version =
        harness.put(("timestamp,type,payment_method,amount\n" + BAD_ROW + rows).getBytes(UTF_8));
    for (int batch = 0; batch < SetAsideRange.RANGES_MAX; batch++) {
      assertThat(harness.run(version, batch, ImporterHarness.afterLooks(1)).outcome())
          .isEqualTo(Outcome.CONTINUED);
      beforeTheStop = harness.redis.copy();
      setAsideOldest();
    }
    harness.messages.drainImports();
    assertThat(harness.redis.look(version.importId()).record().orElseThrow().stopped()).isTrue();
    assertThat(rejectedRows()).isEmpty();
  }

  private void setAsideOldest() {
    Tail tail = harness.redis.tail(1);
    Application application =
        new Application(
            List.of(tail.batches().get(0).id()),
            tail.settled(),
            Totals.NONE,
            Map.of(),
            SetAsideReason.UNREADABLE);
    assertThat(harness.redis.apply(application)).isInstanceOf(Applied.class);
  }

  private List<Rejects.Row> rejectedRows() {
    return harness.composedRows(version).orElse(List.of());
  }

  @Test
  void nextRunComposesTheFile() {
    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.CLOSED);

    assertThat(rejectedRows()).extracting(Rejects.Row::line).containsExactly(2L);
  }

  @Test
  void runAfterTheCheckpointComposesTheFile() {
    harness.dump();
    assertThat(harness.ledgerEntry(version).end().reason()).isEqualTo(ImportRecord.SET_ASIDE_LIMIT);

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.FINISHED);

    assertThat(rejectedRows()).extracting(Rejects.Row::line).containsExactly(2L);
  }

  /** The stop comes between a run's look and its push: the push is refused, and it looks again. */
  @Test
  void runThatIsUnderWayAtTheStopComposesTheFile() {
    InMemoryRedis stopped = harness.redis.copy();
    harness.redis.restoreTo(beforeTheStop);
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue")) {
            harness.redis.restoreTo(stopped);
          }
        });

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.CLOSED);

    assertThat(rejectedRows()).extracting(Rejects.Row::line).containsExactly(2L);
  }

  /** Where it would end early and a twin was faster, the twin's file is the one that counts. */
  @Test
  void runThatComposesForAnEndThatDoesNotComeLeavesTheOtherFileAlone() {
    ImporterHarness other = ImporterHarness.withVersions();
    ObjectVersion source =
        other.put(("timestamp,type,payment_method,amount\n" + BAD_ROW + ROW).getBytes(UTF_8));
    other.redis.begin(source.importId(), source, Instant.EPOCH, Settled.NONE);
    List<String> calls = new ArrayList<>();
    other.queue.setFault(
        step -> {
          if (step.equals("enqueue") && calls.isEmpty()) {
            calls.add("twin");
            assertThat(other.run(source).outcome()).isEqualTo(Outcome.IMPORTED);
          }
        });
    Allowance allowance = new Allowance(other.deadline(), other.ports.sleeper());

    ImportResult result =
        new ImportRun(
                other.ports,
                ReadingOptions.of(Pacing.NONE),
                Hops.NONE,
                new SourceObjects.Found(source, Optional.empty()),
                true,
                allowance)
            .toTheEnd();

    assertThat(result.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(other.composedRows(source).orElseThrow()).hasSize(1);
  }

  @Test
  void composingAgainAndAgainMakesTheSameFile() {
    harness.run(version);
    List<Rejects.Row> first = rejectedRows();
    harness.run(version);
    harness.dump();
    harness.run(version);

    assertThat(rejectedRows()).isEqualTo(first).hasSize(1);
  }

  /** Its message is deleted by then; this is the one that the dumper sends. */
  @Test
  void requestAfterTheCheckpointComposesTheFileOfAnImportThatWasReadToItsEnd() {
    ObjectVersion read = stoppedBehindItsEnd();
    assertThat(harness.composedRows(read)).isEmpty();

    harness.dump();
    assertThat(harness.run(read).outcome()).isEqualTo(Outcome.FINISHED);

    assertThat(harness.composedRows(read).orElseThrow())
        .extracting(Rejects.Row::line)
        .containsExactly(2L);
  }

  @Test
  void requestBeforeTheCheckpointIsSettledComposesTheSameFile() {
    ObjectVersion read = stoppedBehindItsEnd();

    assertThat(harness.run(read).outcome()).isEqualTo(Outcome.CLOSED);

    assertThat(harness.composedRows(read).orElseThrow())
        .extracting(Rejects.Row::line)
        .containsExactly(2L);
  }

  private ObjectVersion stoppedBehindItsEnd() {
    harness.dump();
    while (!harness.redis.tail(1).batches().isEmpty()) {
      setAsideOldest();
    }
    String rows =
        ROW.repeat(OpenObject.READ_BYTES_MAX / ROW.length() * (SetAsideRange.RANGES_MAX + 5));
    ObjectVersion read =
        harness.objects.put(
            ImporterHarness.BUCKET,
            "read.csv",
            ("timestamp,type,payment_method,amount\n" + BAD_ROW + rows).getBytes(UTF_8));
    Outcome outcome = Outcome.CONTINUED;
    for (int run = 0; outcome == Outcome.CONTINUED; run++) {
      outcome = harness.run(read, run, ImporterHarness.afterLooks(1)).outcome();
    }
    assertThat(outcome).isEqualTo(Outcome.IMPORTED);
    assertThat(harness.redis.look(read.importId()).record().orElseThrow().closed()).isTrue();
    for (int range = 0; range < SetAsideRange.RANGES_MAX; range++) {
      setAsideOldest();
    }
    harness.messages.drainImports();
    assertThat(harness.redis.look(read.importId()).record().orElseThrow().stopped()).isTrue();
    return read;
  }
}
