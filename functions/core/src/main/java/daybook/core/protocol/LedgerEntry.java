package daybook.core.protocol;

import java.time.Instant;
import java.util.List;

/**
 * The final word on one import, kept for good.
 *
 * @param id the import
 * @param source the object version
 * @param terms what was settled before its first row
 * @param end where and how it ended, with its counts
 * @param setAside ranges that are not in the totals; unmodifiable
 * @param begun when it began
 * @param ended stamp of the checkpoint that finished it
 * @param further what a later version has noted of it besides, that of source and end included: all
 *     three always fit, see {@link FurtherFields#GATHERED_LENGTH_MAX}
 */
public record LedgerEntry(
    ImportId id,
    ObjectVersion source,
    ImportTerms terms,
    ImportPosition end,
    List<SetAsideRange> setAside,
    Instant begun,
    Instant ended,
    FurtherFields further) {

  /** Copies the list, and gathers the further fields. */
  public LedgerEntry {
    setAside = List.copyOf(setAside);
    further = further.and(source.further()).and(end.further());
    source = source.with(FurtherFields.NONE);
    end = end.with(FurtherFields.NONE);
  }

  /** Whether another object version has the same content, and rows of this one count. */
  public boolean isSameContent(ObjectVersion other) {
    return source.hasContentOf(other) && !id.equals(other.importId()) && end.accepted() > 0;
  }

  /** An entry of an import of own columns, of which there is nothing to say. */
  public LedgerEntry(
      ImportId id,
      ObjectVersion source,
      ImportPosition end,
      List<SetAsideRange> setAside,
      Instant begun,
      Instant ended) {
    this(id, source, ImportTerms.NONE, end, setAside, begun, ended, FurtherFields.NONE);
  }
}
