package daybook.faults.deaths;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.StoreException;
import daybook.faults.Effort;
import daybook.faults.Report;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoRecords;
import daybook.mongodb.MongoSettings;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * I1, I3, I5, I6 and I7 with real processes: functions and servers are killed, frozen, woken late,
 * restarted, emptied, set back and cut off, while files are imported.
 *
 * <p>{@code -Ddaybook.deaths.kills=200} makes a long run of it, {@code
 * -Ddaybook.deaths.posts=1000000} one in which so many transactions are posted meanwhile, {@code
 * -Ddaybook.deaths.seed=…} gives its files and its script once more, {@code
 * -Ddaybook.deaths.folder=…} keeps its logs.
 */
class RealDeathsTest {

  /** Enough for one round of all faults, within the time of the test command. */
  private static final int KILLS_DEFAULT = 8;

  /** Transactions that are posted in the test command: some that every fault strikes. */
  private static final int POSTS_DEFAULT = 5_000;

  /** Files that wait or are under way at most, so that the end is not all of the work. */
  private static final int UNFINISHED_MAX = 6;

  /** Between two looks whether there is room for another file, in ms. */
  private static final long UPLOAD_EVERY_MS = 100;

  /** From so many kills on, chance has had the time for everything that it is to bring about. */
  private static final int KILLS_LONG = 100;

  /**
   * From so many on, with as many faults of a replica set, one surely undid a write of Daybook's.
   */
  private static final int KILLS_ROLL_BACK = 50;

  private static final Duration UPLOAD_END_LIMIT = Duration.ofMinutes(1);
  private static final Pattern RESTORED = Pattern.compile(".*\"redis_restored\".*");

  @TempDir private Path temporary;

