package daybook.local;

import daybook.embedded.CreatedObject;
import daybook.embedded.EmbeddedMongoDb;
import daybook.embedded.EmbeddedRedis;
import daybook.embedded.EmbeddedS3;
import daybook.embedded.EmbeddedServerException;
import daybook.embedded.EmbeddedSqs;
import daybook.embedded.FileProblem;
import daybook.lambda.SqsAccess;
import daybook.local.GivenServers.RedisAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The four stores of a local run: embedded ones with their files in the state folder, or servers
 * that were named on the command line. Closing ends the embedded ones.
 */
final class Servers implements AutoCloseable {

  /**
   * How S3 and SQS are signed in to.
   *
   * @param keyId access key id
   * @param secret secret access key
   * @param region region of buckets and queues
   */
  record Access(String keyId, String secret, String region) {

    /** Any would do for the embedded servers; AWS's tools only insist on having some. */
    private static final Access EMBEDDED = new Access("daybook", "daybook-secret", "eu-central-1");

    /** The user's own, where a server of the user's is asked for. */
    static Access of(RunOptions options, Map<String, String> environment) {
      if (options.s3().isEmpty() && options.sqs().isEmpty()) {
        return EMBEDDED;
      }
      String region = environment.getOrDefault("AWS_DEFAULT_REGION", EMBEDDED.region);
      return new Access(
          environment.getOrDefault("AWS_ACCESS_KEY_ID", EMBEDDED.keyId),
          environment.getOrDefault("AWS_SECRET_ACCESS_KEY", EMBEDDED.secret),
          environment.getOrDefault("AWS_REGION", region));
    }

    /** An SQS that is signed in to so; without an endpoint AWS's own. */
    SqsAccess to(Optional<URI> endpoint) {
      return new SqsAccess(
          endpoint,
          region,
          StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)));
    }
  }

  /** A start that is interrupted ends what it has begun, which is bounded by 10 s. */
  private static final Duration START_END_LIMIT = Duration.ofSeconds(15);

  private final Access access;
  private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
  private String redisHost = "";
  private int redisPort;
  private String mongodbUri = "";
  private @Nullable URI s3;
  private @Nullable URI sqs;
  private volatile boolean embeddedMongoDb;
  private Optional<EmbeddedS3> embeddedS3 = Optional.empty();
  private Optional<EmbeddedSqs> embeddedSqs = Optional.empty();
  private volatile Consumer<CreatedObject> uploads = created -> {};

  private Servers(Access access) {
    this.access = access;
  }

  /**
   * Starts what is not given.
   *
   * @throws FailureException if one does not start, or the state folder has no room
   */
  static Servers start(RunOptions options, StateDirectory state, Map<String, String> environment)
      throws FailureException {
    Servers servers = new Servers(Access.of(options, environment));
    boolean complete = false;
    try {
      Files.createDirectories(state.logs());
      servers.startSideBySide(options, state);
      GivenServers.requireUsable(options, environment);
      if (options.redis().isPresent() || options.mongodb().isPresent()) {
        RedisAddress redis = new RedisAddress(servers.redisHost, servers.redisPort);
        GivenServers.requireOneChain(redis, servers.mongodbUri, environment);
      }
      GivenServers.requireOneDeployment(servers.mongodbUri, environment);
      complete = true;
      return servers;
    } catch (EmbeddedServerException e) {
      throw new FailureException(e);
    } catch (IOException e) {
      throw new FailureException("cannot write logs: " + FileProblem.of(e), e);
    } finally {
      if (!complete) {
        servers.close();
      }
    }
  }

  /** The one that takes longest first. Returns or throws once none is starting any more. */
  private void startSideBySide(RunOptions options, StateDirectory state) throws FailureException {
    List<Runnable> starts =
        List.of(
            () -> startSqs(options),
            () -> startS3(options, state),
            () -> startMongoDb(options, state),
            () -> startRedis(options, state));
    ExecutorService threads = Executors.newFixedThreadPool(starts.size());
    try {
      List<Future<?>> results = new ArrayList<>();
      starts.forEach(start -> results.add(threads.submit(start)));
      for (Future<?> result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EmbeddedServerException failure) {
        throw new FailureException(failure);
      }
      throw new IllegalStateException("a server did not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException("interrupted while servers were starting", e);
    } finally {
      endStarts(threads);
    }
  }

  /** Interrupts what still starts, and waits for it: it may have begun something to be closed. */
  private static void endStarts(ExecutorService threads) {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    try {
      if (!threads.awaitTermination(START_END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("daybook: a server that was starting did not end");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void startRedis(RunOptions options, StateDirectory state) {
    if (options.redis().isPresent()) {
      RedisAddress address = RedisAddress.of(options.redis().get());
      redisHost = address.host();
      redisPort = address.port();
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
    embeddedMongoDb = true;
    mongodbUri = mongodb.connectionString();
  }

  private void startS3(RunOptions options, StateDirectory state) {
    if (options.s3().isPresent()) {
      s3 = options.s3().get();
      return;
    }
    EmbeddedS3 server =
        EmbeddedS3.builder(state.data("s3"))
            .credentials(access.keyId(), access.secret())
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
    EmbeddedSqs server = EmbeddedSqs.builder().region(access.region()).start();
    started.push(server);
    embeddedSqs = Optional.of(server);
    sqs = server.endpoint();
  }

  /** How S3 and SQS are signed in to. */
  Access access() {
    return access;
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
    return Objects.requireNonNull(s3, "the address of S3, once it is started");
  }

  URI sqs() {
    return Objects.requireNonNull(sqs, "the address of SQS, once it is started");
  }

  /** The embedded S3; empty where another one was named. */
  Optional<EmbeddedS3> embeddedS3() {
    return embeddedS3;
  }

  /** Those of the stores that are embedded, by name. */
  List<String> embedded() {
    List<String> names = new ArrayList<>();
    if (embeddedMongoDb) {
      names.add("mongodb");
    }
    embeddedS3.ifPresent(server -> names.add("s3"));
    return names;
  }

  /** The embedded SQS; empty where another one was named. */
  Optional<EmbeddedSqs> embeddedSqs() {
    return embeddedSqs;
  }

  /** Announces every upload from now on; what came before is found by reconcile. */
  void onUpload(Consumer<CreatedObject> listener) {
    uploads = listener;
  }

  /** Also whoever was told to end while it started must end what it has started, and not half. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    closeAll();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
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
