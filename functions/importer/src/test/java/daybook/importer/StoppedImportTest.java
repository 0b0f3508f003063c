package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Totals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.Tail;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.Settled;
import daybook.importer.ImportResult.Outcome;
import daybook.testkit.fake.InMemoryRedis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An import that the aggregator stops has its rejected rows in one file all the same. */
class StoppedImportTest {

  private static final String ROW = "2026-01-15T10:30:00,deposit,paypal,1.00\n";
  private static final String BAD_ROW = "2026-01-15T10:30:00,deposit,paypal,1.001\n";

  private final World world = World.withVersions();
  private ObjectVersion version;
  private InMemoryRedis beforeTheStop;

  /** A rejected row, then batches of accepted ones, which are set aside until the import stops. */
  @BeforeEach
  void beginAndStop() {
    String rows = ROW.repeat(Reading.RECORDS_BETWEEN_LOOKS * (SetAsideRange.RANGES_MAX + 5));
    version =
        world.put(("timestamp,type,payment_method,amount\n" + BAD_ROW + rows).getBytes(UTF_8));
    for (int batch = 0; batch < SetAsideRange.RANGES_MAX; batch++) {
      assertThat(world.run(version, batch, World.afterLooks(1)).outcome())
          .isEqualTo(Outcome.CONTINUED);
      beforeTheStop = world.redis.copy();
      setAsideOldest();
    }
    world.messages.drainImports();
    assertThat(world.redis.look(version.importId()).record().orElseThrow().stopped()).isTrue();
    assertThat(rejectedRows()).isEmpty();
  }

  private void setAsideOldest() {
    Tail tail = world.redis.tail(1);
    Application application =
        new Application(
            List.of(tail.batches().get(0).id()),
            tail.settled(),
            Totals.NONE,
            Map.of(),
            SetAsideReason.UNREADABLE);
    assertThat(world.redis.apply(application)).isInstanceOf(Applied.class);
  }

  private List<Rejects.Row> rejectedRows() {
    return world.composedRows(version).orElse(List.of());
  }

  @Test
  void nextRunComposesTheFile() {
    assertThat(world.run(version).outcome()).isEqualTo(Outcome.CLOSED);

    assertThat(rejectedRows()).extracting(Rejects.Row::line).containsExactly(2L);
  }

  @Test
  void runAfterTheCheckpointComposesTheFile() {
    world.dump();
    assertThat(world.ledgerEntry(version).end().reason()).isEqualTo(ImportRecord.SET_ASIDE_LIMIT);

    assertThat(world.run(version).outcome()).isEqualTo(Outcome.FINISHED);

    assertThat(rejectedRows()).extracting(Rejects.Row::line).containsExactly(2L);
  }

  /** The stop comes between a run's look and its push: the push is refused, and it looks again. */
  @Test
  void runThatIsUnderWayAtTheStopComposesTheFile() {
    InMemoryRedis stopped = world.redis.copy();
    world.redis.restoreTo(beforeTheStop);
    world.queue.setFault(
        step -> {
          if (step.equals("enqueue")) {
            world.redis.restoreTo(stopped);
          }
        });

    assertThat(world.run(version).outcome()).isEqualTo(Outcome.CLOSED);

    assertThat(rejectedRows()).extracting(Rejects.Row::line).containsExactly(2L);
  }

  /** Where it would end early and a twin was faster, the twin's file is the one that counts. */
  @Test
  void runThatComposesForAnEndThatDoesNotComeLeavesTheOtherFileAlone() {
    World other = World.withVersions();
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
        new ImportRun(other.ports, false, Hops.NONE, source, true, allowance).toTheEnd();

    assertThat(result.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(other.composedRows(source).orElseThrow()).hasSize(1);
  }

  @Test
  void composingAgainAndAgainMakesTheSameFile() {
    world.run(version);
    List<Rejects.Row> first = rejectedRows();
    world.run(version);
    world.dump();
    world.run(version);

    assertThat(rejectedRows()).isEqualTo(first).hasSize(1);
  }

  /** Its message is deleted by then; this is the one that the dumper sends. */
  @Test
  void requestAfterTheCheckpointComposesTheFileOfAnImportThatWasReadToItsEnd() {
    ObjectVersion read = stoppedBehindItsEnd();
    assertThat(world.composedRows(read)).isEmpty();

    world.dump();
    assertThat(world.run(read).outcome()).isEqualTo(Outcome.FINISHED);

    assertThat(world.composedRows(read).orElseThrow())
        .extracting(Rejects.Row::line)
        .containsExactly(2L);
  }

  @Test
  void requestBeforeTheCheckpointIsSettledComposesTheSameFile() {
    ObjectVersion read = stoppedBehindItsEnd();

    assertThat(world.run(read).outcome()).isEqualTo(Outcome.CLOSED);

    assertThat(world.composedRows(read).orElseThrow())
        .extracting(Rejects.Row::line)
        .containsExactly(2L);
  }

  private ObjectVersion stoppedBehindItsEnd() {
    world.dump();
    while (!world.redis.tail(1).batches().isEmpty()) {
      setAsideOldest();
    }
    String rows = ROW.repeat(Reading.RECORDS_BETWEEN_LOOKS * (SetAsideRange.RANGES_MAX + 5));
    ObjectVersion read =
        world.objects.put(
            World.BUCKET,
            "read.csv",
            ("timestamp,type,payment_method,amount\n" + BAD_ROW + rows).getBytes(UTF_8));
    Outcome outcome = Outcome.CONTINUED;
    for (int run = 0; outcome == Outcome.CONTINUED; run++) {
      outcome = world.run(read, run, World.afterLooks(1)).outcome();
    }
    assertThat(outcome).isEqualTo(Outcome.IMPORTED);
    assertThat(world.redis.look(read.importId()).record().orElseThrow().closed()).isTrue();
    for (int range = 0; range < SetAsideRange.RANGES_MAX; range++) {
      setAsideOldest();
    }
    world.messages.drainImports();
    assertThat(world.redis.look(read.importId()).record().orElseThrow().stopped()).isTrue();
    return read;
  }
}
