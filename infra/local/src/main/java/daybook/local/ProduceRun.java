package daybook.local;

import daybook.local.produce.Latencies;
import daybook.local.produce.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the requests of a schedule, each when it is due or as soon after that as a connection is
 * free: the load is open, and slows down for nobody. Safe for threads.
 */
final class ProduceRun {

  /** What is due and has not begun so long behind the schedule's end is not sent any more. */
  static final Duration LATE_MAX = Duration.ofSeconds(5);

  /** How long requests may go on that run when somebody ends the load. */
  static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final Schedule schedule;
  private final BatchSender sender;
  private final Latencies latencies = new Latencies();
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong begun = new AtomicLong();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long start;

  /**
   * What a load came to.
   *
   * @param nanos from its beginning until its last answer
   * @param notBegun requests that were due and were not begun, for want of a free connection
   * @param latencies of all that was due, those that were not begun with the time they had waited
   */
  record Outcome(long nanos, long notBegun, Latencies latencies) {}

  ProduceRun(Schedule schedule, BatchSender sender) {
    this.schedule = schedule;
    this.sender = sender;
  }

  /** Begins nothing any more; {@link #send} returns soon. */
  void end() {
    ended.countDown();
  }

  /** Whether somebody has ended it. */
  boolean isEnded() {
    return ended.getCount() == 0;
  }

  /**
   * Sends all, and returns when it is done.
   *
   * @param connections requests at once
   */
  Outcome send(int connections) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    List<Future<?>> workers = new ArrayList<>();
    start = System.nanoTime();
    try {
      for (int i = 0; i < connections; i++) {
        workers.add(threads.submit(this::work));
      }
      threads.shutdown();
      while (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
        if (isEnded()) {
          awaitShortly(threads);
        }
      }
      long nanos = System.nanoTime() - start;
      long missed = countNotBegun(nanos);
      for (Future<?> worker : workers) {
        worker.get();
      }
      return new Outcome(nanos, missed, latencies);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a connection failed otherwise than by its answers", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void awaitShortly(ExecutorService threads) throws InterruptedException {
    if (!threads.awaitTermination(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
      threads.shutdownNow();
    }
  }

  private void work() {
    try {
      for (long request = next.getAndIncrement();
          request < schedule.requests() && isTime(request);
          request = next.getAndIncrement()) {
        begun.incrementAndGet();
        sender.send(schedule.batchOf(request), schedule.isRepeat(request));
        latencies.add(System.nanoTime() - start - schedule.dueNanos(request));
      }
    } catch (InterruptedException e) {
      // Somebody has ended the load; what was cut off is counted as lost.
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until a request is due; false if it is not to begin any more. */
  private boolean isTime(long request) throws InterruptedException {
    long left = start + schedule.dueNanos(request) - System.nanoTime();
    if (ended.await(Math.max(0, left), TimeUnit.NANOSECONDS)) {
      return false;
    }
    return System.nanoTime() - start < lastNanos() + LATE_MAX.toNanos();
  }

  private long lastNanos() {
    return TimeUnit.SECONDS.toNanos(schedule.seconds());
  }

  /** Requests begin in their order, so those that did not are the last ones. */
  private long countNotBegun(long nanos) {
    long due = schedule.dueBefore(Math.min(nanos, lastNanos()));
    for (long request = begun.get(); request < due; request++) {
      latencies.add(nanos - schedule.dueNanos(request));
    }
    return Math.max(0, due - begun.get());
  }
}
