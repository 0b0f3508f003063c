package daybook.template;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A standard queue of the template.
 *
 * @param id logical id
 * @param visibility how long a received message stays hidden, 0 s to 12 h
 * @param retention how long a message lives, counted from sending, 1 min to 14 d
 * @param delay how long a new message stays hidden, 0 s to 15 min
 * @param redrive where messages go that were received too often
 */
public record QueueDefinition(
    String id, Duration visibility, Duration retention, Duration delay, Optional<Redrive> redrive) {

  public QueueDefinition {
    Objects.requireNonNull(id);
    Objects.requireNonNull(visibility);
    Objects.requireNonNull(retention);
    Objects.requireNonNull(delay);
    Objects.requireNonNull(redrive);
  }

  /**
   * What happens to a message that keeps failing.
   *
   * @param deadLetterQueueId logical id of the queue it is moved to
   * @param receiveCountMax receives before it is moved, 1 to 1,000
   */
  public record Redrive(String deadLetterQueueId, int receiveCountMax) {

    public Redrive {
      Objects.requireNonNull(deadLetterQueueId);
    }
  }
}
