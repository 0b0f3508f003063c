package daybook.testkit;

import java.time.Duration;

/**
 * Time that passes for its own sake: between two faults, or as a {@code Sleeper}. Whoever waits for
 * something awaits it instead ({@link Await}).
 */
public final class Pause {

  private Pause() {}

  /** Returns after this time. */
  public static void of(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }
}
