package daybook.bench;

import daybook.core.port.StoreException;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Imports files into a local run and takes the time, processor time and traffic of it.
 *
 * <p>Whoever looks takes processor time from whoever works: a {@code GET /stats} and a read of the
 * ledger every 10 ms halve the speed of an import on two processors. Hence the smallest question is
 * asked, one day of {@code /stats}, and only until the first total is there; from then on the
 * ledger alone, ever more seldom. The time of the end is that of the look that finds the entry, at
 * most a fiftieth too late: the entry's own stamp is that of the checkpoint, taken before the
 * totals are written to history, and would leave that out.
 */
final class Imports {

  /** One import: the largest file at a fiftieth of the recorded rate. */
  private static final Duration IMPORT_LIMIT = Duration.ofMinutes(30);

  /** Until the first total is there: a fifteenth of what the fastest takes. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /** Between two looks at the ledger lies what has passed, divided by this: 2 % of the time. */
  private static final int LOOKS_SHARE = 50;

  /** Beyond 10 s of import a longer wait would save nothing more. */
  private static final Duration LOOK_EVERY_MAX = Duration.ofMillis(200);

  /**
   * A look at all processes goes through the whole table of them. Those that live at the end are
   * seen then; in between only what would die meanwhile could be missed.
   */
  private static final long USAGE_EVERY_NS = 5_000_000_000L;

  /** Days of one {@code GET /stats}. */
  private static final int DAYS_MAX = 366;

  private static final Duration FIRST_TOTAL_LIMIT = Duration.ofMinutes(1);

  /** Nothing else is measured meanwhile, so looks may be as close as an answer takes. */
  private static final Duration FIRST_TOTAL_LOOK_EVERY = Duration.ofMillis(2);

  private final LocalRun run;
  private final Outside outside;
  private int uploads;

  Imports(LocalRun run, Outside outside) {
    this.run = run;
    this.outside = outside;
  }

  /**
   * One import.
   *
   * @param key name of the object
   * @param there when the object was there
   * @param uploadSeconds time of the upload
   * @param visibleSeconds from the object being there to a total of it in {@code GET /stats}
   * @param seconds from the object being there to its ledger entry, so that all is in history
   * @param cpuSeconds processor time in these seconds
   * @param peakMegabytes memory of the processes at their peak so far
   * @param traffic of Redis in these seconds
   */
  record Result(
      String key,
      Instant there,
      double uploadSeconds,
      double visibleSeconds,
      double seconds,
      Map<Usage.Part, Double> cpuSeconds,
      Map<Usage.Part, Double> peakMegabytes,
      RedisTraffic traffic) {}

  /**
   * Imports a file and compares the totals of its days with what is expected.
   *
   * @param expected the sums of all that has been imported of these days then
   */
  Result run(BenchFile file, Sums expected) throws BenchException, InterruptedException {
    uploads++;
    String key = "bench-" + uploads + ".csv";
    Optional<String> before = awaitStats(file.from());
    RedisTraffic trafficBefore = outside.traffic();
    long beganNs = System.nanoTime();
    outside.upload(file.path(), key);
    long thereNs = System.nanoTime();
    Instant there = Instant.now();
    // An upload costs the local S3 a checksum of everything, which AWS would pay.
    Usage usage = Usage.begin(run.process());
    ObjectVersion version = outside.version(key);
    Watch watch = new Watch(file.from(), before, usage, version, thereNs);
    watch.await();
    RedisTraffic traffic = outside.traffic().since(trafficBefore);
    usage.look();
    watch.requireWhole(file.rows());
    requireExact(file, expected);
    return new Result(
        key,
        there,
        (thereNs - beganNs) / 1e9,
        (watch.visibleNs - thereNs) / 1e9,
        (watch.finishedNs - thereNs) / 1e9,
        usage.cpuSeconds(),
        usage.peakMegabytes(),
        traffic);
  }

  /**
   * Imports a file that is one batch, so that its totals all come at once, and waits until they are
   * there, but not until they are in history.
   *
   * @return seconds from the object being there to the answer that has them
   */
  double firstTotal(BenchFile file) throws BenchException, InterruptedException {
    uploads++;
    String key = "bench-" + uploads + ".csv";
    Optional<String> before = awaitStats(file.from());
    outside.upload(file.path(), key);
    long thereNs = System.nanoTime();
    Waits.until(
        "the first total of " + key,
        FIRST_TOTAL_LIMIT,
        FIRST_TOTAL_LOOK_EVERY,
        () -> isOther(before, file.from()));
    return (System.nanoTime() - thereNs) / 1e9;
  }

  private boolean isOther(Optional<String> before, LocalDate day) throws InterruptedException {
    Optional<String> now = outside.stats(day, day);
    return now.isPresent() && !now.equals(before);
  }

