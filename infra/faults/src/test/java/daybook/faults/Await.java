package daybook.faults;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for a condition, within a bound. */
public final class Await {

  private static final long LOOK_EVERY_MS = 20;

  private Await() {}

  /** Waits until it holds; an assertion error says what did not come in time. */
  public static void until(Supplier<String> what, Duration limit, Callable<Boolean> condition)
      throws Exception {
    if (!within(limit, condition)) {
      throw new AssertionError("not within " + limit + ": " + what.get());
    }
  }

  /** Waits until there is something, and returns it. */
  public static <T> T present(String what, Duration limit, Callable<Optional<T>> look)
      throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    for (Optional<T> found = look.call(); ; found = look.call()) {
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + limit + ": " + what);
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  /** Whether it held at some moment within the limit. */
  public static boolean within(Duration limit, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
    return true;
  }
}
