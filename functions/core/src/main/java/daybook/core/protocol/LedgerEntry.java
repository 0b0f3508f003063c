package daybook.core.protocol;

import java.time.Instant;
import java.util.List;

/**
 * The final word on one import, kept for good.
 *
 * @param id the import
 * @param source the object version
 * @param end where and how it ended, with its counts
 * @param setAside ranges that are not in the totals; unmodifiable
 * @param begun when it began
 * @param ended stamp of the checkpoint that finished it
 */
public record LedgerEntry(
    ImportId id,
    ObjectVersion source,
    ImportPosition end,
    List<SetAsideRange> setAside,
    Instant begun,
    Instant ended) {

  /** Copies the list. */
  public LedgerEntry {
    setAside = List.copyOf(setAside);
  }
}
