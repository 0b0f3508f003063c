package daybook.local;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Waits for a condition, within a bound. */
final class Await {

  private static final long LOOK_EVERY_MS = 5;

  private Await() {}

  /** Waits until it holds; an assertion error names it when it does not in time. */
  static void until(String what, Duration limit, Callable<Boolean> condition) throws Exception {
    present(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /** Waits until there is something, and returns it. */
  static <T> T present(String what, Duration limit, Callable<Optional<T>> look) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> found = look.call();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }
}