  private final long seed = Long.getLong("daybook.deaths.seed", Effort.SEED);
  private final int kills = Integer.getInteger("daybook.deaths.kills", KILLS_DEFAULT);
  private final int posts = Integer.getInteger("daybook.deaths.posts", POSTS_DEFAULT);

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void totalsAreExactAfterProcessesDiedFrozeAndForgot() throws Exception {
    attack(MongoDbProcess::new);
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  @EnabledIfEnvironmentVariable(
      named = Mongod.PROGRAM,
      matches = ".+",
      disabledReason = "names no mongod to make a replica set of")
  void totalsAreExactAfterPrimariesDiedFrozeWereCutOffAndRolledBack() throws Exception {
    attack(MongoDbReplicaSet::new);
  }

  /** Starts MongoDB in a folder. */
  private interface MongoDbStart {
    MongoDb in(Path folder) throws Exception;
  }

  private void attack(MongoDbStart start) throws Exception {
    System.out.println("daybook.deaths.seed=" + seed + " daybook.deaths.kills=" + kills);
    String kept = System.getProperty("daybook.deaths.folder");
    Path folder = kept == null ? temporary : Files.createDirectories(Path.of(kept));
    Path home =
        ShortTimes.write(Path.of(System.getProperty("daybook.home")), folder.resolve("home"));
    Set<ProcessHandle> started = new HashSet<>();
    try {
      runIn(home, folder, start, started);
    } finally {
      Processes.awaitGone(started);
    }
  }

  private void runIn(Path home, Path folder, MongoDbStart start, Set<ProcessHandle> started)
      throws Exception {
    try (RedisPair redis = new RedisPair(folder);
        MongoDb mongodb = start.in(folder);
        DaybookRun daybook = DaybookRun.start(home, folder, redis.front(), mongodb.uri())) {
      try {
        run(home, folder, redis, mongodb, daybook);
      } finally {
        ProcessHandle.current().descendants().forEach(started::add);
      }
    }
  }

  private void run(Path home, Path folder, RedisPair redis, MongoDb mongodb, DaybookRun daybook)
      throws Exception {
    Map<String, String> environment = daybook.environment();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    String uri = environment.get("MONGODB_URI");
    try (MongoConnection connection =
            new MongoConnection(new MongoSettings(uri, "TransactionsDb"));
        Uploads uploads =
            new Uploads(environment, new MongoLedger(connection), seed, today, folder);
        Zombies zombies =
            new Zombies(
                home,
                folder.resolve("zombies"),
                environment,
                redis.front(),
                mongodb::writablePort,
                uploads,
                new MongoCheckpoints(connection));
        Clients clients =
            new Clients(
                URI.create(environment.get("DAYBOOK_API")),
                new MongoRecords(connection),
                uploads::other,
                seed,
                today,
                posts);
        Watch watch =
            new Watch(
                URI.create(environment.get("DAYBOOK_API")),
                new MongoHistory(connection),
                () -> uploads.most().plus(clients.most()),
                today);
        FaultScript script = new FaultScript(daybook, redis, mongodb, zombies, seed)) {
      uploadDuring(uploads, () -> script.run(kills, clients::isDone));
      clients.await();
      long healedNs = System.nanoTime();
      zombies.awaitEnd();
      Verdict verdict =
          new Verdict(uploads, clients, watch, environment.get("DAYBOOK_REJECTS_BUCKET"));
      verdict.awaitImports();
      BigDecimal difference = verdict.difference();
      long convergedMs = (System.nanoTime() - healedNs) / 1_000_000;
      Report.line(
          ("%s zombies=%d (overtaken=%d) time-outs=%d died-at-work=%d restores=%d files=%d"
                  + " (overwritten=%d) rows=%d %s %s wrong-sights=%d converged-ms=%d difference=%s"
                  + " seed=%d")
              .formatted(
                  script.counts(),
                  zombies.woken(),
                  zombies.overtaken(),
                  daybook.timeOuts(),
                  daybook.diedAtWork(),
                  daybook.countLogged(RESTORED),
                  uploads.versions().size(),
                  uploads.overwritten(),
                  uploads.rows(),
                  clients.counts(),
                  watch.counts(),
                  watch.wrongs().size(),
                  convergedMs,
                  difference,
                  seed));
      assertThat(difference).as("seed %d", seed).isEqualTo(new BigDecimal("0.00"));
      verdict.checkLedger(uri);
      verdict.checkRejects();
      assertThat(watch.wrongs()).as("seed %d", seed).isEmpty();
      assertThat(clients.wrongs()).as("seed %d", seed).isEmpty();
      assertThat(clients.created()).as("posted, seed %d", seed).isPositive();
      assertThat(clients.replayed()).as("posted again, seed %d", seed).isPositive();
      assertThat(watch.answers()).as("answers").isPositive();
      assertThat(watch.historyReads()).as("reads of history").isPositive();
      checkFaults(script, zombies, daybook.timeOuts());
      if (mongodb instanceof MongoDbReplicaSet set && kills >= KILLS_ROLL_BACK) {
        assertThat(set.rollBacks()).as("roll-backs, seed %d", seed).isPositive();
      }
    }
  }

  /** That everything was done that this test says it does. */
  private void checkFaults(FaultScript script, Zombies zombies, long timeOuts) {
    script
        .faults()
        .forEach(
            fault -> assertThat(script.count(fault)).as("%s, seed %d", fault, seed).isPositive());
    assertThat(script.count(FaultScript.Fault.KILL_FUNCTION)).isGreaterThanOrEqualTo(kills);
    if (kills >= KILLS_LONG) {
      assertThat(zombies.woken()).as("zombies, seed %d", seed).isPositive();
      assertThat(zombies.overtaken()).as("zombies overtaken, seed %d", seed).isPositive();
      assertThat(script.lagging()).as("lagging promotions, seed %d", seed).isPositive();
      assertThat(timeOuts).as("time-outs, seed %d", seed).isPositive();
    }
  }

  /** Work that may fail. */
  private interface Work {
    void run() throws Exception;
  }

  /** Uploads one file after another while something is done. */
  private static void uploadDuring(Uploads uploads, Work work) throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    ExecutorService uploader = Executors.newSingleThreadExecutor();
    try {
      Future<?> uploading = uploader.submit(() -> upload(uploads, enough));
      work.run();
      enough.countDown();
      uploading.get(UPLOAD_END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      enough.countDown();
      uploader.shutdownNow();
    }
  }

  private static Void upload(Uploads uploads, CountDownLatch enough) throws Exception {
    do {
      if (hasRoom(uploads)) {
        uploads.next();
      }
    } while (!enough.await(UPLOAD_EVERY_MS, TimeUnit.MILLISECONDS));
    return null;
  }

  private static boolean hasRoom(Uploads uploads) {
    try {
      return uploads.countUnfinished() < UNFINISHED_MAX;
    } catch (StoreException e) {
      return false; // MongoDB is away, so what is finished cannot be known just now.
    }
  }
}
