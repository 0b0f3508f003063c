package daybook.faults.deaths;

import daybook.faults.deaths.DaybookRun.FunctionJvm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Faults in a seeded order, one after another with seeded pauses, until so many functions'
 * processes are killed. Which process a kill hits also depends on which ones live just then.
 */
final class FaultScript {

  /** The faults, with how often a round has each. */
  enum Fault {
    KILL_FUNCTION(10),
    FREEZE_FUNCTION(1),
    CUT_REDIS(2),
    CUT_MONGODB(1),
    HOLD_REDIS(1),
    HOLD_MONGODB(1),
    RESTART_REDIS(1),
    KILL_REDIS(1),
    FLUSH_REDIS(1),
    PROMOTE_REPLICA(1),
    KILL_MONGODB(1),
    ZOMBIE_IMPORTER(1),
    ZOMBIE_AGGREGATOR(1),
    ZOMBIE_DUMPER(1);

    private final int inRound;

    Fault(int inRound) {
      this.inRound = inRound;
    }
  }

  private static final int PAUSE_MS_MIN = 200;
  private static final int PAUSE_MS_MAX = 1_600;

  /** A server that is away comes back within this, in ms. */
  private static final int AWAY_MS_MAX = 2_500;

  /** Longer than a function waits for Redis (5 s), so that it gives up before its command runs. */
  private static final int HOLD_MS_MAX = 6_500;

  /** How long a replica is held back before it is promoted, in ms. */
  private static final int LAG_MS_MAX = 2_500;

  /** A process younger than this is still starting: to freeze it is no time-out of a function. */
  private static final Duration STARTED = Duration.ofSeconds(4);

  private static final Duration PREY_LIMIT = Duration.ofSeconds(20);

  private final DaybookRun daybook;
  private final RedisPair redis;
  private final MongoDbProcess mongodb;
  private final Zombies zombies;
  private final Random random;
  private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
  private final long startedNs = System.nanoTime();
  private long lostBytes;
  private int lagging;

  FaultScript(
      DaybookRun daybook, RedisPair redis, MongoDbProcess mongodb, Zombies zombies, long seed) {
    this.daybook = daybook;
    this.redis = redis;
    this.mongodb = mongodb;
    this.zombies = zombies;
    this.random = new Random(seed);
  }

  /** Does every fault at least once, and all in rounds until so many functions are killed. */
  void run(int kills) throws Exception {
    while (count(Fault.KILL_FUNCTION) < kills) {
      for (Fault fault : round()) {
        Thread.sleep(PAUSE_MS_MIN + random.nextInt(PAUSE_MS_MAX - PAUSE_MS_MIN));
        if (act(fault)) {
          done.merge(fault, 1, Integer::sum);
        }
        System.out.printf("%6d ms %s%n", (System.nanoTime() - startedNs) / 1_000_000, fault);
      }
    }
  }

  private List<Fault> round() {
    List<Fault> round = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      round.addAll(Collections.nCopies(fault.inRound, fault));
    }
    Collections.shuffle(round, random);
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
      case CUT_MONGODB -> mongodb.front().cut();
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
      case KILL_MONGODB -> {
        mongodb.kill();
        away();
        mongodb.startAgain();
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

  private boolean killFunction() throws Exception {
    FunctionJvm prey =
        Await.present("a function's process", PREY_LIMIT, () -> anyOf(daybook.functions()));
    boolean killed = prey.process().isAlive() && prey.process().destroyForcibly();
    Await.until(() -> prey + " is gone", PREY_LIMIT, () -> !prey.process().isAlive());
    return killed;
  }

  /** It is left frozen: the host kills it when it does not answer in time. */
  private boolean freezeFunction() throws Exception {
    Optional<FunctionJvm> prey =
        anyOf(
            daybook.functions().stream()
                .filter(jvm -> !jvm.function().equals("stats"))
                .filter(jvm -> age(jvm.process()).compareTo(STARTED) > 0)
                .toList());
    if (prey.isPresent()) {
      Processes.freeze(prey.get().process().pid());
    }
    return prey.isPresent();
  }

  private static Duration age(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, Instant.now()))
        .orElse(Duration.ZERO);
  }

  private Optional<FunctionJvm> anyOf(List<FunctionJvm> living) {
    return living.isEmpty()
        ? Optional.empty()
        : Optional.of(living.get(random.nextInt(living.size())));
  }

  private void away() throws InterruptedException {
    Thread.sleep(random.nextInt(AWAY_MS_MAX));
  }

  private void hold(TcpRelay relay) throws InterruptedException {
    relay.hold();
    Thread.sleep(random.nextInt(HOLD_MS_MAX));
    relay.release();
  }

  private void promote() throws Exception {
    redis.holdReplicaBack();
    Thread.sleep(random.nextInt(LAG_MS_MAX));
    long lag = redis.lagBytes();
    redis.promote();
    lostBytes += lag;
    lagging += lag > 0 ? 1 : 0;
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
        + count(Fault.KILL_MONGODB);
  }

  /** What was done, as the summary says it. */
  String counts() {
    return ("kills=%d (functions=%d redis=%d mongodb=%d) freezes=%d redis-restarts=%d flushes=%d"
            + " promotions=%d (lagging=%d, lost-bytes=%d) mongodb-restarts=%d cuts=%d holds=%d")
        .formatted(
            kills(),
            count(Fault.KILL_FUNCTION),
            count(Fault.KILL_REDIS) + count(Fault.PROMOTE_REPLICA),
            count(Fault.KILL_MONGODB),
            count(Fault.FREEZE_FUNCTION),
            count(Fault.RESTART_REDIS) + count(Fault.KILL_REDIS),
            count(Fault.FLUSH_REDIS),
            count(Fault.PROMOTE_REPLICA),
            lagging,
            lostBytes,
            count(Fault.KILL_MONGODB),
            count(Fault.CUT_REDIS) + count(Fault.CUT_MONGODB),
            count(Fault.HOLD_REDIS) + count(Fault.HOLD_MONGODB));
  }
}
