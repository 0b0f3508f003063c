package daybook.importer;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.View;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.HotTotals;
import daybook.core.port.Rejects;
import daybook.core.port.Sleeper;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchSums;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.core.protocol.UnreadableBatchException;
import daybook.testkit.fake.InMemoryAttempts;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRecords;
import daybook.testkit.fake.InMemoryRedis;
import daybook.testkit.fake.InMemoryRejects;
import daybook.testkit.fake.InMemoryUserMappings;
import daybook.testkit.fake.RecordedMessages;
import daybook.testkit.fake.RecordedMetrics;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything around the importer, in memory: stores, queues, a clock that only sleeping moves, and
 * the least that an aggregator and a dumper do.
 */
final class ImporterHarness {

  /**
   * Blocks of half the usual length, so that files of a few dozen megabytes take several enqueues.
   */
  private static final ReadingOptions READING = new ReadingOptions(Pacing.NONE, 2, 1 << 20);

  static final String BUCKET = "uploads";
  static final String KEY = "2026/a b+c.csv";

  /** What a function may run for when nobody hurries it, in ms. */
  static final long INVOCATION_MS = 300_000;

  /** What the schedule asks for. */
  static final ReconcileRequest SCHEDULED = new ReconcileRequest(false, Optional.empty(), 0);

  /** What the dumper asks for when it has restored Redis. */
  static final ReconcileRequest WHOLE = new ReconcileRequest(true, Optional.empty(), 0);

  /** A line of the log. */
  record Logged(EventLog.Level level, String event, Map<String, ?> facts) {}

  final InMemoryObjects objects;
  final InMemoryRedis redis = new InMemoryRedis();
  final FaultyQueue queue = new FaultyQueue(redis);
  final InMemoryMongoDb mongoDb = new InMemoryMongoDb();
  final InMemoryRecords records = new InMemoryRecords(mongoDb);
  final InMemoryAttempts attempts = new InMemoryAttempts(mongoDb);
  final InMemoryUserMappings userMappings = new InMemoryUserMappings();
  final InMemoryRejects rejects = new InMemoryRejects();
  final RecordedMessages messages = new RecordedMessages();
  final RecordedMetrics metrics = new RecordedMetrics();
  final List<Logged> log = new ArrayList<>();
  final List<Duration> sleeps = new ArrayList<>();
  final ImporterPorts ports;

  private long nowMs = Instant.parse("2026-02-01T00:00:00Z").toEpochMilli();
  private int snapshots;
  private Runnable whileSleeping = () -> {};

  ImporterHarness(InMemoryObjects objects) {
    this.objects = objects;
    InstantSource clock = () -> Instant.ofEpochMilli(nowMs);
    Sleeper sleeper =
        time -> {
          sleeps.add(time);
          nowMs += time.toMillis();
          whileSleeping.run();
        };
    EventLog eventLog = (level, event, facts) -> log.add(new Logged(level, event, facts));
    Terms files = new MappedTerms(userMappings, mongoDb, AgreedDeployment.ALONE, eventLog);
    Terms terms = new RecordedTerms(files, records, records, true, clock);
    this.ports =
        new ImporterPorts(
            objects, queue, mongoDb, records, records, attempts, terms, rejects, messages, sleeper,
            clock, eventLog, metrics);
  }

  static ImporterHarness withVersions() {
    return new ImporterHarness(InMemoryObjects.withVersions());
  }

  /** The same with other objects in the bucket, or another way to read them. */
  ImporterPorts portsOver(SourceObjects others) {
    return new ImporterPorts(
        others,
        queue,
        mongoDb,
        records,
        records,
        attempts,
        ports.terms(),
        rejects,
        messages,
        ports.sleeper(),
        ports.clock(),
        ports.log(),
        metrics);
  }

  void setWhileSleeping(Runnable whileSleeping) {
    this.whileSleeping = whileSleeping;
  }

  Deadline deadline() {
    long endMs = nowMs + INVOCATION_MS;
    return () -> Math.max(0, endMs - nowMs);
  }

  /** Time that is over after so many looks at it. */
  static Deadline afterLooks(int looks) {
    int[] left = {looks};
    return () -> left[0]-- > 0 ? INVOCATION_MS : 0;
  }

  ObjectVersion put(byte[] content) {
    return objects.put(BUCKET, KEY, content);
  }

  ImportResult run(ObjectVersion version) {
    return run(version, 0, deadline());
  }

  ImportResult run(ObjectVersion version, int hop, Deadline deadline) {
    return new Importer(ports, READING)
        .run(
            new ImportRequest(version.bucket(), version.key(), version.versionId(), hop), deadline);
  }

