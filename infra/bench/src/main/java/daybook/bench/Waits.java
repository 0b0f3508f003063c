package daybook.bench;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for what another process brings about, within a bound. */
final class Waits {

  private Waits() {}

  /** What may hold or not. */
  interface Condition {
    /** Looks. */
    boolean holds() throws BenchException, InterruptedException;
  }

  /**
   * Waits until it holds.
   *
   * @param what names it in the exception
   * @param every between two looks
   * @throws BenchException if it does not in time
   */
  static void until(String what, Duration limit, Duration every, Condition condition)
      throws BenchException, InterruptedException {
    until(what, limit, () -> every, condition);
  }

  /** The same, with a time between two looks that may change from one to the next. */
  static void until(String what, Duration limit, Supplier<Duration> every, Condition condition)
      throws BenchException, InterruptedException {
    long deadlineNs = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new BenchException("%s: not within %d s".formatted(what, limit.toSeconds()));
      }
      Thread.sleep(every.get().toMillis());
    }
  }
}
