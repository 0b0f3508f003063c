package daybook.importer;

import daybook.core.port.Deadline;
import daybook.core.port.Sleeper;
import java.time.Duration;

/**
 * The time that one invocation may spend: what remains until it is killed, less a margin for
 * enqueueing what was read and sending a message. Not safe for threads.
 */
final class Allowance {

  /** Kept of an invocation of five minutes or more, in ms: three slow store calls after another. */
  static final long MARGIN_MS_MAX = 60_000;

  /** A shorter invocation keeps this part of its time. */
  static final int MARGIN_DIVISOR = 5;

  /** First wait for something to change, in ms. */
  static final long WAIT_MS_MIN = 20;

  /** Longest wait before looking again, in ms. */
  static final long WAIT_MS_MAX = 1_000;

  private final Deadline deadline;
  private final Sleeper sleeper;
  private final long marginMs;
  private boolean interrupted;

  /** Begins now. */
  Allowance(Deadline deadline, Sleeper sleeper) {
    this.deadline = deadline;
    this.sleeper = sleeper;
    this.marginMs = Math.min(MARGIN_MS_MAX, deadline.remainingMs() / MARGIN_DIVISOR);
  }

  /** Milliseconds that may still be spent, at least 0. */
  long leftMs() {
    return interrupted ? 0 : Math.max(0, deadline.remainingMs() - marginMs);
  }

  /** Whether it is time to end. */
  boolean isSpent() {
    return leftMs() == 0;
  }

  /** Whether half of what was kept for the end is used up too. */
  boolean isNearlyOver() {
    return interrupted || deadline.remainingMs() < marginMs / 2;
  }

  /**
   * Waits, twice as long each time.
   *
   * @param attempt how often this was waited for before, from 0
   * @return false if there is no time to look again
   */
  boolean waitBefore(int attempt) {
    long waitMs = WAIT_MS_MIN << Math.min(attempt, Long.SIZE / 4);
    sleep(Math.min(waitMs, WAIT_MS_MAX));
    return !isSpent();
  }

  /**
   * Sleeps for this long, or until the time is spent.
   *
   * @return how much of it was slept, in ms
   */
  long sleep(long ms) {
    long slept = Math.min(ms, leftMs());
    try {
      sleeper.sleep(Duration.ofMillis(slept));
    } catch (InterruptedException e) {
      // The host is shutting down: the thread stays interrupted, and no time is left.
      Thread.currentThread().interrupt();
      interrupted = true;
    }
    return slept;
  }
}
