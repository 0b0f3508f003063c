package daybook.core.port;

import java.time.Instant;

/**
 * Whether ids are kept, kept itself in MongoDB with the times at which that was changed: whoever
 * reads an object decides alike (docs/PROTOCOL.md). Every method throws {@link StoreException}
 * where MongoDB fails.
 */
public interface RecordSwitch {

  /**
   * The variable that says whether ids are to be kept from now on; they are where it is not set.
   */
  String KEEP_TRANSACTIONS = "KEEP_TRANSACTIONS";

  /**
   * Notes what the settings say, where it is another than the last, and looks up what counts for an
   * object.
   *
   * @param mine whether ids are to be kept from now on
   * @param lastModified when the object was put
   * @param now the time
   * @return whether the ids in that object are kept. In a database that was begun by a version
   *     without ids, and at every later change, what is new takes effect a minute after it is noted
   */
  boolean isOn(boolean mine, Instant lastModified, Instant now);
}
