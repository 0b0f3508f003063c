package daybook.reading;

import java.util.Arrays;
import java.util.List;

/**
 * Looks whether a record over several lines is several rows that a stray quote has joined: whether
 * a line within it, for itself, is a transaction. A note over several lines never is by chance; a
 * payment that vanishes in a cell nobody reads would be missed by nobody. Not safe for threads.
 */
final class RowsInQuotes {

  private final RowParser parser;
  private final Dialect dialect;
  private final int recordBytesMax;

  RowsInQuotes(Layout layout, int recordBytesMax) {
    // A name that is one too many for the file makes a row no less a row.
    this.parser = new RowParser(layout, null);
    this.dialect = layout.dialect();
    this.recordBytesMax = recordBytesMax;
  }

  /** The lines behind the first one that are rows of their own; none where it is one row. */
  List<PhysicalLine> find(RecordScanner record) {
    List<PhysicalLine> lines = record.physicalLines();
    return lines.subList(1, lines.size()).stream()
        .filter(line -> isRow(record.bytes(), line))
        .toList();
  }

  /** Whether a line is a row as it is written, or as it reads within the cell. */
  private boolean isRow(byte[] bytes, PhysicalLine line) {
    byte[] written = Arrays.copyOfRange(bytes, line.start(), line.end());
    byte[] inCell = withoutClosingQuote(written);
    return isRow(written) || isRow(inCell) || isRow(withSingleQuotes(inCell));
  }

  /** The line that ends the cell has a quote that is not its own, mostly the last one. */
  private byte[] withoutClosingQuote(byte[] line) {
    for (int i = line.length - 1; i >= 0; i--) {
      if (line[i] == dialect.quote()) {
        byte[] without = Arrays.copyOf(line, line.length - 1);
        System.arraycopy(line, i + 1, without, i, line.length - i - 1);
        return without;
      }
    }
    return line;
  }

  /** A doubled quote is one in the cell. */
  private byte[] withSingleQuotes(byte[] line) {
    byte[] single = new byte[line.length];
    int length = 0;
    for (int i = 0; i < line.length; i++) {
      single[length++] = line[i];
      boolean doubled = line[i] == dialect.quote() && i + 1 < line.length && line[i + 1] == line[i];
      i += doubled ? 1 : 0;
    }
    return Arrays.copyOf(single, length);
  }

  private boolean isRow(byte[] line) {
    RecordScanner alone =
        new RecordScanner(
            new Block(line, 0, line.length, 0, line.length, true), 0, recordBytesMax, dialect);
    return alone.nextInBlock() && parser.parse(alone) == RowParser.Outcome.ACCEPTED;
  }
}
