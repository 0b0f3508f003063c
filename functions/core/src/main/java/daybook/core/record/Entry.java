package daybook.core.record;

import daybook.core.Transaction;
import java.util.Optional;

/**
 * A change of the totals that one version of a transaction makes: what counted is reversed, and
 * what counts now is added.
 *
 * @param turn grows with each entry of a transaction, and is never used again (condition R6)
 * @param version the version that it brings
 * @param old what is reversed; empty where nothing of the transaction counts yet
 * @param replacement what is added; empty where the transaction is deleted
 * @param needs stamp of the checkpoint that a Redis must have settled to take it (condition R7), or
 *     0
 */
public record Entry(
    long turn,
    long version,
    Optional<Transaction> old,
    Optional<Transaction> replacement,
    long needs) {

  /** Checks the ranges. */
  public Entry {
    if (turn < 1 || version < 1 || needs < 0) {
      throw new IllegalArgumentException(
          "expected turn and version from 1 and needs from 0, found %d, %d and %d"
              .formatted(turn, version, needs));
    }
  }

  /** The same that needs a checkpoint at least as new. */
  Entry needing(long at) {
    return at <= needs ? this : new Entry(turn, version, old, replacement, at);
  }

  /** Whether both change the totals alike, in the same turn. */
  boolean isSameChange(Entry other) {
    return turn == other.turn
        && version == other.version
        && old.equals(other.old)
        && replacement.equals(other.replacement);
  }
}
