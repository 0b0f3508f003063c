package daybook.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import daybook.core.AggregateKey;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisKeys;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;

/**
 * The least that an answer of {@code GET /stats} must read: the same keys of Redis in one pipeline,
 * the same documents of MongoDB in one {@code find}, by the plain clients. Safe for {@value
 * #CLIENTS_MAX} threads.
 */
final class RawReads implements AutoCloseable {

  /** As many connections as the pool of Jedis has unless told otherwise. */
  static final int CLIENTS_MAX = 8;

  /** Where docs/DATA.md says that totals are. */
  private static final String COLLECTION = "DailyAggregates";

  private static final String DATE = "Date";

  /** All days that one request may ask for, in one batch. */
  private static final int BATCH_DOCUMENTS = 1_000;

  private final RedisClient redis;
  private final RedisKeys keys = new RedisKeys("", "TransactionQueue");
  private final MongoClient mongo;
  private final MongoCollection<BsonDocument> history;

  RawReads(LocalRun run) throws BenchException {
    redis =
        RedisClient.create(run.address("REDIS_HOST"), Integer.parseInt(run.address("REDIS_PORT")));
    mongo = MongoClients.create(run.address(MongoSettings.MONGODB_URI));
    history =
        mongo
            .getDatabase(MongoSettings.from(new Variables(run.addresses())).database())
            .getCollection(COLLECTION, BsonDocument.class);
  }

  /** Reads the totals of these days from Redis; returns how many hashes are not empty. */
  int hot(LocalDate from, LocalDate to) {
    List<Response<Map<String, String>>> answers = new ArrayList<>();
    try (AbstractPipeline pipeline = redis.pipelined()) {
      from.datesUntil(to.plusDays(1))
          .forEach(
              day -> {
                for (String group : new String[] {"deposits", "withdrawals"}) {
                  String key = keys.totals(AggregateKey.parse(day + ":" + group));
                  answers.add(pipeline.hgetAll(key));
                }
              });
      pipeline.sync();
    }
    return (int) answers.stream().filter(answer -> !answer.get().isEmpty()).count();
  }

  /** Reads the totals of these days from MongoDB; returns how many documents there are. */
  int historical(LocalDate from, LocalDate to) {
    return history
        .find(Filters.and(Filters.gte(DATE, from.toString()), Filters.lte(DATE, to.toString())))
        .batchSize(BATCH_DOCUMENTS)
        .into(new ArrayList<>())
        .size();
  }

  @Override
  public void close() {
    redis.close();
    mongo.close();
  }
}
