package daybook.faults.boundary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The functions that run beside an attacked one, each in a thread of its own, again and again. */
final class Others implements AutoCloseable {

  /** Between two invocations of a function, in ns: there are two processors for all of them. */
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

  /** Time for the last invocation to end, in ms. */
  private static final long END_MS_MAX = 60_000;

  /** More than pauses so short can take off before {@link #END_MS_MAX} has passed. */
  private static final Duration INVOCATION = Duration.ofHours(24);

  private final Testbed testbed;
  private final Map<Function, Life> lives = new EnumMap<>(Function.class);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ends;
  private volatile Throwable failure;

  /** All functions but this one. */
  Others(Testbed testbed, Function attacked) {
    this.testbed = testbed;
    for (Function function : Function.values()) {
      if (function != attacked && (function != Function.SEALER || testbed.isSealing())) {
        lives.put(
            function,
            new Life(
                function,
                testbed.servers().environment(),
                INVOCATION,
                time -> pause(),
                testbed.journal()));
      }
    }
  }

  private static void pause() {
    LockSupport.parkNanos(PAUSE_NS);
  }

  /** Lets them run. */
  void begin() {
    ends = false;
    lives.forEach(
        (function, life) -> {
          Thread thread = new Thread(() -> run(function, life), "other-" + function);
          threads.add(thread);
          thread.start();
        });
  }

  private void run(Function function, Life life) {
    try {
      while (!ends) {
        if (function == Function.IMPORTER) {
          // Wake-ups and ticks are for the others, who do not wait for them.
          testbed.stores().receive().stream()
              .filter(body -> Function.of(body) == Function.IMPORTER)
              .forEach(body -> deliver(function, life, body));
        } else {
          deliver(function, life, function.scheduled());
        }
        pause();
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private static void deliver(Function function, Life life, String body) {
    if (!life.deliver(body, () -> false)) {
      throw new AssertionError(function + " failed without a fault");
    }
  }

  /** Lets them end what they are at. */
  void end() {
    ends = true;
    try {
      for (Thread thread : threads) {
        thread.join(END_MS_MAX);
        if (thread.isAlive()) {
          throw new AssertionError(thread.getName() + " does not end");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.clear();
    if (failure != null) {
      throw new AssertionError("a function beside the attacked one failed", failure);
    }
  }

  @Override
  public void close() {
    try {
      end();
    } finally {
      lives.values().forEach(Life::close);
    }
  }
}
