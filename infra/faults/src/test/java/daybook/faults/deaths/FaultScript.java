package daybook.faults.deaths;

import daybook.faults.deaths.DaybookRun.FunctionJvm;
import daybook.functions.DaybookFunction;
import daybook.testkit.Await;
import daybook.testkit.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Faults in a seeded order, one after another with seeded pauses, until so many functions'
 * processes are killed. Which process a kill hits also depends on which ones live just then.
 */
final class FaultScript implements AutoCloseable {

  /** The faults; how often a round has each hangs on {@link MongoDb#inRound}. */
  enum Fault {
    KILL_FUNCTION,
    FREEZE_FUNCTION,
    CUT_REDIS,
    CUT_MONGODB,
    HOLD_REDIS,
    HOLD_MONGODB,
    RESTART_REDIS,
    KILL_REDIS,
    FLUSH_REDIS,
    PROMOTE_REPLICA,
    /** Of a server that is alone; the next five are those of a replica set. */
    KILL_MONGODB,
    KILL_PRIMARY,
    STEP_DOWN,
    FREEZE_PRIMARY,
    CUT_OFF_PRIMARY,
    SCATTER_MEMBERS,
    ZOMBIE_IMPORTER,
    ZOMBIE_AGGREGATOR,
    ZOMBIE_DUMPER
  }

  private static final List<Fault> ZOMBIES =
      List.of(Fault.ZOMBIE_IMPORTER, Fault.ZOMBIE_AGGREGATOR, Fault.ZOMBIE_DUMPER);

  /** Rounds for each that is needed where every kill finds its prey, and some to begin with. */
  private static final int ROUNDS_FACTOR = 2;

  private static final int ROUNDS_MORE = 3;

  private static final int PAUSE_MS_MIN = 100;
  private static final int PAUSE_MS_MAX = 900;

  /** A server that is away comes back within this, in ms. */
  private static final int AWAY_MS_MAX = 1_500;

  /** Longer than a function waits for Redis (5 s), so that it gives up before its command runs. */
  private static final int HOLD_MS_MAX = 6_500;

  /** How far behind a replica is when it is promoted, in bytes: some commands, some batches. */
  private static final int LAG_BYTES_MIN = 1_000;

  private static final int LAG_BYTES_MAX = 100_000;

  /** How long to wait for it to fall behind; on an idle pipeline it hardly does. */
  private static final Duration LAG_LIMIT = Duration.ofSeconds(6);

  /** Sent to Redis from one kill to the next, in bytes: some batches of 32 KiB. */
  private static final int WORK_BYTES_MAX = 200_000;

  /** How long to wait for that; it does not come where all are frozen or a store is away. */
  private static final Duration WORK_LIMIT = Duration.ofSeconds(20);

  /** One kill in so many may hit a process that only just starts. */
  private static final int STARTING_ONE_IN = 5;

  /**
   * A process that has used less of a processor is still starting, or in the start of its first
   * invocation; the clock would not tell on a busy machine.
   */
  private static final Duration STARTED_CPU = Duration.ofMillis(1_500);

  /** How long to wait for one that is not. */
  private static final Duration STARTED_LIMIT = Duration.ofSeconds(20);

  private static final Duration GONE_LIMIT = Duration.ofSeconds(20);

  private final DaybookRun daybook;
  private final RedisPair redis;
  private final MongoDb mongodb;
  private final Zombies zombies;
  private final Random random;
  private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
  private final Map<ProcessHandle, Frozen> frozen = new HashMap<>();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final long startedNs = System.nanoTime();
  private long lostBytes;
  private int lagging;

  FaultScript(DaybookRun daybook, RedisPair redis, MongoDb mongodb, Zombies zombies, long seed) {
    this.daybook = daybook;
    this.redis = redis;
    this.mongodb = mongodb;
    this.zombies = zombies;
    this.random = new Random(seed);
  }

  /**
   * Does every fault at least once, and all in rounds until so many functions are killed and others
   * are done; then nothing is away or held any more. Functions that are still frozen time out when
   * they are next invoked.
   *
   * @throws AssertionError if that takes far too many rounds, as it does where no function lives
   */
  void run(int kills, BooleanSupplier othersDone) throws Exception {
    try {
      runRounds(kills, () -> false);
      runRounds(Integer.MAX_VALUE, othersDone);
    } finally {
      later.shutdownNow();
      redis.front().release();
      mongodb.heal();
    }
  }

