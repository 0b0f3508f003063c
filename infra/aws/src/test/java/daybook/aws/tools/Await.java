package daybook.aws.tools;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what must become true. */
final class Await {

  private static final long LOOK_EVERY_MS = 50;

  private Await() {}

  /** Waits until it holds; an assertion error names it when it does not in time. */
  static void until(String what, Duration limit, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }
}
