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
 * @param record its bytes
 * @param remarks what is odd about it, mostly nothing
 */
public record IdentifiedRow(
    TransactionId id,
    TransactionContent content,
    long line,
    long offset,
    RowText record,
    List<Remark> remarks)
    implements RowWithId {

  /** Copies the list. */
  public IdentifiedRow {
    remarks = List.copyOf(remarks);
  }

  /** One with nothing odd, whose record is this text. */
  public IdentifiedRow(
      TransactionId id, TransactionContent content, long line, long offset, String text) {
    this(id, content, line, offset, RowText.of(text), List.of());
  }

  @Override
  public String text() {
    return record.toString();
  }

  @Override
  public IdentifiedRow behind(long lines) {
    return new IdentifiedRow(id, content, line + lines, offset, record, remarks);
  }
}
