package daybook.reading;

import daybook.core.protocol.RejectReason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a file one by one, each with what it comes to by itself: for whoever shows people
 * what becomes of their file. It takes many times as long as {@link RowReader}, and knows nothing
 * of the bound on payment methods of a file. Not safe for threads.
 */
public final class RowByRow {

  private final RecordScanner records;
  private final BlockReader reader;

  /**
   * What one record comes to.
   *
   * @param line physical line where it starts, from 1
   * @param text as it may be shown
   * @param group the row accepted, rejected or skipped; none of them where it is no row
   */
  public record Row(long line, String text, RowGroup group) {}

  /**
   * Begins behind the header.
   *
   * @param object whose header was read, and whose rows were not
   */
  public RowByRow(OpenObject object, Layout layout) {
    this.records = object.records();
    this.reader = new BlockReader(layout, List.of(), RecordScanner.RECORD_BYTES_MAX);
  }

  /**
   * The next row that is no longer than any may be.
   *
   * @return empty at the end of the file
   * @throws IOException if the stream breaks off
   */
  public Optional<Row> next() throws IOException {
    while (records.next()) {
      if (!records.isBlank() && !RejectReason.RECORD_TOO_LONG.equals(records.problem())) {
        return Optional.of(row());
      }
    }
    return Optional.empty();
  }

  private Row row() {
    int length = records.end() - records.start();
    Block alone =
        new Block(
            records.bytes(),
            records.start(),
            records.end(),
            records.offset(),
            records.offset() + length,
            true);
    List<RowGroup> groups = reader.read(alone).groups();
    RowGroup group = groups.get(0).behind(records.line() - 1);
    return new Row(records.line(), RejectText.of(records), group);
  }
}
