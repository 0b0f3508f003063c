package daybook.template;

import java.util.Objects;

/**
 * A queue that feeds a function.
 *
 * @param queueId logical id of the queue
 * @param batchSize most messages an invocation, 1 to 10
 * @param concurrencyMax most invocations at a time, at least 1
 * @param reportsItemFailures whether the function's answer names the messages that failed
 * @param enabled whether it polls at all
 */
public record QueueMapping(
    String queueId,
    int batchSize,
    int concurrencyMax,
    boolean reportsItemFailures,
    boolean enabled) {

  /**
   * Most messages an invocation: what one receive returns. AWS allows more only with a batching
   * window, which this host does not have.
   */
  public static final int BATCH_SIZE_MAX = 10;

  /**
   * Invocations at a time where the template names no limit. AWS starts with five pollers and adds
   * more; on one machine a second one already hides the first one's pauses.
   */
  public static final int CONCURRENCY_DEFAULT = 2;

  public QueueMapping {
    Objects.requireNonNull(queueId);
  }
}
