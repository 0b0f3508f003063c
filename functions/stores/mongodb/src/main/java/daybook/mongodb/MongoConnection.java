package daybook.mongodb;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.mongodb.ClientSessionOptions;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterType;
import daybook.core.port.StoreException;
import daybook.core.protocol.Settled;
import java.time.DateTimeException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.jspecify.annotations.Nullable;

/**
 * One client of one database, shared by the three stores of a function. It connects when it is
 * first used. Safe for use by several threads.
 *
 * <p>The URI may set pool and time-outs. It cannot weaken what the protocol stands on: every write
 * is acknowledged by a majority and every read is a majority read at the primary.
 */
public final class MongoConnection implements AutoCloseable {

  static final String STORE = "MongoDB";

  /** A function handles one event at a time: one connection works, a few allow for retries. */
  private static final int POOL_CONNECTIONS_MAX = 5;

  /** Longer than an election usually takes, and short enough to answer 503 in time. */
  private static final int SERVER_SELECTION_MS_MAX = 5_000;

  /** Three times the slowest handshake across regions. */
  private static final int CONNECT_MS_MAX = 3_000;

  /**
   * One operation with its retries: below every function's time-out, and enough for the largest
   * bulk ({@link MongoCheckpoints#BULK_DAYS_MAX}) on the slowest server.
   */
  private static final int OPERATION_MS_MAX = 10_000;

  /** A function that was frozen for longer finds its sockets dead: they are not used again. */
  private static final int IDLE_MS_MAX = 60_000;

  private final MongoSettings settings;
  private @Nullable MongoClient client;

  /** Does not connect yet. */
  public MongoConnection(MongoSettings settings) {
    this.settings = settings;
  }

  private static MongoClientSettings clientSettings(ConnectionString uri) {
    return MongoClientSettings.builder()
        .applicationName("daybook")
        .timeout(OPERATION_MS_MAX, MILLISECONDS)
        .applyToConnectionPoolSettings(
            pool ->
                pool.maxSize(POOL_CONNECTIONS_MAX).maxConnectionIdleTime(IDLE_MS_MAX, MILLISECONDS))
        .applyToClusterSettings(
            cluster -> cluster.serverSelectionTimeout(SERVER_SELECTION_MS_MAX, MILLISECONDS))
        .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_MS_MAX, MILLISECONDS))
        .applyConnectionString(uri)
        .writeConcern(WriteConcern.MAJORITY)
        .readConcern(ReadConcern.MAJORITY)
        .readPreference(ReadPreference.primary())
        .retryWrites(true)
        .retryReads(true)
        .build();
  }

  private synchronized MongoClient client() {
    MongoClient opened = client;
    if (opened == null) {
      opened = MongoClients.create(clientSettings(new ConnectionString(settings.uri())));
      client = opened;
    }
    return opened;
  }

  MongoDatabase database() {
    return client().getDatabase(settings.database());
  }

  MongoCollection<BsonDocument> collection(String name) {
    return database().getCollection(name, BsonDocument.class);
  }

  /**
   * Does one operation.
   *
   * @throws StoreException for whatever the driver throws, time-outs included
   */
  static <T> T ask(String operation, Supplier<T> question) {
    try {
      return question.get();
    } catch (MongoException | BSONException e) {
      throw new StoreException(STORE, operation, e);
    }
  }

  /**
   * Turns a stored document into a value.
   *
   * @throws StoreException if it has another form than the one this project writes
   */
  static <T> T read(String what, Supplier<T> conversion) {
    try {
      return conversion.get();
    } catch (BSONException | DateTimeException | IllegalArgumentException e) {
      throw new StoreException(STORE, "read " + what, e);
    }
  }

  /**
   * Reads in a causally consistent session, so that the server waits until it has got as far as the
   * settled checkpoint, or fails. Conditions 4 and 8: a primary that was deposed and does not know
   * it yet would otherwise answer from before the checkpoint; an import would be read again, or a
   * day begun again from an old base.
   *
   * <p>A server alone has neither sessions nor anything to wait for: any read is the newest.
   */
  <T> T readNotOlderThan(Settled settled, String operation, Function<SettledReads, T> reads) {
    return ask(
        operation,
        () -> {
          if (!isReplicated()) {
            return reads.apply(new SettledReads(null));
          }
          ClientSessionOptions options =
              ClientSessionOptions.builder().causallyConsistent(true).build();
          try (ClientSession session = client().startSession(options)) {
            if (!settled.operationTime().isEmpty()) {
              session.advanceOperationTime(
                  read("operation time", () -> OperationTime.parse(settled.operationTime())));
            }
            return reads.apply(new SettledReads(session));
          }
        });
  }

  private boolean isReplicated() {
    ClusterType type = client().getClusterDescription().getType();
    if (type == ClusterType.UNKNOWN) {
      database().runCommand(new BsonDocument("ping", new BsonInt32(1)));
      type = client().getClusterDescription().getType();
    }
    return type != ClusterType.STANDALONE;
  }

  /** Closes the connections; a further operation opens new ones. One that is running fails. */
  @Override
  public synchronized void close() {
    MongoClient opened = client;
    client = null;
    if (opened != null) {
      opened.close();
    }
  }
}
