package daybook.dumper;

import static daybook.testkit.contract.Imports.H;
import static daybook.testkit.contract.Imports.X;
import static daybook.testkit.contract.Imports.amounts;
import static daybook.testkit.contract.Imports.batch;
import static daybook.testkit.contract.Imports.last;
import static daybook.testkit.contract.Imports.row;
import static daybook.testkit.contract.Imports.totals;
import static daybook.testkit.contract.Imports.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.CutOff;
import daybook.core.DailyAggregate;
import daybook.core.Totals;
import daybook.core.port.Checkpoints;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.Tail;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.UnreadableBatchException;
import daybook.testkit.contract.Imports;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.QueueSteps;
import daybook.testkit.fake.RecordedMessages;
import daybook.testkit.fake.RecordedMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DumperTest {

  private final InMemoryRedis redis = new InMemoryRedis();
  private final InMemoryMongoDb mongo = new InMemoryMongoDb();
  private final RecordedMessages messages = new RecordedMessages();
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final List<String> events = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-22T00:00:00Z");
  private int snapshots;
  private final Dumper dumper = dumper(redis);

  private Dumper dumper(InMemoryRedis store) {
    return dumper(store, mongo);
  }

  private Dumper dumper(InMemoryRedis store, Checkpoints chain) {
    return new Dumper(
        store,
        chain,
        messages,
        new CutOff(Duration.ofDays(7)),
        () -> now,
        () -> "snapshot-" + ++snapshots,
        (level, event, facts) -> events.add(level + " " + event),
        metrics);
  }

  private ObjectVersion enqueued(int n, Batch... batches) {
    ObjectVersion source = version(n);
    QueueSteps.enqueue(redis, source, batches);
    return source;
  }

  private void apply() throws UnreadableBatchException {
    QueueSteps.applyAll(redis, mongo);
  }

  private SortedMap<String, Amount> history(AggregateKey key) {
    return amounts(
        mongo.range(key.view(), key.day(), key.day()).byKey().getOrDefault(key, new TreeMap<>()));
  }

  private boolean isHot(AggregateKey key) {
    return redis.read(List.of(key)).byKey().containsKey(key);
  }

  @Test
  void firstDumpOfAnEmptyPipelineBeginsTheChain() {
    assertThat(dumper.dump()).isEqualTo(Dumper.Result.DUMPED);
    assertThat(mongo.latest().orElseThrow().at()).isEqualTo(now.toEpochMilli());
    assertThat(dumper.dump()).isEqualTo(Dumper.Result.NOTHING);
  }

  @Test
  void dumpIsCompletedAlsoWhereNothingIsNewAndNotWhereItFails() {
    dumper.dump();
    dumper.dump();
    assertThat(metrics.value(Metric.DUMPS_COMPLETED)).isEqualTo(2);
    assertThat(metrics.value(Metric.AGGREGATES_WRITTEN)).isZero();

    redis.flush();
    assertThat(dumper.dump()).isEqualTo(Dumper.Result.RESTORED);
    assertThat(metrics.value(Metric.DUMPS_COMPLETED)).isEqualTo(3);
    assertThat(metrics.value(Metric.REDIS_RESTORES)).isEqualTo(1);
  }

  @Test
  void metricsCountWhatACheckpointDid() throws UnreadableBatchException {
    enqueued(1, last(version(1), 0, 10, row(X, "visa", "1.00"), row(H, "visa", "2.00")));
    apply();
    dumper.dump();
    assertThat(metrics.value(Metric.AGGREGATES_WRITTEN)).isEqualTo(4);
    assertThat(metrics.value(Metric.AGGREGATES_PURGED)).isEqualTo(2);
    assertThat(metrics.value(Metric.IMPORTS_FINISHED)).isEqualTo(1);
    assertThat(metrics.value(Metric.IMPORTS_INCOMPLETE)).isZero();
  }

  @Test
  void backlogIsTheAcceptedRowsThatAreNotApplied() throws UnreadableBatchException {
    Backlog backlog =
        new Backlog(
            redis::running, (level, event, facts) -> events.add(level + " " + event), metrics);
    enqueued(1, last(version(1), 0, 2, row(X, "visa", "1.00"), row(H, "visa", "2.00")));
    backlog.measure();
    assertThat(metrics.value(Metric.QUEUE_ROWS)).isEqualTo(2);
    assertThat(metrics.value(Metric.RUNNING_IMPORTS)).isEqualTo(1);

    apply();
    RecordedMetrics later = new RecordedMetrics();
    new Backlog(redis::running, (level, event, facts) -> {}, later).measure();
    assertThat(later.value(Metric.QUEUE_ROWS)).isZero();
    assertThat(later.value(Metric.RUNNING_IMPORTS)).isEqualTo(1);
  }

  @Test
  void backlogThatCannotBeReadIsLoggedAndNotReported() {
    new Backlog(
            () -> {
              throw new StoreException("Redis", "running", "down");
            },
            (level, event, facts) -> events.add(level + " " + event),
            metrics)
        .measure();
    assertThat(events).containsExactly("WARN backlog_not_measured");
    assertThat(metrics.reported()).isEmpty();
  }

  @Test
  void dumpWritesChangedDaysPurgesExpiredOnesAndFinishesImports() throws UnreadableBatchException {
    ObjectVersion source =
        enqueued(1, last(version(1), 0, 10, row(X, "visa", "1.00"), row(H, "visa", "2.00")));
    apply();

    assertThat(dumper.dump()).isEqualTo(Dumper.Result.DUMPED);
    assertThat(history(X)).isEqualTo(amounts("visa", "1.00"));
    assertThat(history(H)).isEqualTo(amounts("visa", "2.00"));
    assertThat(isHot(X)).isFalse();
    assertThat(isHot(H)).isTrue();
    assertThat(redis.look(source.importId()).record()).isEmpty();
    assertThat(mongo.find(source.importId()).orElseThrow().end().state())
        .isEqualTo(ImportState.COMPLETE);
    assertThat(events).containsExactly("INFO dumped", "INFO import_finished");
  }

  @Test
  void lateRowsOfSeveralDumpsAddUp() throws UnreadableBatchException {
    for (int n = 1; n <= 3; n++) {
      enqueued(n, last(version(n), 0, 10, row(X, "visa", "1.00")));
      apply();
      dumper.dump();
    }
    assertThat(history(X)).isEqualTo(amounts("visa", "3.00"));
  }

  @Test
  void stampGrowsAlthoughTheClockStepsBack() throws UnreadableBatchException {
    enqueued(1, last(version(1), 0, 10, row(H, "visa", "1.00")));
    apply();
    dumper.dump();
    long first = mongo.latest().orElseThrow().at();
    now = now.minusSeconds(3_600);
    enqueued(2, last(version(2), 0, 10, row(H, "visa", "1.00")));
    apply();
    dumper.dump();
    assertThat(mongo.latest().orElseThrow().at()).isEqualTo(first + 1);
    assertThat(history(H)).isEqualTo(amounts("visa", "2.00"));
  }

  @Test
  void firstStampPassesWhatHistoryAlreadyHolds() {
    long elsewhere = now.plusSeconds(60).toEpochMilli();
    mongo.redo(
        new Checkpoint(
            elsewhere, "x", List.of(new DailyAggregate(X, totals("visa", "1.00"))), List.of()));
    dumper.dump();
    assertThat(mongo.latest().orElseThrow().at()).isEqualTo(elsewhere + 1);
  }

  @Test
  void redisThatForgotEverythingGoesOnFromTheCheckpoint() throws UnreadableBatchException {
    ObjectVersion source =
        enqueued(
            1,
            batch(version(1), 0, 10, row(X, "visa", "1.00")),
            batch(version(1), 10, 20, row(X, "visa", "2.00")));
    apply();
    dumper.dump();
    redis.flush();

    assertThat(dumper.dump()).isEqualTo(Dumper.Result.RESTORED);
    assertThat(events).contains("WARN redis_restored");
    assertThat(messages.drainImports())
        .singleElement()
        .hasToString("Sent[body={\"reconcile\":true,\"whole\":true}, delay=PT0S]");
    assertThat(redis.look(source.importId()).record().orElseThrow().enqueued().offset())
        .isEqualTo(20);
    assertThat(history(X)).isEqualTo(amounts("visa", "3.00"));
  }

  @Test
  void checkpointOfADumperThatDiedIsCompletedByTheNext() throws UnreadableBatchException {
    enqueued(1, last(version(1), 0, 10, row(X, "visa", "1.00")));
    apply();
    Checkpoint left =
        new Checkpoint(
            now.toEpochMilli(),
            "snapshot-left",
            redis.snapshot("snapshot-left", Imports.CUT_OFF).totals(),
            redis.snapshot("snapshot-other", Imports.CUT_OFF).imports());
    assertThat(mongo.replace(0, left)).isTrue();

    assertThat(dumper.dump()).isEqualTo(Dumper.Result.DUMPED);
    assertThat(history(X)).isEqualTo(amounts("visa", "1.00"));
    assertThat(isHot(X)).isFalse();
    assertThat(mongo.find(version(1).importId())).isPresent();
  }

  @Test
  void documentOfACheckpointThatRedisKnowsIsNotRead() throws UnreadableBatchException {
    WatchedCheckpoints chain = new WatchedCheckpoints(mongo, () -> {});
    Dumper watched = dumper(redis, chain);
    enqueued(1, last(version(1), 0, 10, row(H, "visa", "1.00")));
    apply();

    assertThat(watched.dump()).isEqualTo(Dumper.Result.DUMPED);
    assertThat(watched.dump()).isEqualTo(Dumper.Result.NOTHING);
    assertThat(chain.documentsRead).isZero();

    redis.flush();
    assertThat(watched.dump()).isEqualTo(Dumper.Result.RESTORED);
    assertThat(chain.documentsRead).isEqualTo(1);
  }

  /** The stamp came from a majority, the document from a primary that was deposed before. */
  @Test
  void documentThatIsOlderThanItsStampIsNotGoneOnWith() throws UnreadableBatchException {
    enqueued(1, last(version(1), 0, 10, row(H, "visa", "1.00")));
    apply();
    dumper.dump();
    InMemoryMongoDb deposed = mongo.copy();
    InMemoryRedis fallenBack = redis.copy();
    enqueued(2, last(version(2), 0, 10, row(H, "visa", "4.00")));
    apply();
    dumper.dump();
    InMemoryMongoDb newest = mongo.copy();
    Dumper late = dumper(fallenBack, new WatchedCheckpoints(mongo, () -> mongo.restore(deposed)));

    assertThat(late.dump()).isEqualTo(Dumper.Result.HISTORY_OLDER);
    assertThat(fallenBack.look(version(1).importId()).settled().at()).isEqualTo(deposed.latestAt());
    assertThat(events).contains("WARN history_older_than_redis");

    mongo.restore(newest);
    assertThat(dumper(fallenBack).dump()).isEqualTo(Dumper.Result.RESTORED);
    assertThat(history(H)).isEqualTo(amounts("visa", "5.00"));
  }

  @Test
  void documentThatIsNewerThanItsStampIsGoneOnWith() throws UnreadableBatchException {
    dumper.dump();
    InMemoryRedis fallenBack = redis.copy();
    enqueued(1, last(version(1), 0, 10, row(H, "visa", "1.00")));
    apply();
    dumper.dump();
    enqueued(2, last(version(2), 0, 10, row(H, "visa", "4.00")));
    WatchedCheckpoints chain =
        new WatchedCheckpoints(
            mongo,
            () -> {
              try {
                apply();
              } catch (UnreadableBatchException e) {
                throw new IllegalStateException(e);
              }
              dumper.dump();
            });

    assertThat(dumper(fallenBack, chain).dump()).isEqualTo(Dumper.Result.RESTORED);
    assertThat(chain.documentsRead).isEqualTo(1);
    assertThat(fallenBack.look(version(1).importId()).settled().at()).isEqualTo(mongo.latestAt());
    assertThat(history(H)).isEqualTo(amounts("visa", "5.00"));
  }

  @Test
  void historyOlderThanRedisIsNeverWrittenToAndRaisesAnAlarmIfItStays()
      throws UnreadableBatchException {
    InMemoryMongoDb before = mongo.copy();
    enqueued(1, last(version(1), 0, 10, row(H, "visa", "1.00")));
    apply();
    dumper.dump();
    mongo.restore(before);
    events.clear();

    for (int i = 1; i < Dumper.STALE_READS_MAX; i++) {
      assertThat(dumper.dump()).isEqualTo(Dumper.Result.HISTORY_OLDER);
    }
    assertThat(events).doesNotContain("ERROR history_older_than_redis");
    dumper.dump();
    assertThat(events).contains("ERROR history_older_than_redis");
    assertThat(mongo.latest()).isEmpty();
  }

  /** I5: history never shows less than it did. */
  @Test
  void slowDumperWithAnOlderPictureLosesToTheNewerOne() throws UnreadableBatchException {
    enqueued(1, last(version(1), 0, 10, row(X, "visa", "1.00")));
    apply();
    InMemoryRedis asTheSlowOneSawIt = redis.copy();
    enqueued(2, last(version(2), 0, 10, row(X, "visa", "4.00")));
    apply();
    dumper.dump();

    dumper(asTheSlowOneSawIt).dump();
    assertThat(history(X)).isEqualTo(amounts("visa", "5.00"));
  }

  /** An import read to its end, of which so many ranges are set aside that it stops. */
  private ObjectVersion stopped(int n) {
    ObjectVersion source = version(n);
    int end = SetAsideRange.RANGES_MAX;
    redis.begin(source.importId(), source, Imports.BEGUN, redis.look(source.importId()).settled());
    for (int i = 0; i < end; i++) {
      redis.enqueue(source.importId(), List.of(batch(source, i, i + 1, row(H, "visa", "1.00"))));
    }
    redis.enqueue(source.importId(), List.of(last(source, end, end + 1, row(H, "visa", "1.00"))));
    for (int i = 0; i < end; i++) {
      Tail tail = redis.tail(1);
      List<BatchId> oldest = List.of(tail.batches().get(0).id());
      assertThat(
              redis.apply(
                  new Application(
                      oldest, tail.settled(), Totals.NONE, Map.of(), SetAsideReason.UNREADABLE)))
          .isInstanceOf(Applied.class);
    }
    return source;
  }

  private static String request(ObjectVersion source) {
    return ("Sent[body={\"continue\":{\"bucket\":\"%s\",\"key\":\"%s\","
            + "\"versionId\":\"%s\",\"hop\":0}}, delay=PT0S]")
        .formatted(source.bucket(), source.key().replace("\"", "\\\""), source.versionId());
  }

  @Test
  void importThatIsFinishedByAStopIsAskedForOnceMoreForItsRejectsFile() {
    ObjectVersion source = stopped(1);

    assertThat(dumper.dump()).isEqualTo(Dumper.Result.DUMPED);

    assertThat(mongo.find(source.importId()).orElseThrow().end().reason())
        .isEqualTo(ImportRecord.SET_ASIDE_LIMIT);
    assertThat(messages.drainImports()).singleElement().hasToString(request(source));
    dumper.dump();
    assertThat(messages.drainImports()).isEmpty();
  }

  @Test
  void dumperThatDiesBeforeItAskedForAStoppedImportLeavesThatToTheNext() {
    ObjectVersion source = stopped(1);
    messages.failNext(1);
    assertThatThrownBy(dumper::dump).isInstanceOf(StoreException.class);
    assertThat(mongo.find(source.importId())).isPresent();

    dumper(redis).dump();

    assertThat(messages.drainImports()).singleElement().hasToString(request(source));
    assertThat(redis.look(source.importId()).record()).isEmpty();
  }

  @Test
  void stoppedImportIsAskedForAgainAfterARestore() {
    ObjectVersion source = stopped(1);
    messages.failNext(1);
    assertThatThrownBy(dumper::dump).isInstanceOf(StoreException.class);
    redis.flush();

    assertThat(dumper.dump()).isEqualTo(Dumper.Result.RESTORED);

    assertThat(messages.drainImports())
        .extracting(RecordedMessages.Sent::toString)
        .containsExactly(
            request(source),
            request(source),
            "Sent[body={\"reconcile\":true,\"whole\":true}, delay=PT0S]");
  }
}