  /** Runs what waits in the import queue, but not what that sends. */
  void runMessages() throws UnknownMessageException {
    for (RecordedMessages.Sent message : messages.drainImports()) {
      for (ImportRequest request : ImportMessage.decode(message.body()).requests()) {
        new Importer(ports, READING).run(request, deadline());
      }
    }
  }

  /** Applies every batch of the queue, one at a time. */
  void applyAll() {
    HotTotals.Tail tail = redis.tail(1);
    while (!tail.batches().isEmpty()) {
      Batch batch = tail.batches().get(0);
      Map<AggregateKey, Base> bases = Map.of();
      HotTotals.Outcome outcome = apply(batch, tail.settled(), bases);
      if (outcome instanceof HotTotals.BasesNeeded needed) {
        outcome = apply(batch, tail.settled(), mongoDb.bases(needed.keys(), tail.settled()));
      }
      if (outcome instanceof HotTotals.FallenBack) {
        dump();
      } else if (!(outcome instanceof HotTotals.Applied)) {
        throw new IllegalStateException("not applied: " + outcome);
      }
      tail = redis.tail(1);
    }
  }

  private HotTotals.Outcome apply(Batch batch, Settled settled, Map<AggregateKey, Base> bases) {
    BatchSums sums = new BatchSums();
    try {
      sums.add(batch);
    } catch (UnreadableBatchException e) {
      throw new IllegalStateException(e);
    }
    return redis.apply(
        new HotTotals.Application(List.of(batch.id()), settled, sums.sums(), bases, null));
  }

  /** Writes a checkpoint and settles it. */
  SettleOutcome.Kind dump() {
    LocalDate cutOff = LocalDate.of(2026, 1, 25);
    Snapshot snapshot = redis.snapshot("s" + snapshots++, cutOff);
    Checkpoint latest = mongoDb.latest().orElse(null);
    long latestAt = latest == null ? 0 : latest.at();
    if (latestAt == snapshot.settled().at() && !snapshot.noted()) {
      return SettleOutcome.Kind.KNOWN;
    }
    if (latestAt == snapshot.settled().at()) {
      long at = Math.max(nowMs, Math.max(latestAt, mongoDb.newestLastUpdated()) + 1);
      latest = new Checkpoint(at, snapshot.id(), snapshot.totals(), snapshot.imports());
      if (!mongoDb.replace(latestAt, latest)) {
        throw new IllegalStateException("somebody else dumps");
      }
    }
    mongoDb.redo(latest);
    return redis.settle(latest, mongoDb.verify(latest).orElseThrow(), cutOff).kind();
  }

  /** The whole history, in the form of the golden cases. */
  SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> history() {
    SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> days = new TreeMap<>();
    mongoDb
        .range(View.TOTALS, AggregateKey.DAY_MIN, AggregateKey.DAY_MAX)
        .forEach(
            (key, totals) -> {
              SortedMap<String, BigDecimal> group = new TreeMap<>();
              for (Map.Entry<String, Sum> total : totals.entrySet()) {
                group.put(total.getKey(), total.getValue().amount().toBigDecimal());
              }
              days.computeIfAbsent(key.day().toString(), day -> new TreeMap<>())
                  .put(key.type().group(), group);
            });
    return days;
  }

  LedgerEntry ledgerEntry(ObjectVersion version) {
    return mongoDb.find(version.importId()).orElseThrow();
  }

  /** The rejects file of an import as it has ended, or as it stands to end. */
  Optional<List<Rejects.Row>> composedRows(ObjectVersion version) {
    return rejects.composedRows(version.importId(), mapping(version), end(version));
  }

  /** The same as text. */
  Optional<String> composedFile(ObjectVersion version) {
    return rejects.composedFile(version.importId(), mapping(version), end(version));
  }

  private Optional<MappingRef> mapping(ObjectVersion version) {
    ImportTerms terms =
        mongoDb
            .find(version.importId())
            .map(LedgerEntry::terms)
            .or(() -> redis.look(version.importId()).record().map(ImportRecord::terms))
            .orElse(ImportTerms.NONE);
    return terms.mapping();
  }

  private ImportPosition end(ObjectVersion version) {
    return mongoDb
        .find(version.importId())
        .map(LedgerEntry::end)
        .or(
            () ->
                redis
                    .look(version.importId())
                    .record()
                    .filter(ImportRecord::stopped)
                    .map(record -> record.applied().ending(ImportState.INCOMPLETE, "stopped")))
        .orElse(ImportPosition.START.ending(ImportState.COMPLETE, null));
  }

  List<String> events() {
    return log.stream().map(Logged::event).toList();
  }
}
