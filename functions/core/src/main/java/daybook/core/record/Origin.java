package daybook.core.record;

import daybook.core.protocol.ImportId;

/**
 * The row, or the line of a journal, that brings an entry into the totals. Text form: {@code
 * import:offset}.
 *
 * @param importId the import of its object
 * @param offset byte of the inflated stream where it starts, at least 0
 */
public record Origin(ImportId importId, long offset) {

  /** Checks the range. */
  public Origin {
    if (offset < 0) {
      throw new IllegalArgumentException("expected an offset, found " + offset);
    }
  }

  @Override
  public String toString() {
    return importId + ":" + offset;
  }
}
