package daybook.template;

import java.util.List;
import java.util.Objects;

/**
 * A bucket of the template.
 *
 * @param id logical id
 * @param versioned whether an overwritten object is kept as a version
 * @param notifications which events go to which queue
 */
public record BucketDefinition(String id, boolean versioned, List<Notification> notifications) {

  public BucketDefinition {
    Objects.requireNonNull(id);
    notifications = List.copyOf(notifications);
  }

  /**
   * One notification of a bucket.
   *
   * @param event such as {@code s3:ObjectCreated:*}
   * @param queueId logical id of the queue that is notified
   * @param prefix how keys begin; empty means any
   * @param suffix how keys end, case-sensitive; empty means any
   */
  public record Notification(String event, String queueId, String prefix, String suffix) {

    public Notification {
      Objects.requireNonNull(event);
      Objects.requireNonNull(queueId);
      Objects.requireNonNull(prefix);
      Objects.requireNonNull(suffix);
    }

    /** Whether an object under this key is announced. */
    public boolean covers(String key) {
      return key.startsWith(prefix) && key.endsWith(suffix);
    }
  }
}
