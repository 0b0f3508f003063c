package daybook.aggregator;

import daybook.core.port.Messages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Asks for a dump after whatever was applied. Who waits for the end of an import wants it at once;
 * in the middle of one a second's delay makes it serve all that comes until then, and a wish that
 * finds one under way needs none of its own. So none is lost, and nobody waits. Safe for threads.
 *
 * <p>Only as good as the clock, which may stand still while an instance is frozen or step back: a
 * wish is then taken for one that is under way already. The schedule's next tick makes up for it.
 */
final class DumpRequests {

  /**
   * Delay of a dump in the middle of an import. The queue is emptied many times a second then, and
   * a dump is a checkpoint and its copy in history, however little has changed. Longer, and users
   * notice that history lags behind; shorter cannot be, for SQS delays by whole seconds.
   */
  static final Duration DELAY = Duration.ofSeconds(1);

  /**
   * Shortest time between two dumps that one instance asks for at once: many small files do not
   * make a dump each.
   */
  static final Duration INTERVAL = Duration.ofMillis(250);

  private final Messages messages;
  private final InstantSource clock;

  /** The earliest moment at which the last delayed dump may begin. */
  private Instant delayed = Instant.EPOCH;

  /** When one was asked for at once. */
  private Instant atOnce = Instant.EPOCH;

  DumpRequests(Messages messages, InstantSource clock) {
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * Sees to it that a dump begins after this moment.
   *
   * @param ended whether the last batch of an import was applied
   * @throws daybook.core.port.StoreException if SQS fails; nothing is remembered then
   */
  synchronized void ask(boolean ended) {
    Instant now = clock.instant();
    Duration since = Duration.between(atOnce, now);
    if (ended && (since.isNegative() || since.compareTo(INTERVAL) >= 0)) {
      messages.tickDumper(Duration.ZERO);
      atOnce = now;
      return;
    }
    Duration ahead = Duration.between(now, delayed);
    boolean underWay = !ahead.isNegative() && !ahead.isZero() && ahead.compareTo(DELAY) <= 0;
    if (!underWay) {
      messages.tickDumper(DELAY);
      delayed = now.plus(DELAY);
    }
  }
}
