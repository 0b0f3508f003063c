package daybook.local;

import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import daybook.core.Deployment;
import daybook.core.port.OtherDeploymentException;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoDeployments;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisConnection;
import daybook.redis.RedisSettings;
import daybook.redis.RedisTransactionQueue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What servers must be for a run: one that is of no use is said at once. */
final class GivenServers {

  /** Longest time for one to accept a connection, in ms. */
  private static final int CONNECT_MS_MAX = 5_000;

  private static final ImportId NO_IMPORT = new ImportId("0".repeat(ImportId.DIGITS));

  private GivenServers() {}

  /**
   * Tries them.
   *
   * @param environment of the user: with it the functions ask MongoDB
   * @throws FailureException with the option, the address and the reason of the first that fails
   */
  static void requireUsable(RunOptions options, Map<String, String> environment)
      throws FailureException {
    Optional<RedisAddress> redis = options.redis().map(RedisAddress::of);
    if (redis.isPresent()) {
      requireConnection("--redis", redis.get().host(), redis.get().port());
    }
    for (URI url : options.s3().stream().toList()) {
      requireConnection("--s3", url.getHost(), port(url));
    }
    for (URI url : options.sqs().stream().toList()) {
      requireConnection("--sqs", url.getHost(), port(url));
    }
    if (options.mongodb().isPresent()) {
      requireRead(UserSettings.mongoDb(options.mongodb().get(), environment));
    }
  }

  /**
   * Where a Redis is.
   *
   * @param host name or IPv4 address
   * @param port 1 to 65535
   */
  record RedisAddress(String host, int port) {

    /** Reads what the command line has found to be {@code HOST:PORT}. */
    static RedisAddress of(String text) {
      int colon = text.lastIndexOf(':');
      return new RedisAddress(
          text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
  }

  private static void requireConnection(String option, String host, int port)
      throws FailureException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MS_MAX);
    } catch (IOException e) {
      throw new FailureException(
          "%s: nothing answers at %s:%d (%s)".formatted(option, host, port, e.getMessage()), e);
    }
  }

  /** A name, a password and a right to read are found out by reading only. */
  private static void requireRead(MongoSettings settings) throws FailureException {
    try (MongoConnection mongodb = new MongoConnection(settings)) {
      new MongoLedger(mongodb).find(NO_IMPORT);
    } catch (StoreException e) {
      throw new FailureException(
          "--mongodb, database %s: %s".formatted(settings.database(), reason(e)), e);
    }
  }

  /**
   * Looks whether Redis and MongoDB belong together. A Redis that has settled a checkpoint which
   * MongoDB does not have waits for it to come back: nothing would ever reach history.
   *
   * @param redis where it is
   * @param mongodbUri where history is
   * @throws FailureException if they do not, or one cannot be asked
   */
  static void requireOneChain(
      RedisAddress redis, String mongodbUri, Map<String, String> environment)
      throws FailureException {
    Map<String, String> given = new TreeMap<>(UserSettings.passedOn(environment));
    given.put("REDIS_HOST", redis.host());
    given.put("REDIS_PORT", Integer.toString(redis.port()));
    RedisSettings settings = RedisSettings.from(new Variables(given));
    try (RedisConnection connection = new RedisConnection(settings);
        MongoConnection mongodb =
            new MongoConnection(UserSettings.mongoDb(mongodbUri, environment))) {
      long settled = new RedisTransactionQueue(connection).look(NO_IMPORT).settled().at();
      if (settled > new MongoCheckpoints(mongodb).latestAt()) {
        throw new FailureException(
            ("the Redis at %s:%d goes on from a checkpoint of %s that this MongoDB does not have: it"
                    + " was used with another one; empty it, name both by --redis and --mongodb, or"
                    + " set REDIS_KEY_PREFIX")
                .formatted(redis.host(), redis.port(), Instant.ofEpochMilli(settled)));
      }
    } catch (StoreException e) {
      throw new FailureException("a server that was named cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Looks whether the functions would count by another zone or in another currency than the
   * database does, which the importer finds out at the first file only.
   *
   * @param mongodbUri where history is
   * @throws FailureException if they would, or the database cannot be asked
   */
  static void requireOneDeployment(String mongodbUri, Map<String, String> environment)
      throws FailureException {
    Deployment mine = UserSettings.deployment(environment);
    try (MongoConnection mongodb =
        new MongoConnection(UserSettings.mongoDb(mongodbUri, environment))) {
      new MongoDeployments(mongodb).kept().ifPresent(kept -> kept.agreeing(mine));
    } catch (OtherDeploymentException e) {
      throw new FailureException(
          e.sentence() + " (of a local run: --fresh, which forgets all, or --state DIR)", e);
    } catch (StoreException e) {
      throw new FailureException("MongoDB cannot be used: " + e.getMessage(), e);
    }
  }

  /** What the client found; a failure that is found before it is asked has no client below. */
  private static String reason(StoreException e) {
    Throwable cause = e.getCause();
    if (cause == null) {
      return "cannot be used: " + e.getMessage();
    }
    if (cause instanceof MongoTimeoutException || cause instanceof MongoSocketException) {
      return "nothing answers: " + cause.getMessage();
    }
    if (cause instanceof MongoSecurityException) {
      Throwable answer = cause.getCause() == null ? cause : cause.getCause();
      return "refuses to be signed in to: " + answer.getMessage();
    }
    return (cause instanceof MongoServerException ? "refuses to be read: " : "cannot be used: ")
        + cause.getMessage();
  }
}
