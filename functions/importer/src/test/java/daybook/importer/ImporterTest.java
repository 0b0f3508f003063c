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
import daybook.reading.OpenObject;
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

  /** Some twenty batches, which take three stretches. */
  private static final int MANY_ROWS = 240_000;

  private ImporterHarness harness = ImporterHarness.withVersions();

  private static byte[] csv(String... rows) {
    return (HEADER + String.join("", rows)).getBytes(UTF_8);
  }

  /** Long rows, for a batch ends by bytes of the file: with a column that nobody reads. */
  private static byte[] manyRows(int count) {
    StringBuilder csv = new StringBuilder(HEADER.replace("\n", ",note\n"));
    String note = ",0," + "n".repeat(150) + "\n";
    for (int i = 0; i < count; i++) {
      csv.append("2026-01-%02dT10:30:00,".formatted(1 + i % 28));
      csv.append(i % 3 == 0 ? "withdrawal" : "deposit").append(",m").append(i % 7).append(',');
      csv.append(i % 500 == 0 ? "x" : i + ".25").append(note);
    }
    return csv.toString().getBytes(UTF_8);
  }

  /** Everything that was enqueued is applied and dumped, and history is exactly the file's sum. */
  private void assertHistoryIsExact(byte[]... files) throws IOException {
    harness.applyAll();
    harness.dump();
    List<ExactTotals> expected = new ArrayList<>();
    for (byte[] file : files) {
      expected.add(ExactTotals.of(new ByteArrayInputStream(file)));
    }
    assertThat(expected).hasSize(1);
    assertThat(harness.history()).isEqualTo(expected.get(0).byDay());
  }

  @Test
  void batchesTileTheObject() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = harness.put(file);

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(result.rows()).isEqualTo(MANY_ROWS);
    assertThat(result.position().rejectedRows()).isEqualTo(MANY_ROWS / 500);
    assertTiles(harness.queue.enqueued(), file.length);
    assertHistoryIsExact(file);
    assertThat(harness.ledgerEntry(version).end().accepted())
        .isEqualTo(result.position().accepted());
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
    ObjectVersion version = harness.put(csv(ROW));
    harness.run(version);

    ImportResult again = harness.run(version);

    assertThat(again.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(harness.queue.enqueued()).hasSize(1);
  }

  @Test
  void redeliveryAfterTheCheckpointFindsTheLedgerEntry() {
    ObjectVersion version = harness.put(csv(ROW));
    harness.run(version);
    harness.applyAll();
    harness.dump();

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.FINISHED);
    assertThat(harness.queue.enqueued()).hasSize(1);
  }

  @Test
  void redeliveryAfterTheObjectWasDeletedIsQuiet() {
    ObjectVersion version = harness.put(csv(ROW));
    harness.run(version);
    harness.applyAll();
    harness.dump();
    harness.objects.expire(version);

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.FINISHED);
    assertThat(harness.log)
        .extracting(ImporterHarness.Logged::level)
        .containsOnly(EventLog.Level.INFO);
  }

  @Test
  void secondVersionOfTheSameKeyCountsToo() throws IOException {
    byte[] file = manyRows(600);
    harness.run(harness.put(file));
    harness.run(harness.put(file));
    harness.applyAll();
    harness.dump();

    ExactTotals once = ExactTotals.of(new ByteArrayInputStream(file));
    assertThat(harness.history().get("2026-01-02").get("deposits").get("m1"))
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
    ObjectVersion version = harness.put(file);
    ImportResult result = harness.run(version, 0, ImporterHarness.afterLooks(1));
    for (int hop = 1; result.outcome() == Outcome.CONTINUED; hop++) {
      result = harness.run(version, hop, ImporterHarness.afterLooks(1));
    }
    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(harness.metrics.value(Metric.ROWS_ACCEPTED)).isEqualTo(result.position().accepted());
    assertThat(harness.metrics.value(Metric.ROWS_REJECTED)).isEqualTo(6);
    assertThat(harness.metrics.value(Metric.BYTES_READ))
        .isBetween(file.length - 60L, file.length * 1L);
    assertThat(harness.metrics.value(Metric.IMPORTS_READ)).isEqualTo(1);
  }

  @Test
  void timeThatIsOverAtAnyLookLeavesTheRestToAMessage() throws Exception {
    byte[] file = manyRows(3_000);
    for (int looks = 1; looks < 20; looks++) {
      harness = ImporterHarness.withVersions();
      ObjectVersion version = harness.put(file);

      ImportResult result = harness.run(version, 3, ImporterHarness.afterLooks(looks));
      if (result.outcome() == Outcome.CONTINUED) {
        List<RecordedMessages.Sent> sent = harness.messages.drainImports();
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).body()).contains("\"hop\":4").contains(ImporterHarness.KEY);
        ImportRequest request = ImportMessage.decode(sent.get(0).body()).requests().get(0);
        result = new Importer(harness.ports, Pacing.NONE).run(request, harness.deadline());
      }

      assertThat(result.outcome()).as("after %d looks", looks).isEqualTo(Outcome.IMPORTED);
      assertTiles(harness.queue.enqueued(), file.length);
      assertHistoryIsExact(file);
      assertThat(rejectedLines(version)).hasSize(6).contains(2L, 502L, 2502L);
    }
  }

  private List<Long> rejectedLines(ObjectVersion version) {
    return harness.composedRows(version).orElseThrow().stream().map(row -> row.line()).toList();
  }

  @Test
  void everyInvocationOfOneLookStillGetsOn() throws Exception {
    byte[] file = manyRows(3_000);
    ObjectVersion version = harness.put(file);
    int hops = 0;
    ImportResult result = harness.run(version, hops, ImporterHarness.afterLooks(1));
    while (result.outcome() == Outcome.CONTINUED) {
      hops++;
      result = harness.run(version, hops, ImporterHarness.afterLooks(1));
    }

    assertThat(hops).isGreaterThanOrEqualTo(file.length / OpenObject.READ_BYTES_MAX);
    assertTiles(harness.queue.enqueued(), file.length);
    assertHistoryIsExact(file);
  }

  @Test
  void importThatDoesNotGetOnEndsItsChainOfMessages() {
    ObjectVersion version = harness.put(manyRows(3_000));

    ImportResult result = harness.run(version, Hops.COUNT_MAX, ImporterHarness.afterLooks(1));

    assertThat(result.outcome()).isEqualTo(Outcome.HOPS_EXHAUSTED);
    assertThat(harness.messages.drainImports()).isEmpty();
    assertThat(harness.events()).contains("hops_exhausted");
  }

  @Test
  void twinThatReadsAtTheSameTimeAddsNothing() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = harness.put(file);
    boolean[] inTwin = {false};
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue") && !inTwin[0]) {
            inTwin[0] = true;
            harness.run(version);
            inTwin[0] = false;
          }
        });

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.CLOSED);
    assertTiles(harness.queue.enqueued(), file.length);
    assertHistoryIsExact(file);
  }

  @Test
  void runThatIsOvertakenAgainAndAgainLeavesTheWorkToItsTwin() {
    ObjectVersion version = harness.put(manyRows(MANY_ROWS));
    boolean[] inTwin = {false};
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue") && !inTwin[0]) {
            inTwin[0] = true;
            harness.run(version, 0, ImporterHarness.afterLooks(2));
            inTwin[0] = false;
          }
        });

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.CONTINUED);
    assertThat(harness.messages.drainImports())
        .extracting(RecordedMessages.Sent::delay)
        .contains(Duration.ofSeconds(15));
  }

  @Test
  void emptiedRedisIsFilledAgainFromTheBeginning() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = harness.put(file);
    int[] enqueues = {0};
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue") && ++enqueues[0] == 2) {
            harness.redis.flush();
          }
        });

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(harness.events()).containsOnlyOnce("redis_forgot_import");
    assertHistoryIsExact(file);
    assertThat(harness.ledgerEntry(version).end().rows()).isEqualTo(MANY_ROWS);
  }

  @Test
  void redisThatFellBackGoesOnFromItsCheckpoint() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = harness.put(file);
    int[] enqueues = {0};
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue")) {
            enqueues[0]++;
            if (enqueues[0] == 2) {
              harness.applyAll();
              assertThat(harness.dump()).isEqualTo(SettleOutcome.Kind.CONFIRMED);
            }
            if (enqueues[0] == 3) {
              harness.redis.flush();
              assertThat(harness.dump()).isEqualTo(SettleOutcome.Kind.RESTORED);
            }
          }
        });

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(enqueues[0]).isGreaterThan(3);
    assertHistoryIsExact(file);
  }

  @Test
  void checkpointSettledBetweenLedgerAndBeginSendsTheRunBackToLook() {
    ObjectVersion version = harness.put(csv(ROW));
    List<String> steps = new ArrayList<>();
    harness.queue.setFault(
        step -> {
          if (step.equals("begin") && !steps.contains("begin")) {
            harness.dump();
          }
          steps.add(step);
        });

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(steps)
        .containsExactly("look", "running", "begin", "look", "running", "begin", "look", "enqueue");
  }

  @Test
  void fullQueueIsWaitedForAndWokenWhileItIsFull() throws IOException {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = harness.put(file);
    fillQueue();
    int[] sleeps = {0};
    harness.setWhileSleeping(
        () -> {
          if (++sleeps[0] == 10) {
            harness.redis.flush();
            harness.redis.begin(
                version.importId(),
                version,
                Instant.EPOCH,
                harness.redis.look(version.importId()).settled());
          }
        });

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(harness.events()).containsOnlyOnce("import_waits");
    assertThat(harness.sleeps).hasSizeGreaterThanOrEqualTo(10);
    assertThat(harness.sleeps).allMatch(sleep -> sleep.toMillis() <= Allowance.WAIT_MS_MAX);
    assertThat(harness.messages.drainWakeUps()).hasSizeGreaterThan(3);
    assertHistoryIsExact(file);
  }

  /** Leaves no room in the queue. */
  private void fillQueue() {
    for (int i = 0; i < TransactionQueue.QUEUE_BATCHES_MAX; i++) {
      harness.redis.push(new byte[] {'x'});
    }
  }

  @Test
  void queueThatStaysFullLeavesTheImportToAMessage() {
    ObjectVersion version = harness.put(csv(ROW));
    fillQueue();

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.CONTINUED);
    assertThat(harness.messages.drainImports()).hasSize(1);
    assertThat(harness.queue.enqueued()).isEmpty();
    Duration slept = harness.sleeps.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(slept.toMillis()).isEqualTo(ImporterHarness.INVOCATION_MS - Allowance.MARGIN_MS_MAX);
  }

  @Test
  void tooManyRunningImportsAreWaitedFor() {
    for (int i = 0; i < TransactionQueue.RUNNING_IMPORTS_MAX; i++) {
      ObjectVersion other =
          new ObjectVersion(ImporterHarness.BUCKET, "k" + i, "v", "e", Instant.EPOCH, 1);
      harness.redis.begin(other.importId(), other, Instant.EPOCH, Settled.NONE);
    }
    ObjectVersion version = harness.put(csv(ROW));
    int[] sleeps = {0};
    harness.setWhileSleeping(
        () -> {
          if (++sleeps[0] == 5) {
            harness.redis.flush();
          }
        });

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(sleeps[0]).isEqualTo(5);
    assertThat(harness.messages.drainWakeUps()).isNotEmpty();
  }

  @Test
  void emptyObjectIsIgnored() {
    ObjectVersion version = harness.put(new byte[0]);

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(harness.redis.look(version.importId()).record()).isEmpty();
  }

  @Test
  void objectThatIsGoneBeforeItBeganLeavesNothing() {
    ObjectVersion version = harness.put(csv(ROW));
    harness.objects.expire(version);

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.GONE);
    assertThat(harness.redis.look(version.importId()).record()).isEmpty();
    assertThat(harness.log).extracting(ImporterHarness.Logged::level).contains(EventLog.Level.WARN);
  }

  @Test
  void objectThatIsGoneHalfWayEndsItsImportAtTheRowsEnqueued() {
    byte[] file = manyRows(MANY_ROWS);
    ObjectVersion version = harness.put(file);
    harness.queue.setFault(
        FaultyQueue.Fault.afterFirst("enqueue", () -> harness.objects.expire(version)));

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(result.position().state()).isEqualTo(ImportState.INCOMPLETE);
    assertThat(result.position().reason()).isEqualTo(ImportRun.SOURCE_GONE);
    assertThat(result.position().rows()).isBetween(5_000L, MANY_ROWS - 1L).isEqualTo(result.rows());
    assertThat(harness.events()).contains(ImportRun.SOURCE_GONE);
    harness.applyAll();
    harness.dump();
    ImportPosition end = harness.ledgerEntry(version).end();
    assertThat(end.rows()).isEqualTo(result.rows());
    assertThat(rejectedLines(version)).hasSize((int) end.rejectedRows());
  }

  @Test
  void objectThatIsGoneBetweenTwoRunsEndsItsImport() {
    ObjectVersion version = harness.put(manyRows(3_000));
    assertThat(harness.run(version, 0, ImporterHarness.afterLooks(2)).outcome())
        .isEqualTo(Outcome.CONTINUED);
    long enqueued = harness.redis.look(version.importId()).record().orElseThrow().enqueued().rows();
    harness.objects.expire(version);

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(result.position().reason()).isEqualTo(ImportRun.SOURCE_GONE);
    assertThat(result.position().rows()).isEqualTo(enqueued).isPositive();
  }

  @Test
  void overwrittenObjectWithoutVersionsEndsItsImport() {
    harness = new ImporterHarness(InMemoryObjects.withoutVersions());
    ObjectVersion version = harness.put(manyRows(MANY_ROWS));
    int[] enqueues = {0};
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue") && ++enqueues[0] == 2) {
            harness.put(csv(ROW));
          }
        });

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(result.position().reason()).isEqualTo(ImportRun.SOURCE_GONE);
    assertThat(result.position().rows()).isBetween(10_000L, MANY_ROWS - 1L);
  }

  @Test
  void failingStoresAreOutlasted() throws IOException {
    byte[] file = manyRows(3_000);
    ObjectVersion version = harness.put(file);
    harness.rejects.failNext(2);
    harness.queue.setFault(
        FaultyQueue.Fault.afterFirst(
            "enqueue",
            () -> {
              throw new StoreException("Redis", "enqueue", "reply lost");
            }));

    ImportResult result = harness.run(version);

    assertThat(result.outcome()).isEqualTo(Outcome.CLOSED);
    assertThat(harness.events()).contains("store_failed");
    assertTiles(harness.queue.enqueued(), file.length);
    assertHistoryIsExact(file);
  }

  @Test
  void storeThatKeepsFailingFailsTheRun() {
    ObjectVersion version = harness.put(csv(ROW));
    harness.queue.setFault(
        step -> {
          throw new StoreException("Redis", step, "down");
        });

    assertThatThrownBy(() -> harness.run(version)).isInstanceOf(StoreException.class);
    assertThat(harness.sleeps).hasSize(ImportRun.STORE_FAILURES_MAX);
    assertThat(harness.messages.drainImports()).as("it must reach the dead letters").isEmpty();
  }

  @Test
  void wakeUpThatCannotBeSentIsNoFailure() {
    ObjectVersion version = harness.put(csv(ROW));
    harness.messages.failNext(1);

    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(harness.events()).contains("wake_up_failed");
  }

  @Test
  void rejectedRowsAreSafeBeforeTheirStretchAndTheFileBeforeTheEnd() {
    byte[] file = csv(ROW, BAD_ROW, ROW);
    ObjectVersion version = harness.put(file);
    List<Integer> parts = new ArrayList<>();
    List<Boolean> composed = new ArrayList<>();
    harness.queue.setFault(
        step -> {
          if (step.equals("enqueue")) {
            parts.add(harness.rejects.partsPut(version.importId()));
            composed.add(harness.composedRows(version).isPresent());
          }
        });

    harness.run(version);

    assertThat(parts).containsExactly(1);
    assertThat(composed).containsExactly(true);
    assertThat(rejectedLines(version)).containsExactly(3L);
  }

  @Test
  void fileOfNothingButBadRowsMovesOnInBoundedStretches() {
    int count = 3 * Stretch.REJECTED_ROWS_MIN + 1;
    ObjectVersion version = harness.put(csv(BAD_ROW.repeat(count)));

    ImportResult result = harness.run(version);

    assertThat(result.position().rejectedRows()).isEqualTo(count);
    assertThat(harness.queue.enqueued()).hasSize(4);
    assertThat(harness.rejects.partsPut(version.importId())).isEqualTo(4);
    assertThat(rejectedLines(version)).hasSize(count);
  }

  @Test
  void fileOfNothingButBlankLinesMovesOn() {
    byte[] file = csv("\n".repeat(3 * Batch.INPUT_BYTES_MAX));
    ObjectVersion version = harness.put(file);

    ImportResult result = harness.run(version);

    assertThat(result.position().rows()).isZero();
    assertTiles(harness.queue.enqueued(), file.length);
    assertThat(harness.queue.enqueued()).hasSizeGreaterThan(2);
  }

  @Test
  void pacedRowsArePushedBeforeTheirPause() {
    String row = "2026-01-15T10:30:00,deposit,paypal,1.00,400\n";
    ObjectVersion version = harness.put(csv(row.repeat(7)));
    List<Integer> queued = new ArrayList<>();
    harness.setWhileSleeping(() -> queued.add(harness.redis.queueLength()));

    ImportResult result =
        new Importer(harness.ports, Pacing.FILE).run(request(version), harness.deadline());

    assertThat(result.outcome()).isEqualTo(Outcome.IMPORTED);
    assertThat(harness.sleeps).containsExactly(Duration.ofMillis(1_200), Duration.ofMillis(1_200));
    assertThat(queued).containsExactly(1, 2);
  }

  @Test
  void pauseThatOutlastsTheRunGoesIntoTheMessage() {
    String row = "2026-01-15T10:30:00,deposit,paypal,1.00,500000\n";
    ObjectVersion version = harness.put(csv(row, row));

    ImportResult result =
        new Importer(harness.ports, Pacing.FILE).run(request(version), harness.deadline());

    assertThat(result.outcome()).isEqualTo(Outcome.CONTINUED);
    assertThat(harness.messages.drainImports())
        .extracting(RecordedMessages.Sent::delay)
        .containsExactly(Duration.ofSeconds(500 - 240));
  }

  @Test
  void interruptedRunEndsWithAMessage() {
    ObjectVersion version = harness.put(csv(ROW));
    fillQueue();
    Thread.currentThread().interrupt();
    ImporterPorts ports =
        new ImporterPorts(
            harness.objects,
            harness.queue,
            harness.mongoDb,
            harness.records,
            harness.records,
            harness.attempts,
            harness.rejects,
            harness.messages,
            Pause::of,
            harness.ports.clock(),
            harness.ports.log(),
            (metric, value) -> {});

    ImportResult result =
        new Importer(ports, Pacing.NONE).run(request(version), harness.deadline());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.outcome()).isEqualTo(Outcome.CONTINUED);
  }

  @Test
  void everyEndIsInTheLogWithItsCounts() {
    ObjectVersion version = harness.put(csv(ROW, BAD_ROW));

    harness.run(version);

    ImporterHarness.Logged end = harness.log.get(harness.log.size() - 1);
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
