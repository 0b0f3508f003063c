package daybook.lambda;

import java.time.Duration;

/** Something that runs and can be stopped: first gracefully, then by force. */
public interface Stoppable extends AutoCloseable {

  /** Graceful time of {@link #close()}. */
  Duration GRACEFUL_DEFAULT = Duration.ofSeconds(10);

  /** Forced time of {@link #close()}. */
  Duration FORCED_DEFAULT = Duration.ofSeconds(2);

  /**
   * Stops and returns once nothing of it runs. A second call does nothing.
   *
   * @param graceful how long work that has begun may go on
   * @param forced how long what is left may take to end after it was told to
   */
  void stop(Duration graceful, Duration forced);

  /** Stops with 10 s and 2 s. */
  @Override
  default void close() {
    stop(GRACEFUL_DEFAULT, FORCED_DEFAULT);
  }
}
