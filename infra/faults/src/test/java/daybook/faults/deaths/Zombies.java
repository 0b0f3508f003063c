package daybook.faults.deaths;

import daybook.core.port.StoreException;
import daybook.core.protocol.ObjectVersion;
import daybook.functions.DaybookFunction;
import daybook.lambda.FunctionSettings;
import daybook.lambda.RuntimeFiles;
import daybook.mongodb.MongoCheckpoints;
import daybook.template.BucketDefinition;
import daybook.template.Deployment;
import daybook.template.FunctionDefinition;
import daybook.template.LocalResource;
import daybook.template.LocalResources;
import daybook.template.QueueDefinition;
import daybook.template.Template;
import daybook.testkit.Await;
import daybook.testkit.Pause;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** One zombie of each function that changes something, each living by itself. */
final class Zombies implements AutoCloseable {

  /**
   * The functions that change something, each with the commands of an invocation at which it may be
   * stopped: not so early that it knows nothing yet. Every step in Redis is two, since a connection
   * is tried before it.
   */
  enum Kind {
    /** From begin on into the enqueues; at MongoDB the ledger. */
    IMPORTER(3, 30, 1, 2, 5),
    /** From the first apply on; at MongoDB the bases. */
    AGGREGATOR(3, 8, 1, 1, 5),
    /** The settle; at MongoDB everything before it. */
    DUMPER(3, 4, 2, 8, 2);

    private final int redisFirst;
    private final int redisLast;
    private final int mongodbFirst;
    private final int mongodbLast;
    private final int mongodbOneIn;

    Kind(int redisFirst, int redisLast, int mongodbFirst, int mongodbLast, int mongodbOneIn) {
      this.redisFirst = redisFirst;
      this.redisLast = redisLast;
      this.mongodbFirst = mongodbFirst;
      this.mongodbLast = mongodbLast;
      this.mongodbOneIn = mongodbOneIn;
    }

    private Zombie.Moment moment(Random random) {
      boolean atMongoDb = random.nextInt(mongodbOneIn) == 0;
      int first = atMongoDb ? mongodbFirst : redisFirst;
      int last = atMongoDb ? mongodbLast : redisLast;
      int request = first + random.nextInt(last - first + 1);
      return new Zombie.Moment(atMongoDb, request, random.nextInt(3) == 0);
    }
  }

  /** How long to look for an invocation that has so much to do; most find little. */
  private static final Duration TRY_LIMIT = Duration.ofSeconds(30);

  /** How long to wait for a file that the pipeline does not have before the zombie. */
  private static final Duration NEXT_FILE_LIMIT = Duration.ofSeconds(10);

  /** How much longer than its time-out it is frozen, at most, in ms. */
  private static final int BEYOND_MS_MAX = 5_000;

  /** How much longer, where nothing was dumped in all that time: it is to wake in another world. */
  private static final Duration OVERTAKE_LIMIT = Duration.ofSeconds(10);

  /** MongoDB is away for seconds only. */
  private static final Duration MONGODB_LIMIT = Duration.ofMinutes(1);

  /** Longest life: three invocations at the very worst, each with a start, and the sleep. */
  private static final Duration LIFE_LIMIT = Duration.ofMinutes(18);

  private static final String STACK = "daybook-";

  private final Uploads uploads;
  private final MongoCheckpoints checkpoints;
  private final Map<Kind, Zombie> zombies = new HashMap<>();
  private final Map<Kind, Future<?>> lives = new HashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger woken = new AtomicInteger();
  private final AtomicInteger overtaken = new AtomicInteger();

  /**
   * Starts their processes.
   *
   * @param home where the template is
   * @param environment addresses and credentials of the pipeline
   * @param mongodbPort of the server that takes writes now
   */
  Zombies(
      Path home,
      Path folder,
      Map<String, String> environment,
      TcpRelay redis,
      IntSupplier mongodbPort,
      Uploads uploads,
      MongoCheckpoints checkpoints)
      throws IOException {
    this.uploads = uploads;
    this.checkpoints = checkpoints;
    String region = environment.get("AWS_REGION");
    FunctionSettings settings =
        FunctionSettings.of(
                RuntimeFiles.unpack(folder.resolve("runtime")), folder.resolve("logs"), region)
            .withEnvironment(environment)
            .withEnvironment(Map.of("REDIS_TLS", "false", "REDIS_KEY_PREFIX", ""));
    List<FunctionDefinition> definitions = functions(home, region, environment);
    for (Kind kind : Kind.values()) {
      FunctionDefinition definition = DaybookFunction.valueOf(kind.name()).in(definitions);
      zombies.put(kind, new Zombie(definition, settings, redis, mongodbPort));
    }
  }

