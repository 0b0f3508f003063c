package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.data.ExactTotals;
import daybook.importer.ImportResult.Outcome;
import daybook.testkit.Pause;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.RecordedMessages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImporterTest {

  private static final String HEADER = "timestamp,type,payment_method,amount,sleep_ms\n";
  private static final String ROW = "2026-01-15T10:30:00,deposit,paypal,1.00,0\n";
  private static final String BAD_ROW = "2026-01-15T10:30:00,deposit,paypal,1.001,0\n";

  /** Some forty batches, which take three stretches. */
  private static final int MANY_ROWS = 40_000;

  private World world = World.withVersions();

  private static byte[] csv(String... rows) {
    return (HEADER + String.join("", rows)).getBytes(UTF_8);
  }

  private static byte[] manyRows(int count) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (int i = 0; i < count; i++) {
      csv.append("2026-01-%02dT10:30:00,".formatted(1 + i % 28));
      csv.append(i % 3 == 0 ? "withdrawal" : "deposit").append(",m").append(i % 7).append(',');
      csv.append(i % 500 == 0 ? "x" : i + ".25").append(",0\n");
    }
    return csv.toString().getBytes(UTF_8);
  }

  /** Everything that was enqueued is applied and dumped, and history is exactly the file's sum. */
  private void assertHistoryIsExact(byte[]... files) throws IOException {
    world.applyAll();
    world.dump();
    List<ExactTotals> expected = new ArrayList<>();
    for (byte[] file : files) {
      expected.add(ExactTotals.of(new ByteArrayInputStream(file)));
    }
    assertThat(expected).hasSize(1);
    assertThat(world.history()).isEqualTo(expected.get(0).byDay());
  }

  @Test
  void batchesTileTheObject() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = world.put(file);

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(result.rows()).isEqualTo(MANY_ROWS);
    assertThat(result.position().rejectedRows()).isEqualTo(MANY_ROWS / 500);
    assertTiles(world.queue.enqueued(), file.length);
    assertHistoryIsExact(file);
    assertThat(world.ledgerEntry(version).end().accepted()).isEqualTo(result.position().accepted());
  }

  static void assertTiles(List<Batch> batches, long length) {
    long at = 0;
    for (Batch batch : batches) {
      assertThat(batch.id().from()).isEqualTo(at);
      at = batch.id().to();
      assertThat(batch.end().isEnd()).isEqualTo(batch == batches.get(batches.size() - 1));
    }
    assertThat(at).isEqualTo(length);
  }

  @Test
  void redeliveryBeforeTheCheckpointFindsTheImportClosed() {
    ObjectVersion version = world.put(csv(ROW));
    world.run(version);

    ImportResult again = world.run(version);

    assertThat(again.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(world.queue.enqueued()).hasSize(1);
  }

  @Test
  void redeliveryAfterTheCheckpointFindsTheLedgerEntry() {
    ObjectVersion version = world.put(csv(ROW));
    world.run(version);
    world.applyAll();
    world.dump();

    assertThat(world.run(version).outcome()).isEqualTo(Outcome.FINISHED);
    assertThat(world.queue.enqueued()).hasSize(1);
  }

  @Test
  void redeliveryAfterTheObjectWasDeletedIsQuiet() {
    ObjectVersion version = world.put(csv(ROW));
    world.run(version);
    world.applyAll();
    world.dump();
    world.objects.expire(version);

    assertThat(world.run(version).outcome()).isEqualTo(Outcome.FINISHED);
    assertThat(world.log).extracting(World.Logged::level).containsOnly(EventLog.Level.INFO);
  }

  @Test
  void secondVersionOfTheSameKeyCountsToo() throws IOException {
    byte[] file = manyRows(600);
    world.run(world.put(file));
    world.run(world.put(file));
    world.applyAll();
    world.dump();

    ExactTotals once = ExactTotals.of(new ByteArrayInputStream(file));
    assertThat(world.history().get("2026-01-02").get("deposits").get("m1"))
        .isEqualTo(
            once.byDay()
                .get("2026-01-02")
                .get("deposits")
                .get("m1")
                .add(once.byDay().get("2026-01-02").get("deposits").get("m1")));
  }

  @Test
  void metricsOfAllRunsTogetherAreTheFile() throws Exception {
    byte[] file = manyRows(3_000);
    ObjectVersion version = world.put(file);
    ImportResult result = world.run(version, 0, World.afterLooks(1));
    for (int hop = 1; result.outcome() == Outcome.CONTINUED; hop++) {
      result = world.run(version, hop, World.afterLooks(1));
    }
    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(world.metrics.value(Metric.ROWS_ACCEPTED)).isEqualTo(result.position().accepted());
    assertThat(world.metrics.value(Metric.ROWS_REJECTED)).isEqualTo(6);
    assertThat(world.metrics.value(Metric.BYTES_READ))
        .isBetween(file.length - 60L, file.length * 1L);
    assertThat(world.metrics.value(Metric.IMPORTS_READ)).isEqualTo(1);
  }

  @Test
  void timeThatIsOverAtAnyLookLeavesTheRestToAMessage() throws Exception {
    byte[] file = manyRows(3_000);
    for (int looks = 1; looks < 20; looks++) {
      world = World.withVersions();
      ObjectVersion version = world.put(file);

      ImportResult result = world.run(version, 3, World.afterLooks(looks));
      if (result.outcome() == Outcome.CONTINUED) {
        List<RecordedMessages.Sent> sent = world.messages.drainImports();
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).body()).contains("\"hop\":4").contains(World.KEY);
        ImportRequest request = ImportMessage.decode(sent.get(0).body()).requests().get(0);
        result = new Importer(world.ports, false).run(request, world.deadline());
      }

      assertThat(result.outcome()).as("after %d looks", looks).isEqualTo(Outcome.IMPORTED);
      assertTiles(world.queue.enqueued(), file.length);
      assertHistoryIsExact(file);
      assertThat(rejectedLines(version)).hasSize(6).contains(2L, 502L, 2502L);
    }
  }

  private List<Long> rejectedLines(ObjectVersion version) {
    return world.composedRows(version).orElseThrow().stream().map(row -> row.line()).toList();
  }

  @Test
  void everyInvocationOfOneLookStillGetsOn() throws Exception {
    byte[] file = manyRows(3_000);
    ObjectVersion version = world.put(file);
    int hops = 0;
    ImportResult result = world.run(version, hops, World.afterLooks(1));
    while (result.outcome() == Outcome.CONTINUED) {
      hops++;
      result = world.run(version, hops, World.afterLooks(1));
    }

    assertThat(hops).isGreaterThanOrEqualTo(3_000 / Reading.RECORDS_BETWEEN_LOOKS);
    assertTiles(world.queue.enqueued(), file.length);
    assertHistoryIsExact(file);
  }

  @Test
  void importThatDoesNotGetOnEndsItsChainOfMessages() {
    ObjectVersion version = world.put(manyRows(3_000));

    ImportResult result = world.run(version, Hops.COUNT_MAX, World.afterLooks(1));

    assertThat(result.outcome()).isEqualTo(Outcome.HOPS_EXHAUSTED);
    assertThat(world.messages.drainImports()).isEmpty();
    assertThat(world.events()).contains("hops_exhausted");
  }

  @Test
  void twinThatReadsAtTheSameTimeAddsNothing() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = world.put(file);
    boolean[] inTwin = {false};
    world.queue.setFault(
        step -> {
          if (step.equals("enqueue") && !inTwin[0]) {
            inTwin[0] = true;
            world.run(version);
            inTwin[0] = false;
          }
        });

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.CLOSED);
    assertTiles(world.queue.enqueued(), file.length);
    assertHistoryIsExact(file);
  }

  @Test
  void runThatIsOvertakenAgainAndAgainLeavesTheWorkToItsTwin() {
    ObjectVersion version = world.put(manyRows(MANY_ROWS));
    boolean[] inTwin = {false};
    world.queue.setFault(
        step -> {
          if (step.equals("enqueue") && !inTwin[0]) {
            inTwin[0] = true;
            world.run(version, 0, World.afterLooks(2));
            inTwin[0] = false;
          }
        });

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.CONTINUED);
    assertThat(world.messages.drainImports())
        .extracting(RecordedMessages.Sent::delay)
        .contains(Duration.ofSeconds(15));
  }

  @Test
  void emptiedRedisIsFilledAgainFromTheBeginning() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = world.put(file);
    int[] enqueues = {0};
    world.queue.setFault(
        step -> {
          if (step.equals("enqueue") && ++enqueues[0] == 2) {
            world.redis.flush();
          }
        });

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(world.events()).containsOnlyOnce("redis_forgot_import");
    assertHistoryIsExact(file);
    assertThat(world.ledgerEntry(version).end().rows()).isEqualTo(MANY_ROWS);
  }

  @Test
  void redisThatFellBackGoesOnFromItsCheckpoint() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = world.put(file);
    int[] enqueues = {0};
    world.queue.setFault(
        step -> {
          if (step.equals("enqueue")) {
            enqueues[0]++;
            if (enqueues[0] == 2) {
              world.applyAll();
              assertThat(world.dump()).isEqualTo(SettleOutcome.Kind.CONFIRMED);
            }
            if (enqueues[0] == 3) {
              world.redis.flush();
              assertThat(world.dump()).isEqualTo(SettleOutcome.Kind.RESTORED);
            }
          }
        });

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(enqueues[0]).isGreaterThan(3);
    assertHistoryIsExact(file);
  }

  @Test
  void checkpointSettledBetweenLedgerAndBeginSendsTheRunBackToLook() {
    ObjectVersion version = world.put(csv(ROW));
    List<String> steps = new ArrayList<>();
    world.queue.setFault(
        step -> {
          if (step.equals("begin") && !steps.contains("begin")) {
            world.dump();
          }
          steps.add(step);
        });

    assertThat(world.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(steps).containsExactly("look", "begin", "look", "begin", "enqueue");
  }

  @Test
  void fullQueueIsWaitedForAndWokenWhileItIsFull() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = world.put(file);
    fillQueue();
    int[] sleeps = {0};
    world.setWhileSleeping(
        () -> {
          if (++sleeps[0] == 10) {
            world.redis.flush();
            world.redis.begin(
                version.importId(),
                version,
                Instant.EPOCH,
                world.redis.look(version.importId()).settled());
          }
        });

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(world.events()).containsOnlyOnce("import_waits");
    assertThat(world.sleeps).hasSizeGreaterThanOrEqualTo(10);
    assertThat(world.sleeps).allMatch(sleep -> sleep.toMillis() <= Allowance.WAIT_MS_MAX);
    assertThat(world.messages.drainWakeUps()).hasSizeGreaterThan(3);
    assertHistoryIsExact(file);
  }

  /** Leaves no room in the queue. */
  private void fillQueue() {
    for (int i = 0; i < TransactionQueue.QUEUE_BATCHES_MAX; i++) {
      world.redis.push(new byte[] {'x'});
    }
  }

  @Test
  void queueThatStaysFullLeavesTheImportToAMessage() {
    ObjectVersion version = world.put(csv(ROW));
    fillQueue();

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.CONTINUED);
    assertThat(world.messages.drainImports()).hasSize(1);
    assertThat(world.queue.enqueued()).isEmpty();
    Duration slept = world.sleeps.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(slept.toMillis()).isEqualTo(World.INVOCATION_MS - Allowance.MARGIN_MS_MAX);
  }

  @Test
  void tooManyRunningImportsAreWaitedFor() {
    for (int i = 0; i < TransactionQueue.RUNNING_IMPORTS_MAX; i++) {
      ObjectVersion other = new ObjectVersion(World.BUCKET, "k" + i, "v", "e", Instant.EPOCH, 1);
      world.redis.begin(other.importId(), other, Instant.EPOCH, Settled.NONE);
    }
    ObjectVersion version = world.put(csv(ROW));
    int[] sleeps = {0};
    world.setWhileSleeping(
        () -> {
          if (++sleeps[0] == 5) {
            world.redis.flush();
          }
        });

    assertThat(world.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(sleeps[0]).isEqualTo(5);
    assertThat(world.messages.drainWakeUps()).isNotEmpty();
  }

  @Test
  void emptyObjectIsIgnored() {
    ObjectVersion version = world.put(new byte[0]);

    assertThat(world.run(version).outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(world.redis.look(version.importId()).record()).isEmpty();
  }

  @Test
  void objectThatIsGoneBeforeItBeganLeavesNothing() {
    ObjectVersion version = world.put(csv(ROW));
    world.objects.expire(version);

    assertThat(world.run(version).outcome()).isEqualTo(Outcome.GONE);
    assertThat(world.redis.look(version.importId()).record()).isEmpty();
    assertThat(world.log).extracting(World.Logged::level).contains(EventLog.Level.WARN);
  }

  @Test
  void objectThatIsGoneHalfWayEndsItsImportAtTheRowsEnqueued() {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = world.put(file);
    int[] enqueues = {0};
    world.queue.setFault(
        new FaultyQueue.Fault() {
          @Override
          public void before(String step) {}

          @Override
          public void after(String step) {
            if (step.equals("enqueue") && ++enqueues[0] == 1) {
              world.objects.expire(version);
            }
          }
        });

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(result.position().state()).isEqualTo(ImportState.INCOMPLETE);
    assertThat(result.position().reason()).isEqualTo(ImportRun.SOURCE_GONE);
    assertThat(result.position().rows()).isBetween(5_000L, MANY_ROWS - 1L).isEqualTo(result.rows());
    assertThat(world.events()).contains(ImportRun.SOURCE_GONE);
    world.applyAll();
    world.dump();
    ImportPosition end = world.ledgerEntry(version).end();
    assertThat(end.rows()).isEqualTo(result.rows());
    assertThat(rejectedLines(version)).hasSize((int) end.rejectedRows());
  }

  @Test
  void objectThatIsGoneBetweenTwoRunsEndsItsImport() {
    ObjectVersion version = world.put(manyRows(3_000));
    assertThat(world.run(version, 0, World.afterLooks(2)).outcome()).isEqualTo(Outcome.CONTINUED);
    long enqueued = world.redis.look(version.importId()).record().orElseThrow().enqueued().rows();
    world.objects.expire(version);

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(result.position().reason()).isEqualTo(ImportRun.SOURCE_GONE);
    assertThat(result.position().rows()).isEqualTo(enqueued).isPositive();
  }

  @Test
  void overwrittenObjectWithoutVersionsEndsItsImport() {
    world = new World(InMemoryObjects.withoutVersions());
    ObjectVersion version = world.put(manyRows(MANY_ROWS));
    int[] enqueues = {0};
    world.queue.setFault(
        step -> {
          if (step.equals("enqueue") && ++enqueues[0] == 2) {
            world.put(csv(ROW));
          }
        });

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(result.position().reason()).isEqualTo(ImportRun.SOURCE_GONE);
    assertThat(result.position().rows()).isBetween(10_000L, MANY_ROWS - 1L);
  }

  @Test
  void failingStoresAreOutlasted() throws IOException {
    byte[] file = manyRows(3_000);
    ObjectVersion version = world.put(file);
    world.rejects.failNext(2);
    int[] enqueues = {0};
    world.queue.setFault(
        new FaultyQueue.Fault() {
          @Override
          public void before(String step) {}

          @Override
          public void after(String step) {
            if (step.equals("enqueue") && ++enqueues[0] == 1) {
              throw new StoreException("Redis", "enqueue", "reply lost");
            }
          }
        });

    ImportResult result = world.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(world.events()).contains("store_failed");
    assertTiles(world.queue.enqueued(), file.length);
    assertHistoryIsExact(file);
  }

  @Test
  void storeThatKeepsFailingFailsTheRun() {
    ObjectVersion version = world.put(csv(ROW));
    world.queue.setFault(
        step -> {
          throw new StoreException("Redis", step, "down");
        });

    assertThatThrownBy(() -> world.run(version)).isInstanceOf(StoreException.class);
    assertThat(world.sleeps).hasSize(ImportRun.STORE_FAILURES_MAX);
    assertThat(world.messages.drainImports()).as("it must reach the dead letters").isEmpty();
  }

  @Test
  void wakeUpThatCannotBeSentIsNoFailure() {
    ObjectVersion version = world.put(csv(ROW));
    world.messages.failNext(1);

    assertThat(world.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(world.events()).contains("wake_up_failed");
  }

  @Test
  void rejectedRowsAreSafeBeforeTheirStretchAndTheFileBeforeTheEnd() {
    byte[] file = csv(ROW, BAD_ROW, ROW);
    ObjectVersion version = world.put(file);
    List<Integer> parts = new ArrayList<>();
    List<Boolean> composed = new ArrayList<>();
    world.queue.setFault(
        step -> {
          if (step.equals("enqueue")) {
            parts.add(world.rejects.partsPut(version.importId()));
            composed.add(world.composedRows(version).isPresent());
          }
        });

    world.run(version);

    assertThat(parts).containsExactly(1);
    assertThat(composed).containsExactly(true);
    assertThat(rejectedLines(version)).containsExactly(3L);
  }

  @Test
  void fileOfNothingButBadRowsMovesOnInBoundedStretches() {
    int count = 3 * Stretch.REJECTED_ROWS_MAX + 1;
    ObjectVersion version = world.put(csv(BAD_ROW.repeat(count)));

    ImportResult result = world.run(version);

    assertThat(result.position().rejectedRows()).isEqualTo(count);
    assertThat(world.queue.enqueued()).hasSize(4);
    assertThat(world.rejects.partsPut(version.importId())).isEqualTo(4);
    assertThat(rejectedLines(version)).hasSize(count);
  }

  @Test
  void fileOfNothingButBlankLinesMovesOn() {
    byte[] file = csv("\n".repeat(3 * Stretch.BATCH_INPUT_BYTES_MAX));
    ObjectVersion version = world.put(file);

    ImportResult result = world.run(version);

    assertThat(result.position().rows()).isZero();
    assertTiles(world.queue.enqueued(), file.length);
    assertThat(world.queue.enqueued()).hasSizeGreaterThan(2);
  }

  @Test
  void pacedRowsArePushedBeforeTheirPause() {
    String row = "2026-01-15T10:30:00,deposit,paypal,1.00,400\n";
    ObjectVersion version = world.put(csv(row.repeat(7)));
    List<Integer> queued = new ArrayList<>();
    world.setWhileSleeping(() -> queued.add(world.redis.queueLength()));

    ImportResult result = new Importer(world.ports, true).run(request(version), world.deadline());

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(world.sleeps).containsExactly(Duration.ofMillis(1_200), Duration.ofMillis(1_200));
    assertThat(queued).containsExactly(1, 2);
  }

  @Test
  void pauseThatOutlastsTheRunGoesIntoTheMessage() {
    String row = "2026-01-15T10:30:00,deposit,paypal,1.00,500000\n";
    ObjectVersion version = world.put(csv(row, row));

    ImportResult result = new Importer(world.ports, true).run(request(version), world.deadline());

    assertThat(result.outcome()).isEqualTo(Outcome.CONTINUED);
    assertThat(world.messages.drainImports())
        .extracting(RecordedMessages.Sent::delay)
        .containsExactly(Duration.ofSeconds(500 - 240));
  }

  @Test
  void interruptedRunEndsWithAMessage() {
    ObjectVersion version = world.put(csv(ROW));
    fillQueue();
    Thread.currentThread().interrupt();
    ImporterPorts ports =
        new ImporterPorts(
            world.objects,
            world.queue,
            world.mongoDb,
            world.rejects,
            world.messages,
            Pause::of,
            world.ports.clock(),
            world.ports.log(),
            (metric, value) -> {});

    ImportResult result = new Importer(ports, false).run(request(version), world.deadline());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.outcome()).isEqualTo(Outcome.CONTINUED);
  }

  @Test
  void everyEndIsInTheLogWithItsCounts() {
    ObjectVersion version = world.put(csv(ROW, BAD_ROW));

    world.run(version);

    World.Logged end = world.log.get(world.log.size() - 1);
    assertThat(end.event()).isEqualTo("import_run_ended");
    assertThat(end.facts().get("accepted")).isEqualTo(1L);
    assertThat(end.facts().get("rejected")).isEqualTo(1L);
    assertThat(end.facts().keySet())
        .containsAll(
            Set.of("import", "bucket", "key", "version", "hop", "outcome", "rows_per_second"));
  }

  private static ImportRequest request(ObjectVersion version) {
    return new ImportRequest(version.bucket(), version.key(), version.versionId(), 0);
  }
}