  private void runRounds(int kills, BooleanSupplier enough) throws Exception {
    long roundsMax =
        ROUNDS_MORE + (long) ROUNDS_FACTOR * kills / mongodb.inRound(Fault.KILL_FUNCTION);
    for (int rounds = 0; count(Fault.KILL_FUNCTION) < kills || !undone().isEmpty(); rounds++) {
      if (rounds == roundsMax) {
        throw new AssertionError("after " + rounds + " rounds: " + counts());
      }
      int killsLeft = kills - count(Fault.KILL_FUNCTION);
      for (Fault fault : killsLeft > 0 ? round(killsLeft) : undone()) {
        if (enough.getAsBoolean()) {
          return;
        }
        Pause.of(Duration.ofMillis(PAUSE_MS_MIN + random.nextInt(PAUSE_MS_MAX - PAUSE_MS_MIN)));
        boolean acted = act(fault);
        done.merge(fault, acted ? 1 : 0, Integer::sum);
        System.out.printf(
            "%6d ms %s%s%n",
            (System.nanoTime() - startedNs) / 1_000_000, fault, acted ? "" : " (nothing to do)");
      }
    }
  }

  /** The faults that have found nothing to do so far. */
  private List<Fault> undone() {
    return faults().filter(fault -> count(fault) == 0).toList();
  }

  /** Those that can be done here. */
  Stream<Fault> faults() {
    return Stream.of(Fault.values()).filter(fault -> mongodb.inRound(fault) > 0);
  }

