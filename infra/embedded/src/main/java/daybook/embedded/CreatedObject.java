package daybook.embedded;

import java.time.Instant;
import java.util.Objects;

/**
 * What S3 says of an object that was created.
 *
 * @param bucket its bucket
 * @param key its key as it is, not encoded
 * @param size its size in bytes
 * @param eTag its entity tag without quotes: 32 hex digits, and {@code -parts} after a multipart
 *     upload
 * @param event how it was created
 * @param time when it was complete
 * @param sequencer 16 hex digits that grow with every object of the server, also over restarts
 */
public record CreatedObject(
    String bucket,
    String key,
    long size,
    String eTag,
    Event event,
    Instant time,
    String sequencer) {

  /** Checks that nothing is missing. */
  public CreatedObject {
    Objects.requireNonNull(bucket);
    Objects.requireNonNull(key);
    Objects.requireNonNull(eTag);
    Objects.requireNonNull(event);
    Objects.requireNonNull(time);
    Objects.requireNonNull(sequencer);
    if (size < 0) {
      throw new IllegalArgumentException("size of %s/%s: %d".formatted(bucket, key, size));
    }
  }

  /** The ways to create an object, by their names in S3's notifications. */
  public enum Event {
    /** One request with the whole content. */
    PUT("ObjectCreated:Put"),
    /** The last request of an upload in parts. */
    COMPLETE_MULTIPART_UPLOAD("ObjectCreated:CompleteMultipartUpload"),
    /** A copy of another object. */
    COPY("ObjectCreated:Copy");

    private final String eventName;

    Event(String eventName) {
      this.eventName = eventName;
    }

    /** The {@code eventName} of S3's notification. */
    public String eventName() {
      return eventName;
    }
  }
}
