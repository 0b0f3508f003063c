package daybook.bench;

import daybook.core.port.StoreException;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** Imports a file into a local run and takes the time, processor time and traffic of it. */
final class Imports {

  /** One import: the largest file at a fiftieth of the recorded rate. */
  private static final Duration IMPORT_LIMIT = Duration.ofMinutes(30);

  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /** Looks at the processes are dear beside those at the stores. */
  private static final long USAGE_EVERY_NS = 500_000_000;

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
   * @param uploadSeconds time of the upload
   * @param visibleSeconds from the object being there to a total of it in {@code GET /stats}
   * @param seconds from the object being there to its ledger entry, so that all is in history
   * @param cpuSeconds processor time in these seconds
   * @param peakMegabytes memory of the processes at their peak so far
   * @param traffic of Redis in these seconds
   */
  record Result(
      String key,
      double uploadSeconds,
      double visibleSeconds,
      double seconds,
      Map<Usage.Part, Double> cpuSeconds,
      Map<Usage.Part, Double> peakMegabytes,
      RedisTraffic traffic) {}

  /**
   * Imports a file once more and compares the totals of its days with what was imported of it.
   *
   * @param times how often it has been imported then
   * @param once its sums
   */
  Result run(BenchFile file, int times, Sums once) throws BenchException, InterruptedException {
    uploads++;
    String key = "bench-" + uploads + ".csv";
    Optional<String> before = awaitStats(file.from());
    RedisTraffic trafficBefore = outside.traffic();
    Usage usage = Usage.begin(run.process());
    long beganNs = System.nanoTime();
    outside.upload(file.path(), key);
    long thereNs = System.nanoTime();
    ObjectVersion version = outside.version(key);
    Watch watch = new Watch(file.from(), before, usage, version);
    Waits.until("the import of " + key, IMPORT_LIMIT, LOOK_EVERY, watch::isFinished);
    RedisTraffic traffic = outside.traffic().since(trafficBefore);
    usage.look();
    watch.requireWhole(file.rows());
    requireExact(file, once.times(times));
    return new Result(
        key,
        (thereNs - beganNs) / 1e9,
        (watch.visibleNs - thereNs) / 1e9,
        (watch.finishedNs - thereNs) / 1e9,
        usage.cpuSeconds(),
        usage.peakMegabytes(),
        traffic);
  }

  private Optional<String> awaitStats(LocalDate day) throws BenchException, InterruptedException {
    Waits.until(
        "GET /stats", Duration.ofMinutes(1), LOOK_EVERY, () -> outside.stats(day, day).isPresent());
    return outside.stats(day, day);
  }

  private void requireExact(BenchFile file, Sums expected)
      throws BenchException, InterruptedException {
    String body =
        outside
            .stats(file.from(), file.to())
            .orElseThrow(() -> new BenchException("GET /stats does not answer 200"));
    Sums.ofStats(body).require("GET /stats", expected);
  }

  /** Looks at one import until it is finished. */
  private final class Watch {
    private final LocalDate day;
    private final Optional<String> before;
    private final Usage usage;
    private final ObjectVersion version;
    private Optional<LedgerEntry> end = Optional.empty();
    private long usageNs = System.nanoTime();
    private long visibleNs;
    private long finishedNs;

    Watch(LocalDate day, Optional<String> before, Usage usage, ObjectVersion version) {
      this.day = day;
      this.before = before;
      this.usage = usage;
      this.version = version;
    }

    boolean isFinished() throws InterruptedException {
      if (visibleNs == 0) {
        Optional<String> now = outside.stats(day, day);
        visibleNs = now.isPresent() && !now.equals(before) ? System.nanoTime() : 0;
      }
      try {
        end = outside.finished(version);
      } catch (StoreException e) {
        // It may be busy for a moment; the bound of the wait holds all the same.
        return false;
      }
      if (end.isPresent()) {
        finishedNs = System.nanoTime();
        visibleNs = visibleNs == 0 ? finishedNs : visibleNs;
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