  /**
   * No fault comes more often in it than kills are left. Zombies come early in it: they sleep for
   * longer than most of the round.
   */
  private List<Fault> round(int killsLeft) {
    List<Fault> round = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      round.addAll(Collections.nCopies(Math.min(killsLeft, mongodb.inRound(fault)), fault));
    }
    round.removeAll(ZOMBIES);
    Collections.shuffle(round, random);
    for (Fault zombie : ZOMBIES) {
      round.add(random.nextInt(round.size() / 3), zombie);
    }
    return round;
  }

  private boolean act(Fault fault) throws Exception {
    switch (fault) {
      case KILL_FUNCTION -> {
        return killFunction();
      }
      case FREEZE_FUNCTION -> {
        return freezeFunction();
      }
      case CUT_REDIS -> redis.front().cut();
      case CUT_MONGODB -> mongodb.cut();
      case HOLD_REDIS -> hold(redis.front());
      case HOLD_MONGODB -> hold(mongodb.front());
      case RESTART_REDIS -> {
        redis.stop();
        away();
        redis.startAgain();
      }
      case KILL_REDIS -> {
        redis.kill();
        away();
        redis.startAgain();
      }
      case FLUSH_REDIS -> redis.flush();
      case PROMOTE_REPLICA -> promote();
      case KILL_MONGODB,
          KILL_PRIMARY,
          STEP_DOWN,
          FREEZE_PRIMARY,
          CUT_OFF_PRIMARY,
          SCATTER_MEMBERS -> {
        return mongodb.act(fault, random);
      }
      case ZOMBIE_IMPORTER -> {
        return zombies.raise(Zombies.Kind.IMPORTER, random);
      }
      case ZOMBIE_AGGREGATOR -> {
        return zombies.raise(Zombies.Kind.AGGREGATOR, random);
      }
      case ZOMBIE_DUMPER -> {
        return zombies.raise(Zombies.Kind.DUMPER, random);
      }
    }
    return true;
  }

  /**
   * After the functions have sent so much to Redis that one of them is surely at work. Mostly one
   * that has had the time to start, now and then one that only just does.
   */
  private boolean killFunction() throws Exception {
    long sent = redis.front().requestBytes() + random.nextInt(WORK_BYTES_MAX);
    Await.within(WORK_LIMIT, () -> redis.front().requestBytes() > sent);
    Await.within(STARTED_LIMIT, () -> !started().isEmpty());
    boolean maybeStarting = random.nextInt(STARTING_ONE_IN) == 0 || started().isEmpty();
    Optional<FunctionJvm> prey = anyOf(maybeStarting ? notFrozen() : started());
    if (prey.isEmpty() || !prey.get().process().destroyForcibly()) {
      return false;
    }
    Await.until(() -> prey + " is gone", GONE_LIMIT, () -> !prey.get().process().isAlive());
    return true;
  }

  private List<FunctionJvm> started() {
    return notFrozen().stream().filter(FaultScript::isStarted).toList();
  }

  private static boolean isStarted(FunctionJvm jvm) {
    Optional<Duration> used = jvm.process().info().totalCpuDuration();
    return used.isPresent() && used.get().compareTo(STARTED_CPU) > 0;
  }

  private List<FunctionJvm> notFrozen() {
    return daybook.functions().stream().filter(jvm -> !frozen.containsKey(jvm.process())).toList();
  }

  /**
   * Freezes every process of one function, so that one of them is surely at work or about to be.
   * They are left frozen: the host kills those that do not answer in time.
   */
  private boolean freezeFunction() throws Exception {
    Await.within(STARTED_LIMIT, () -> !workers().isEmpty());
    List<FunctionJvm> started = workers();
    Optional<FunctionJvm> prey = anyOf(started);
    for (FunctionJvm jvm : started) {
      if (jvm.function().equals(prey.orElseThrow().function())) {
        frozen.put(jvm.process(), Frozen.of(jvm.process().pid()));
      }
    }
    return prey.isPresent();
  }

  /** Those that have started and change something. */
  private List<FunctionJvm> workers() {
    String api = DaybookFunction.API.word();
    return started().stream().filter(jvm -> !jvm.function().equals(api)).toList();
  }

  private Optional<FunctionJvm> anyOf(List<FunctionJvm> living) {
    return living.isEmpty()
        ? Optional.empty()
        : Optional.of(living.get(random.nextInt(living.size())));
  }

  private void away() throws InterruptedException {
    Pause.of(Duration.ofMillis(random.nextInt(AWAY_MS_MAX)));
  }

  /** Other faults come while it is held. */
  private void hold(TcpRelay relay) {
    relay.hold();
    var unused = later.schedule(relay::release, random.nextInt(HOLD_MS_MAX), TimeUnit.MILLISECONDS);
  }

  private void promote() throws Exception {
    redis.holdReplicaBack();
    int wanted = LAG_BYTES_MIN + random.nextInt(LAG_BYTES_MAX - LAG_BYTES_MIN);
    Await.within(LAG_LIMIT, () -> redis.lagBytes() >= wanted);
    long lag = redis.lagBytes();
    redis.promote();
    lostBytes += lag;
    lagging += lag >= LAG_BYTES_MIN ? 1 : 0;
  }

  /** How often a fault was done. */
  int count(Fault fault) {
    return done.getOrDefault(fault, 0);
  }

  /** Every process that was killed by the script itself: functions and servers. */
  int kills() {
    return count(Fault.KILL_FUNCTION)
        + count(Fault.KILL_REDIS)
        + count(Fault.PROMOTE_REPLICA)
        + count(Fault.KILL_MONGODB)
        + count(Fault.KILL_PRIMARY);
  }

  /** Promotions of a replica that was behind. */
  int lagging() {
    return lagging;
  }

  /** What was done, as the summary says it. */
  String counts() throws IOException {
    return ("kills=%d (functions=%d redis=%d mongodb=%d) frozen=%d redis-restarts=%d flushes=%d"
            + " promotions=%d (lagging=%d, lost-bytes=%d) %s cuts=%d holds=%d")
        .formatted(
            kills(),
            count(Fault.KILL_FUNCTION),
            count(Fault.KILL_REDIS) + count(Fault.PROMOTE_REPLICA),
            count(Fault.KILL_MONGODB) + count(Fault.KILL_PRIMARY),
            frozen.size(),
            count(Fault.RESTART_REDIS) + count(Fault.KILL_REDIS),
            count(Fault.FLUSH_REDIS),
            count(Fault.PROMOTE_REPLICA),
            lagging,
            lostBytes,
            mongodb.counts(this),
            count(Fault.CUT_REDIS) + count(Fault.CUT_MONGODB),
            count(Fault.HOLD_REDIS) + count(Fault.HOLD_MONGODB));
  }

  /** Lets go of the processes that were frozen; whoever owns them has killed them or will. */
  @Override
  public void close() {
    frozen.values().forEach(Frozen::end);
  }
}
