package daybook.faults.forms;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.port.EventLog;
import daybook.core.protocol.UnreadableBatchException;
import daybook.core.settings.Variables;
import daybook.embedded.EmbeddedMongoDb;
import daybook.embedded.EmbeddedRedis;
import daybook.mongodb.MongoAttempts;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.mongodb.MongoImportPins;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoRecords;
import daybook.mongodb.MongoSchema;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.redis.RedisSettings;
import daybook.redis.RedisSnapshots;
import daybook.redis.RedisTransactionQueue;
import daybook.testkit.contract.Imports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import redis.clients.jedis.RedisClient;

/** A real Redis and the MongoDB-wire server of the local run, with the adapters over them. */
final class Stores implements AutoCloseable {

  static final String DATABASE = "TransactionsDb";
  private static final EventLog SILENT = (level, event, facts) -> {};

  private final EmbeddedRedis redisServer;
  private final EmbeddedMongoDb mongoServer;
  final RedisClient raw;
  final MongoClient rawMongo;
  final RedisConnection redis;
  final MongoConnection mongo;
  final RedisTransactionQueue queue;
  final RedisHotTotals totals;
  final RedisSnapshots snapshots;
  final MongoCheckpoints checkpoints;
  final MongoHistory history;
  final MongoLedger ledger;
  final MongoRecords records;
  final MongoImportPins pins;
  final MongoAttempts attempts;

  Stores(Path directory) throws IOException {
    redisServer =
        EmbeddedRedis.builder(Files.createDirectories(directory.resolve("redis"))).start();
    mongoServer =
        EmbeddedMongoDb.builder(Files.createDirectories(directory.resolve("mongodb"))).start();
    raw = RedisClient.create(redisServer.host(), redisServer.port());
    rawMongo = MongoClients.create(mongoServer.connectionString());
    redis =
        new RedisConnection(
            RedisSettings.from(
                new Variables(
                    Map.of(
                        "REDIS_HOST", redisServer.host(),
                        "REDIS_PORT", Integer.toString(redisServer.port())))));
    mongo = new MongoConnection(new MongoSettings(mongoServer.connectionString(), DATABASE));
    queue = new RedisTransactionQueue(redis);
    totals = new RedisHotTotals(redis);
    snapshots = new RedisSnapshots(redis);
    checkpoints = new MongoCheckpoints(mongo);
    history = new MongoHistory(mongo);
    ledger = new MongoLedger(mongo);
    records = new MongoRecords(mongo);
    pins = new MongoImportPins(mongo);
    attempts = new MongoAttempts(mongo);
    new MongoSchema(mongo).apply(SILENT);
  }

  /** Forgets everything. */
  void empty() {
    raw.flushAll();
    rawMongo.getDatabase(DATABASE).drop();
    new MongoSchema(mongo).apply(SILENT);
  }

  /** Lives the sample's life in them. */
  void live() throws UnreadableBatchException {
    new SampleLife(queue, totals, snapshots, checkpoints, history, records, pins, attempts)
        .live(element -> raw.lpush("TransactionQueue".getBytes(UTF_8), element));
  }

  /** What lies in them now. */
  Sample sample() {
    return Sample.taken(raw, rawMongo.getDatabase(DATABASE));
  }

  @Override
  public void close() {
    redis.close();
    mongo.close();
    rawMongo.close();
    raw.close();
    mongoServer.close();
    redisServer.close();
  }

  /** The money of an aggregate in history as text, or {@code null} as text where there is none. */
  String amounts(String key) {
    AggregateKey aggregate = AggregateKey.parse(key);
    SortedMap<String, Sum> sums =
        history.range(aggregate.view(), aggregate.day(), aggregate.day()).byKey().get(aggregate);
    return sums == null ? "null" : Imports.amounts(sums).toString();
  }
}
