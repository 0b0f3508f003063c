package daybook.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition that another process or thread brings about. */
final class Await {
  private static final long POLL_MS = 20;

  private Await() {}

  /** Fails the test when the condition does not hold within the limit. */
  static void until(String what, Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting: " + what, e);
      }
    }
  }
}
