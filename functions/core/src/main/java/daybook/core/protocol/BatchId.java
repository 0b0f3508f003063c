package daybook.core.protocol;

/**
 * Identity of a batch: the part of an import whose rows it holds. Text form {@code import:from:to}.
 *
 * @param importId the import
 * @param from first byte of the inflated stream
 * @param to the byte after the last, at least {@code from}
 */
public record BatchId(ImportId importId, long from, long to) {

  /** Checks the range. */
  public BatchId {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("expected 0 <= from <= to, found " + from + " " + to);
    }
  }

  /**
   * Reads the text form, and no other spelling of the same numbers: identities are compared as
   * text.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static BatchId parse(String text) {
    int last = text.lastIndexOf(':');
    if (last <= ImportId.DIGITS || text.charAt(ImportId.DIGITS) != ':') {
      throw new IllegalArgumentException("expected import:from:to, found " + text);
    }
    BatchId id =
        new BatchId(
            new ImportId(text.substring(0, ImportId.DIGITS)),
            Long.parseLong(text.substring(ImportId.DIGITS + 1, last)),
            Long.parseLong(text.substring(last + 1)));
    if (!id.toString().equals(text)) {
      throw new IllegalArgumentException("expected " + id + ", found " + text);
    }
    return id;
  }

  @Override
  public String toString() {
    return importId + ":" + from + ":" + to;
  }
}