  /** The template's functions, with its queues and buckets where the pipeline has them. */
  private static List<FunctionDefinition> functions(
      Path home, String region, Map<String, String> environment) {
    Template template =
        Template.read(
            home.resolve("template.yaml"),
            new Deployment(
                region,
                "000000000000",
                "daybook",
                Map.of("RedisHost", "localhost", "FieldKeys", "false")));
    URI importQueue = URI.create(environment.get("IMPORT_QUEUE_URL"));
    Map<String, LocalResource> resources = new HashMap<>();
    for (QueueDefinition queue : template.queues()) {
      String url = importQueue.resolve(STACK + queue.id()).toString();
      resources.put(queue.id(), resource(url, "sqs", STACK + queue.id()));
    }
    for (BucketDefinition bucket : template.buckets()) {
      String name = STACK + bucket.id().replace("Bucket", "").toLowerCase(Locale.ROOT);
      resources.put(bucket.id(), resource(name, "s3", name));
    }
    return template.functions(new LocalResources(resources));
  }

  private static LocalResource resource(String ref, String service, String name) {
    return new LocalResource(
        ref,
        Map.of("Arn", "arn:aws:" + service + ":::" + name, "QueueName", name, "QueueUrl", ref));
  }

  /** Lets one begin its life, unless that of this kind still lives. */
  boolean raise(Kind kind, Random random) {
    Future<?> life = lives.get(kind);
    if (life != null && !life.isDone()) {
      return false;
    }
    end(kind);
    long seed = random.nextLong();
    lives.put(kind, threads.submit(() -> live(kind, new Random(seed))));
    return true;
  }

  private Void live(Kind kind, Random random) throws Exception {
    Zombie zombie = zombies.get(kind);
    zombie.warmUp(event(kind));
    Optional<Future<?>> invocation = Optional.empty();
    long end = System.nanoTime() + TRY_LIMIT.toNanos();
    while (invocation.isEmpty() && System.nanoTime() - end < 0) {
      invocation = zombie.freeze(event(kind), kind.moment(random));
    }
    if (invocation.isPresent()) {
      long frozenAt = newestCheckpoint();
      Pause.of(Duration.ofSeconds(ShortTimes.TIME_OUT_S).plusMillis(random.nextInt(BEYOND_MS_MAX)));
      boolean late = Await.within(OVERTAKE_LIMIT, () -> newestCheckpoint() > frozenAt);
      overtaken.addAndGet(late ? 1 : 0);
      zombie.wake(invocation.get());
      woken.incrementAndGet();
    }
    return null;
  }

  /** The stamp of the newest checkpoint, once MongoDB answers. */
  private long newestCheckpoint() throws Exception {
    return Await.present(
        "an answer of MongoDB",
        MONGODB_LIMIT,
        () -> {
          try {
            return Optional.of(checkpoints.latestAt());
          } catch (StoreException e) {
            return Optional.empty();
          }
        });
  }

  private String event(Kind kind) throws Exception {
    return Zombie.event(
        switch (kind) {
          case IMPORTER -> notification();
          case AGGREGATOR -> "{\"wake\":true}";
          case DUMPER -> "{\"tick\":0}";
        });
  }

  /** Of the next file, so that the pipeline has it no earlier. */
  private String notification() throws Exception {
    int before = uploads.versions().size();
    Await.within(NEXT_FILE_LIMIT, () -> uploads.versions().size() > before);
    List<ObjectVersion> versions = uploads.versions();
    return versions.isEmpty()
        ? "{\"reconcile\":true}"
        : uploads.notification(versions.get(versions.size() - 1));
  }

  /** Waits until every one that lives has been woken and has ended. */
  void awaitEnd() {
    List.copyOf(lives.keySet()).forEach(this::end);
  }

  private void end(Kind kind) {
    Future<?> life = lives.remove(kind);
    if (life == null) {
      return;
    }
    try {
      life.get(LIFE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("zombie " + kind + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Those that were frozen past their time-out, woken, and went on to their end. */
  int woken() {
    return woken.get();
  }

  /** Those of them during whose sleep a newer checkpoint was written. */
  int overtaken() {
    return overtaken.get();
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (Zombie zombie : zombies.values()) {
      zombie.close();
    }
  }
}
