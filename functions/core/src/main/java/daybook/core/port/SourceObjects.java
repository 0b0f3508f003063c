package daybook.core.port;

import daybook.core.protocol.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The import bucket. Every method throws {@link StoreException} where S3 fails. */
public interface SourceObjects {

  /**
   * A part of a listing.
   *
   * @param versions object versions, in no order that matters; unmodifiable
   * @param next what to ask for next, or empty at the end
   */
  record Page(List<ObjectVersion> versions, Optional<String> next) {
    /** Copies the list. */
    public Page {
      versions = List.copyOf(versions);
    }
  }

  /**
   * An object version, and what was said of it when it was put.
   *
   * @param version which one
   * @param mapping the name in its metadata {@code daybook-mapping}, which never changes
   * @param pacing the word in its metadata {@code daybook-pacing}, which never changes either
   */
  record Found(ObjectVersion version, Optional<String> mapping, Optional<String> pacing) {

    /** One that asks for no pacing. */
    public Found(ObjectVersion version, Optional<String> mapping) {
      this(version, mapping, Optional.empty());
    }
  }

  /** Asks that rows be followed by the pauses in their column {@code sleep_ms}. */
  String PACING_FILE = "file";

  /**
   * Looks an object up.
   *
   * @param versionId the version, or null for the newest
   * @return empty where there is none
   */
  Optional<Found> find(String bucket, String key, @Nullable String versionId);

  /**
   * Opens the stored bytes of one version from an offset on. The stream reads bounded ranges, each
   * only if the object still is that version, and reads a range that broke off again; so it may be
   * left alone for as long as the queue is full. It throws {@link SourceGoneException} where the
   * version is not there any more, and {@link StoreException} where S3 fails.
   *
   * @param offset first byte, 0 to the object's size
   */
  InputStream open(ObjectVersion version, long offset) throws IOException;

  /**
   * Lists object versions, or the objects themselves where the bucket keeps no versions.
   *
   * @param after empty for the first page, else the last page's {@code next}
   */
  Page list(String bucket, Optional<String> after);
}
