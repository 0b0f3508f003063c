package daybook.reading;

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

  private boolean isRow(byte[] bytes, PhysicalLine line) {
    long endOffset = line.offset() + line.end() - line.start();
    Block block = new Block(bytes, line.start(), line.end(), line.offset(), endOffset, true);
    RecordScanner alone = new RecordScanner(block, 0, recordBytesMax, dialect);
    return alone.nextInBlock() && parser.parse(alone) == RowParser.Outcome.ACCEPTED;
  }
}
