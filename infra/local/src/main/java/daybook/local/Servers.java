package daybook.local;

import daybook.embedded.CreatedObject;
import daybook.embedded.EmbeddedMongoDb;
import daybook.embedded.EmbeddedRedis;
import daybook.embedded.EmbeddedS3;
import daybook.embedded.EmbeddedServerException;
import daybook.embedded.EmbeddedSqs;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The four stores of a local run: embedded ones with their files in the state folder, or servers
 * that were named on the command line. Closing ends the embedded ones.
 */
final class Servers implements AutoCloseable {

  /** Credentials of the embedded S3; any would do, the AWS tools only insist on having some. */
  static final String ACCESS_KEY_ID = "daybook";

  static final String SECRET_ACCESS_KEY = "daybook-secret";

  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private String redisHost = "";
  private int redisPort;
  private String mongodbUri = "";
  private URI s3;
  private URI sqs;
  private Optional<EmbeddedS3> embeddedS3 = Optional.empty();
  private volatile Consumer<CreatedObject> uploads = created -> {};

  private Servers() {}

  /**
   * Starts what is not given.
   *
   * @throws FailureException if one does not start, or the state folder has no room
   */
  static Servers start(RunOptions options, StateDirectory state) throws FailureException {
    Servers servers = new Servers();
    try {
      Files.createDirectories(state.logs());
      servers.startRedis(options, state);
      servers.startMongoDb(options, state);
      servers.startS3(options, state);
      servers.startSqs(options);
      return servers;
    } catch (EmbeddedServerException | java.io.IOException e) {
      servers.close();
      throw new FailureException(e.getMessage(), e);
    }
  }

  private void startRedis(RunOptions options, StateDirectory state) {
    if (options.redis().isPresent()) {
      String address = options.redis().get();
      int colon = address.lastIndexOf(':');
      redisHost = address.substring(0, colon);
      redisPort = Integer.parseInt(address.substring(colon + 1));
      return;
    }
    EmbeddedRedis redis = EmbeddedRedis.builder(state.data("redis")).start();
    started.push(redis);
    redisHost = redis.host();
    redisPort = redis.port();
  }

  private void startMongoDb(RunOptions options, StateDirectory state) {
    if (options.mongodb().isPresent()) {
      mongodbUri = options.mongodb().get();
      return;
    }
    EmbeddedMongoDb mongodb = EmbeddedMongoDb.builder(state.data("mongodb")).start();
    started.push(mongodb);
    mongodbUri = mongodb.connectionString();
  }

  private void startS3(RunOptions options, StateDirectory state) {
    if (options.s3().isPresent()) {
      s3 = options.s3().get();
      return;
    }
    EmbeddedS3 server =
        EmbeddedS3.builder(state.data("s3"))
            .credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY)
            .onCreated(created -> uploads.accept(created))
            .start();
    started.push(server);
    embeddedS3 = Optional.of(server);
    s3 = server.endpoint();
  }

  private void startSqs(RunOptions options) {
    if (options.sqs().isPresent()) {
      sqs = options.sqs().get();
      return;
    }
    EmbeddedSqs server = EmbeddedSqs.builder().start();
    started.push(server);
    sqs = server.endpoint();
  }

  String redisHost() {
    return redisHost;
  }

  int redisPort() {
    return redisPort;
  }

  /** May hold a password; never shown. */
  String mongodbUri() {
    return mongodbUri;
  }

  URI s3() {
    return s3;
  }

  URI sqs() {
    return sqs;
  }

  /** The embedded S3; empty where another one was named. */
  Optional<EmbeddedS3> embeddedS3() {
    return embeddedS3;
  }

  /** Tells of every upload from now on; what came before is found by reconcile. */
  void onUpload(Consumer<CreatedObject> listener) {
    uploads = listener;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        // The next ones must be closed all the same; each has killed what it could not end.
        System.err.println("daybook: a server did not close cleanly: " + e.getMessage());
      }
    }
  }
}
