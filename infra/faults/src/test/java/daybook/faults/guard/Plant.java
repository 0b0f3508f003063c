package daybook.faults.guard;

import daybook.aggregator.Aggregator;
import daybook.core.AggregateKey;
import daybook.core.CutOff;
import daybook.core.View;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.core.protocol.ObjectVersion;
import daybook.core.settings.Variables;
import daybook.dumper.Dumper;
import daybook.embedded.EmbeddedRedis;
import daybook.importer.ImportRequest;
import daybook.importer.ImportResult;
import daybook.importer.Importer;
import daybook.importer.ImporterHandler;
import daybook.importer.ImporterParts;
import daybook.importer.ImporterPorts;
import daybook.importer.Pacing;
import daybook.importer.Reconciler;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.redis.RedisSettings;
import daybook.redis.RedisSnapshots;
import daybook.redis.RedisTransactionQueue;
import daybook.runtime.TestHost;
import daybook.testkit.Pause;
import daybook.testkit.fake.InMemoryAttempts;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryObjects;
import daybook.testkit.fake.InMemoryRecords;
import daybook.testkit.fake.InMemoryRejects;
import daybook.testkit.fake.RecordedMessages;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import redis.clients.jedis.RedisClient;

/** The real functions over a real Redis of a test's own; everything else is in memory. */
final class Plant implements AutoCloseable {

  static final String BUCKET = "uploads";

  /** What one invocation may take: longer than any test, so that no slow machine ends one. */
  static final Duration INVOCATION = Duration.ofMinutes(15);

  final EmbeddedRedis redis;
  final RedisClient raw;
  final RedisConnection connection;
  final RedisTransactionQueue queue;
  final RedisHotTotals totals;
  final InMemoryMongoDb mongoDb = new InMemoryMongoDb();
  final InMemoryObjects objects = InMemoryObjects.withVersions();
  final InMemoryRejects rejects = new InMemoryRejects();
  final RecordedMessages messages = new RecordedMessages();
  final Queue<String> events = new ConcurrentLinkedQueue<>();
  final EventLog log = (level, event, facts) -> events.add(level + " " + event + " " + facts);
  final Importer importer;
  final ImporterPorts importerPorts;
  final Aggregator aggregator;
  final Dumper dumper;

  Plant(Path directory, String... redisLines) {
    EmbeddedRedis.Builder builder = EmbeddedRedis.builder(directory);
    List.of(redisLines).forEach(builder::line);
    redis = builder.start();
    raw = RedisClient.create(redis.host(), redis.port());
    connection =
        new RedisConnection(
            RedisSettings.from(
                new Variables(
                    Map.of(
                        "REDIS_HOST", redis.host(),
                        "REDIS_PORT", Integer.toString(redis.port()),
                        "REDIS_KEY_PREFIX", "{daybook}:"))),
            log);
    queue = new RedisTransactionQueue(connection);
    totals = new RedisHotTotals(connection);
    importerPorts =
        new ImporterPorts(
            objects,
            queue,
            mongoDb,
            new InMemoryRecords(mongoDb),
            new InMemoryRecords(mongoDb),
            new InMemoryAttempts(mongoDb),
            rejects,
            messages,
            Pause::of,
            InstantSource.system(),
            log,
            (metric, value) -> {});
    importer = new Importer(importerPorts, Pacing.NONE);
    aggregator =
        new Aggregator(
            totals,
            mongoDb,
            messages,
            Pause::of,
            InstantSource.system(),
            log,
            (metric, value) -> {});
    dumper =
        new Dumper(
            new RedisSnapshots(connection),
            mongoDb,
            messages,
            new CutOff(Duration.ofDays(7)),
            InstantSource.system(),
            () -> UUID.randomUUID().toString(),
            log,
            (metric, value) -> {});
  }

  /** Milliseconds that are left of an invocation that begins now. */
  static daybook.core.port.Deadline deadline() {
    long end = System.nanoTime() + INVOCATION.toNanos();
    return () -> Math.max(0, (end - System.nanoTime()) / 1_000_000);
  }

  ObjectVersion put(String key, byte[] content) {
    return objects.put(BUCKET, key, content);
  }

  ImportResult run(ObjectVersion version) {
    return importer.run(
        new ImportRequest(version.bucket(), version.key(), version.versionId(), 0), deadline());
  }

  /** One invocation of the aggregator and one of the dumper; a failed one is tried again later. */
  void aggregateAndDump() throws InterruptedException {
    try {
      aggregator.drain(deadline());
      dumper.dump();
    } catch (StoreException e) {
      log.log(EventLog.Level.ERROR, e.event(), Map.of("cause", String.valueOf(e.getMessage())));
    }
  }

  boolean isFinished(ObjectVersion version) {
    return mongoDb.find(version.importId()).isPresent();
  }

  boolean hasEvent(String name) {
    return events.stream().anyMatch(event -> event.contains(" " + name + " "));
  }

  /** The whole history as the oracle writes it. */
  SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> history() {
    SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> days = new TreeMap<>();
    mongoDb
        .range(View.TOTALS, AggregateKey.DAY_MIN, AggregateKey.DAY_MAX)
        .forEach(
            (key, amounts) -> {
              SortedMap<String, BigDecimal> group = new TreeMap<>();
              amounts.forEach((method, sum) -> group.put(method, sum.amount().toBigDecimal()));
              days.computeIfAbsent(key.day().toString(), day -> new TreeMap<>())
                  .put(key.type().group(), group);
            });
    return days;
  }

  @Override
  public void close() {
    connection.close();
    raw.close();
    redis.close();
  }

  /** The importer as Lambda calls it. */
  ImporterHandler importerHandler() {
    return new ImporterHandler(
        new ImporterParts(
            TestHost.silent(Metric.Source.IMPORTER, log),
            importer,
            new Reconciler(importerPorts, BUCKET)));
  }
}
