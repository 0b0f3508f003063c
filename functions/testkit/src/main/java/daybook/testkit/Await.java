package daybook.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what another thread or process brings about, within a bound. */
public final class Await {

  /** Between two looks: short beside what is awaited, long beside a look. */
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Bound where none is given: what takes so long is taken for hanging. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Await() {}

  /**
   * What may hold or not.
   *
   * @param <E> what a look may throw, which ends the wait
   */
  public interface Condition<E extends Exception> {
    /** Looks. */
    boolean holds() throws E;
  }

  /**
   * What may be there or not.
   *
   * @param <T> what it is
   * @param <E> what a look may throw, which ends the wait
   */
  public interface Look<T, E extends Exception> {
    /** Looks; empty where it is not there yet. */
    Optional<T> look() throws E;
  }

  /** Waits half a minute at most until it holds, where the line that waits says what for. */
  public static <E extends Exception> void until(Condition<E> condition) throws E {
    until("this", LIMIT, condition);
  }

  /** Waits until it holds; an assertion error names it when it does not in time. */
  public static <E extends Exception> void until(
      String what, Duration limit, Condition<E> condition) throws E {
    until(() -> what, limit, condition);
  }

  /** Waits until it holds; an assertion error says what did not come in time. */
  public static <E extends Exception> void until(
      Supplier<String> what, Duration limit, Condition<E> condition) throws E {
    if (!within(limit, condition)) {
      throw late(what.get(), limit);
    }
  }

  /** Waits until it is there, and returns it; an assertion error names it when it is late. */
  public static <T, E extends Exception> T present(String what, Duration limit, Look<T, E> look)
      throws E {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> found = look.look();
      if (found.isPresent()) {
        return found.get();
      }
      if (!mayLookAgain(end)) {
        throw late(what, limit);
      }
    }
  }

  /** Whether it holds at some moment within the limit. */
  public static <E extends Exception> boolean within(Duration limit, Condition<E> condition)
      throws E {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      if (!mayLookAgain(end)) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayLookAgain(long endNanos) {
    if (System.nanoTime() - endNanos > 0) {
      return false;
    }
    LockSupport.parkNanos(LOOK_EVERY_NANOS);
    if (Thread.currentThread().isInterrupted()) {
      throw new AssertionError("interrupted while waiting");
    }
    return true;
  }

  private static AssertionError late(String what, Duration limit) {
    return new AssertionError("not within " + limit + ": " + what);
  }
}