  private Optional<String> awaitStats(LocalDate day) throws BenchException, InterruptedException {
    Waits.until(
        "GET /stats", Duration.ofMinutes(1), LOOK_EVERY, () -> outside.stats(day, day).isPresent());
    return outside.stats(day, day);
  }

  private void requireExact(BenchFile file, Sums expected)
      throws BenchException, InterruptedException {
    SortedMap<String, Long> found = new TreeMap<>();
    for (LocalDate day = file.from(); !day.isAfter(file.to()); day = day.plusDays(DAYS_MAX)) {
      LocalDate last = day.plusDays(DAYS_MAX - 1L);
      String body =
          outside
              .stats(day, last.isAfter(file.to()) ? file.to() : last)
              .orElseThrow(() -> new BenchException("GET /stats does not answer 200"));
      found.putAll(Sums.ofStats(body).cents());
    }
    new Sums(found).require("GET /stats", expected);
  }

  /**
   * Imports a file so many times at once, each as an object of its own.
   *
   * @param expected the sums of all that has been imported of its days then
   * @return seconds from the first object being there to the last ledger entry
   */
  double together(BenchFile file, int objects, Sums expected)
      throws BenchException, InterruptedException {
    List<String> keys = new ArrayList<>();
    for (int object = 0; object < objects; object++) {
      keys.add("bench-" + ++uploads + ".csv");
    }
    LongAccumulator thereNs = new LongAccumulator(Math::min, Long.MAX_VALUE);
    ExecutorService threads = Executors.newFixedThreadPool(objects);
    try {
      List<Future<ObjectVersion>> uploaded = new ArrayList<>();
      for (String key : keys) {
        uploaded.add(
            threads.submit(
                () -> {
                  outside.upload(file.path(), key);
                  thereNs.accumulate(System.nanoTime());
                  return outside.version(key);
                }));
      }
      List<ObjectVersion> pending = new ArrayList<>();
      for (Future<ObjectVersion> upload : uploaded) {
        pending.add(upload.get());
      }
      long firstNs = thereNs.get();
      Waits.until(
          "the imports of " + keys,
          IMPORT_LIMIT,
          () -> untilNextLook(firstNs),
          () -> {
            pending.removeIf(this::isFinished);
            return pending.isEmpty();
          });
      double seconds = (System.nanoTime() - firstNs) / 1e9;
      requireExact(file, expected);
      return seconds;
    } catch (ExecutionException e) {
      throw new BenchException("cannot upload: " + e.getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean isFinished(ObjectVersion version) {
    try {
      return outside.finished(version).isPresent();
    } catch (StoreException e) {
      // It may be busy for a moment; the bound of the wait holds all the same.
      return false;
    }
  }

  private static Duration untilNextLook(long thereNs) {
    Duration share = Duration.ofNanos((System.nanoTime() - thereNs) / LOOKS_SHARE);
    return share.compareTo(LOOK_EVERY) < 0
        ? LOOK_EVERY
        : share.compareTo(LOOK_EVERY_MAX) > 0 ? LOOK_EVERY_MAX : share;
  }

  /** Looks at one import until it is finished. */
  private final class Watch {
    private final LocalDate day;
    private final Optional<String> before;
    private final Usage usage;
    private final ObjectVersion version;
    private final long thereNs;
    private Optional<LedgerEntry> end = Optional.empty();
    private long usageNs = System.nanoTime();
    private long visibleNs;
    private long finishedNs;

    Watch(
        LocalDate day, Optional<String> before, Usage usage, ObjectVersion version, long thereNs) {
      this.day = day;
      this.before = before;
      this.usage = usage;
      this.version = version;
      this.thereNs = thereNs;
    }

    void await() throws BenchException, InterruptedException {
      String what = "the import of " + version.key();
      Waits.until(what, IMPORT_LIMIT, LOOK_EVERY, () -> isOther(before, day));
      visibleNs = System.nanoTime();
      Waits.until(what, IMPORT_LIMIT, () -> untilNextLook(thereNs), this::isFinished);
    }

    private boolean isFinished() {
      try {
        end = outside.finished(version);
      } catch (StoreException e) {
        // It may be busy for a moment; the bound of the wait holds all the same.
        return false;
      }
      if (end.isPresent()) {
        finishedNs = System.nanoTime();
        return true;
      }
      if (System.nanoTime() - usageNs > USAGE_EVERY_NS) {
        usageNs = System.nanoTime();
        usage.look();
      }
      return false;
    }

    void requireWhole(long rows) throws BenchException {
      long accepted = end.map(entry -> entry.end().accepted()).orElse(0L);
      if (accepted != rows) {
        throw new BenchException(
            "%s: %d rows accepted, expected %d".formatted(version.key(), accepted, rows));
      }
    }
  }
}
