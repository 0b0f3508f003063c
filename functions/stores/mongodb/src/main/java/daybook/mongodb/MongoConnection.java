package daybook.mongodb;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.mongodb.ClientSessionOptions;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ClusterType;
import daybook.core.port.Bounded;
import daybook.core.port.Deadline;
import daybook.core.port.Secrets;
import daybook.core.port.StoreException;
import daybook.core.protocol.Settled;
import daybook.secrets.RememberedSecret;
import daybook.secrets.SecretsManagerSecrets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
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
 * is acknowledged by a majority and every read is at least a majority read at the primary.
 */
public final class MongoConnection implements AutoCloseable, Bounded {

  static final String STORE = "MongoDB";

  /** A function handles one event at a time: one connection works, a few allow for retries. */
  private static final int POOL_CONNECTIONS_MAX = 5;

  /** Longer than an election usually takes, and short enough to answer 503 in time. */
  private static final int SERVER_SELECTION_MS_MAX = 5_000;

  /** Three times the slowest handshake across regions. */
  private static final int CONNECT_MS_MAX = 3_000;

  /**
   * One operation with its retries, and with a secret read for it: below every function's time-out,
   * and enough for the largest bulk ({@link MongoCheckpoints#BULK_AGGREGATES_MAX}) on the slowest
   * server.
   */
  public static final int OPERATION_MS_MAX = 10_000;

  /** A function that was frozen for longer finds its sockets dead: they are not used again. */
  private static final int IDLE_MS_MAX = 60_000;

  /** What is left of an invocation for its answer, when an operation takes all the time it may. */
  public static final Duration ANSWER_TIME = Duration.ofSeconds(1);

  /** The field of a secret that is a JSON object. */
  private static final String URI_FIELD = "uri";

  private final MongoSettings settings;
  private final RememberedSecret uri;
  private volatile Deadline deadline = () -> Long.MAX_VALUE;
  private @Nullable MongoClient client;

  /** Does not connect yet. */
  public MongoConnection(MongoSettings settings) {
    this(settings, new SecretsManagerSecrets(settings.secrets()), InstantSource.system());
  }

  /** The same with other secrets and another clock. */
  MongoConnection(MongoSettings settings, Secrets secrets, InstantSource clock) {
    this.settings = settings;
    this.uri = new RememberedSecret(secrets, settings.uri(), URI_FIELD, clock);
  }

  /**
   * From now on no operation takes longer than this invocation allows: it fails {@link
   * #ANSWER_TIME} before the end, so that there is always an answer.
   */
  @Override
  public void until(Deadline end) {
    deadline = end;
  }

  static MongoClientSettings clientSettings(ConnectionString uri) {
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
      opened = MongoClients.create(clientSettings(connectionString()));
      client = opened;
    }
    return opened;
  }

  private ConnectionString connectionString() {
    String text = uri.text();
    if (!MongoSettings.isConnectionString(text)) {
      uri.forget();
      throw new StoreException(
          STORE, "connect", "what is " + uri + " is not a connection string (it is not shown)");
    }
    return new ConnectionString(text);
  }

  /** The database, for operations that end in the time there is now. */
  MongoDatabase database() {
    long began = System.nanoTime();
    MongoClient opened = client();
    long configured =
        Objects.requireNonNullElse(opened.getTimeout(MILLISECONDS), (long) OPERATION_MS_MAX);
    long left = Math.min(configured, deadline.remainingMs() - ANSWER_TIME.toMillis());
    long limit = left - NANOSECONDS.toMillis(System.nanoTime() - began);
    if (limit <= 0) {
      throw new StoreException(STORE, "begin an operation", "no time left");
    }
    return opened.getDatabase(settings.database()).withTimeout(limit, MILLISECONDS);
  }

  MongoCollection<BsonDocument> collection(String name) {
    return database().getCollection(name, BsonDocument.class);
  }

  /**
   * Does one operation.
   *
   * @throws StoreException for whatever the driver throws, time-outs included
   */
  <T> T ask(String operation, Supplier<T> question) {
    MongoClient before = current();
    try {
      return question.get();
    } catch (MongoSecurityException e) {
      // The secret may have been rotated; the next operation reads it and signs in anew.
      close();
      throw new StoreException(STORE, operation, e);
    } catch (MongoException | BSONException e) {
      throw new StoreException(STORE, operation, e);
    } catch (IllegalStateException e) {
      if (before == null || before == current()) {
        throw e;
      }
      throw new StoreException(STORE, operation, "closed meanwhile", e);
    }
  }

  private synchronized @Nullable MongoClient current() {
    return client;
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

  /**
   * A collection whose reads are linearizable: once it has read, the primary lets a majority
   * confirm that it still is the primary, or fails. A majority read alone may show less than one
   * before it: a new primary has all that was committed, but does not know that it is before it has
   * committed something of its own, and a deposed one does not hear of what the next one commits.
   *
   * <p>A server alone knows no such reads: any read is the newest.
   */
  MongoCollection<BsonDocument> linearizable(String name) {
    MongoCollection<BsonDocument> collection = collection(name);
    return isReplicated() ? collection.withReadConcern(ReadConcern.LINEARIZABLE) : collection;
  }

  private boolean isReplicated() {
    ClusterType type = client().getClusterDescription().getType();
    if (type == ClusterType.UNKNOWN) {
      database().runCommand(new BsonDocument("ping", new BsonInt32(1)));
      type = client().getClusterDescription().getType();
    }
    return type != ClusterType.STANDALONE;
  }

  /**
   * Closes the connections and forgets the secret that they were opened with; a further operation
   * opens new ones. One that is running fails.
   */
  @Override
  public synchronized void close() {
    MongoClient opened = client;
    client = null;
    uri.forget();
    if (opened != null) {
      opened.close();
    }
  }
}
