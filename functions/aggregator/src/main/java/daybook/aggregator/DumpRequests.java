package daybook.aggregator;

import daybook.core.port.Messages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Asks for a dump after whatever was applied, and this instance for one a second at most: a wish
 * that comes sooner is for a dump at the end of the second, which serves all that come until then.
 * So none is lost, and nobody waits. Safe for threads.
 *
 * <p>Only as good as the clock, which may stand still while an instance is frozen or step back: a
 * wish is then taken for one that is under way already. The schedule's next tick makes up for it.
 */
final class DumpRequests {

  /**
   * Shortest time between two dumps that one instance asks for. During an import the queue is
   * emptied many times a second, and a dump is a checkpoint and its copy in history, however little
   * has changed. Longer, and users notice that history lags behind; shorter cannot be, for SQS
   * delays by whole seconds.
   */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Messages messages;
  private final InstantSource clock;

  /** The earliest moment at which the last dump asked for may begin. */
  private Instant last = Instant.EPOCH;

  DumpRequests(Messages messages, InstantSource clock) {
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * Sees to it that a dump begins after this moment.
   *
   * @throws daybook.core.port.StoreException if SQS fails; nothing is remembered then
   */
  synchronized void ask() {
    Instant now = clock.instant();
    Duration since = Duration.between(last, now);
    if (since.isNegative() && since.negated().compareTo(INTERVAL) <= 0) {
      return;
    }
    boolean soon = !since.isNegative() && since.compareTo(INTERVAL) < 0;
    Duration delay = soon ? INTERVAL : Duration.ZERO;
    messages.tickDumper(delay);
    last = now.plus(delay);
  }
}
