package daybook.importer;

import daybook.core.port.Rejects;
import daybook.reading.Refusal;
import java.util.Optional;

/** No row of an object is read. */
final class RefusedFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;
  private final transient Optional<Rejects.Row> row;
  private final long offset;
  private final long line;

  /**
   * @param refusal why
   * @param row what stands in the place of a header, for the rejects file
   * @param offset bytes before the place behind it
   * @param line lines before that place
   */
  RefusedFileException(Refusal refusal, Optional<Rejects.Row> row, long offset, long line) {
    super(refusal.detail());
    this.refusal = refusal;
    this.row = row;
    this.offset = offset;
    this.line = line;
  }

  Refusal refusal() {
    return refusal;
  }

  Optional<Rejects.Row> row() {
    return row;
  }

  long offset() {
    return offset;
  }

  long line() {
    return line;
  }
}
