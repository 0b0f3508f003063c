package daybook.core.port;

import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Settled;
import java.util.Optional;

/**
 * The chain of checkpoints in MongoDB, of which only the newest is kept, and their redo. Every
 * method throws {@link StoreException} where MongoDB fails. Conditions 11, 12, 13, 14, 15 and 20 of
 * docs/PROTOCOL.md are kept here.
 */
public interface Checkpoints {

  /**
   * What a redo did to the daily aggregates; all 0 where everything was there already.
   *
   * @param inserted new documents
   * @param updated documents that were older
   * @param matched documents that were as new or newer already
   */
  record Redone(int inserted, int updated, int matched) {}

  /**
   * The stamp of the newest checkpoint, or 0 where there is none, by majority read (condition 15).
   * A whole checkpoint may be megabytes, and most of the time nobody needs more than this.
   */
  long latestAt();

  /** The newest checkpoint, by majority read (condition 15). */
  Optional<Checkpoint> latest();

  /** The newest {@code LastUpdated} of all daily aggregates, or 0 where there are none. */
  long newestLastUpdated();

  /**
   * Puts a checkpoint in the place of its predecessor (condition 11).
   *
   * @param predecessorAt stamp of the predecessor, or 0 to write the first one
   * @return false where another one is there by now; nothing is changed then
   */
  boolean replace(long predecessorAt, Checkpoint next);

  /** Writes totals and ledger entries, where they are older (condition 13); repeatable any time. */
  Redone redo(Checkpoint checkpoint);

  /**
   * Looks by majority read whether the redo is there to stay (condition 14).
   *
   * @return the stamp and operation time to settle with, or empty where something is missing
   */
  Optional<Settled> verify(Checkpoint checkpoint);
}
