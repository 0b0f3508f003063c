package daybook.bench;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast {@code GET /stats} answers, beside raw reads of the same keys: one request after
 * another, in turns with the raw read, and then as many as {@value #CLIENTS} clients get answered.
 */
final class StatsLoad {

  /** Days of the file: as many hot as the window has, and as many before it. */
  static final int FILE_DAYS = 2 * LocalRun.CUT_OFF_DAYS;

  static final int CLIENTS = RawReads.CLIENTS_MAX;

  /** Requests before those that are measured: the compiler has seen the most of it by then. */
  private static final int WARM_UP = 30;

  private static final Duration PURGE_LIMIT = Duration.ofMinutes(2);

  /** A start takes a second, on a busy machine two. */
  private static final Duration STARTS = Duration.ofSeconds(3);

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** Where the days of a request are. */
  enum Window {
    /** All in Redis: the days up to yesterday. */
    HOT,
    /** All in MongoDB alone: the days up to the last one before the cut-off. */
    HISTORICAL,
    /** Half of each, around the cut-off. */
    MIXED;

    /** As it is shown and named in results. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether so many days can be there. */
    boolean has(int days) {
      return this != MIXED || days > 1;
    }
  }

  /** What is asked for. */
  private record Range(LocalDate from, LocalDate to) {}

  private final Outside outside;
  private final RawReads raw;
  private final LocalDate cutOffDay;
  private final Measures measures;

  /**
   * Will measure a run that holds {@value #FILE_DAYS} days.
   *
   * @param cutOffDay the first hot day
   * @param measures gets all values
   */
  StatsLoad(Outside outside, RawReads raw, LocalDate cutOffDay, Measures measures) {
    this.outside = outside;
    this.raw = raw;
    this.cutOffDay = cutOffDay;
    this.measures = measures;
  }

  /**
   * Waits until the days before the cut-off are no longer in Redis, and lets all clients ask, so
   * that as many instances of the function have started as there may be.
   */
  void prepare() throws BenchException, InterruptedException {
    Range before = range(Window.HISTORICAL, LocalRun.CUT_OFF_DAYS);
    Waits.until(
        "the purge of the days before the cut-off",
        PURGE_LIMIT,
        LOOK_EVERY,
        () -> raw.hot(before.from(), before.to()) == 0);
    rate(STARTS, () -> answer(range(Window.HOT, 1)));
  }

  private Range range(Window window, int days) {
    LocalDate to =
        switch (window) {
          case HOT -> cutOffDay.plusDays(LocalRun.CUT_OFF_DAYS - 1L);
          case HISTORICAL -> cutOffDay.minusDays(1);
          case MIXED -> cutOffDay.plusDays((days + 1) / 2 - 1L);
        };
    return new Range(to.minusDays(days - 1L), to);
  }

  /**
   * Measures one window and number of days.
   *
   * @param requests how many, one after another
   * @param load how long all clients ask at once
   */
  void run(Window window, int days, int requests, Duration load)
      throws BenchException, InterruptedException {
    Range range = range(window, days);
    for (int request = 0; request < WARM_UP; request++) {
      answer(range);
      read(window, range);
    }
    for (int request = 0; request < requests; request++) {
      long beganNs = System.nanoTime();
      answer(range);
      long answeredNs = System.nanoTime();
      read(window, range);
      measures.add(Measures.rawRead(window, days), (System.nanoTime() - answeredNs) / 1e6);
      measures.add(Measures.stats(window, days), (answeredNs - beganNs) / 1e6);
    }
    measures.add(Measures.statsRate(window, days), rate(load, () -> answer(range)));
    measures.add(Measures.rawReadRate(window, days), rate(load, () -> read(window, range)));
  }

  private void answer(Range range) throws BenchException, InterruptedException {
    if (outside.stats(range.from(), range.to()).isEmpty()) {
      throw new BenchException("GET /stats does not answer 200");
    }
  }

  /** Each day has both types, and each is in exactly one of both stores' part. */
  private void read(Window window, Range range) throws BenchException {
    int found =
        switch (window) {
          case HOT -> raw.hot(range.from(), range.to());
          case HISTORICAL -> raw.historical(range.from(), range.to());
          case MIXED ->
              raw.hot(cutOffDay, range.to()) + raw.historical(range.from(), cutOffDay.minusDays(1));
        };
    long expected = 2 * range.from().datesUntil(range.to().plusDays(1)).count();
    if (found != expected) {
      throw new BenchException(
          "%s days from %s to %s: the store has %d aggregates, expected %d"
              .formatted(window.label(), range.from(), range.to(), found, expected));
    }
  }

  /** A request or a read. */
  private interface Task {
    void run() throws BenchException, InterruptedException;
  }

  /** How often a second it is done by all clients together. */
  private static double rate(Duration load, Task task) throws BenchException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    AtomicLong done = new AtomicLong();
    long beganNs = System.nanoTime();
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(
            threads.submit(
                () -> {
                  while (System.nanoTime() - beganNs < load.toNanos()) {
                    task.run();
                    done.incrementAndGet();
                  }
                  return null;
                }));
      }
      for (Future<?> client : clients) {
        client.get();
      }
      return done.get() / ((System.nanoTime() - beganNs) / 1e9);
    } catch (ExecutionException e) {
      throw new BenchException("of " + CLIENTS + " clients: " + e.getMessage(), e);
    } finally {
      threads.shutdownNow();
    }
  }
}
