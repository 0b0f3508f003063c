package daybook.reading;

import daybook.core.protocol.Remark;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import java.util.List;

/**
 * An accepted row with an id: it counts if its document says so.
 *
 * @param id which transaction
 * @param content what it says
 * @param line physical line where it starts, from 1
 * @param offset byte of the inflated stream where it starts
 * @param text the record as a reject shows it
 * @param remarks what is odd about it, mostly nothing
 */
public record IdentifiedRow(
    TransactionId id,
    TransactionContent content,
    long line,
    long offset,
    String text,
    List<Remark> remarks)
    implements RowWithId {

  /** Copies the list. */
  public IdentifiedRow {
    remarks = List.copyOf(remarks);
  }

  /** One with nothing odd. */
  public IdentifiedRow(
      TransactionId id, TransactionContent content, long line, long offset, String text) {
    this(id, content, line, offset, text, List.of());
  }

  @Override
  public IdentifiedRow behind(long lines) {
    return new IdentifiedRow(id, content, line + lines, offset, text, remarks);
  }
}
