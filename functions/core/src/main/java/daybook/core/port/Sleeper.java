package daybook.core.port;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
public interface Sleeper {

  /** Returns after this time. */
  void sleep(Duration time) throws InterruptedException;
}
