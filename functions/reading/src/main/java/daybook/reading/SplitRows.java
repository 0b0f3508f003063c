package daybook.reading;

import daybook.reading.RowParser.Outcome;

/**
 * Cuts rows of any layout into cells in one pass over their bytes, as long as they are simple: a
 * quoted cell has no line end and no quote in it. Any other row is left to {@link RecordScanner},
 * which knows all of them and takes twice as long. Not safe for threads.
 */
final class SplitRows {

  private final RowParser parser;
  private final Fields fields;
  private final byte delimiter;
  private final int quote;
  private final int recordBytesMax;
  private Outcome outcome = Outcome.NOTHING;

  /**
   * @param parser decides what the rows are
   * @param recordBytesMax most bytes of a row
   */
  SplitRows(RowParser parser, Dialect dialect, int recordBytesMax) {
    this.parser = parser;
    this.fields = parser.fields();
    this.delimiter = dialect.delimiter();
    this.quote = dialect.quote();
    this.recordBytesMax = recordBytesMax;
  }

  /**
   * Reads one row.
   *
   * @param in holds the bytes
   * @param start index of the row's first byte
   * @param to index after the last byte that was read
   * @return index after its line feed, or -1 if it is another's work: what it is must be looked at
   *     again then
   */
  int row(byte[] in, int start, int to) {
    int limit = Math.min(to, start + recordBytesMax);
    fields.begin(in);
    int cell = start;
    int i = start;
    while (i < limit) {
      byte b = in[i];
      if (b == delimiter) {
        fields.add(cell, i);
        cell = ++i;
      } else if (b == '\n') {
        return end(cell, i, LineEnds.contentEnd(in, start, i));
      } else if (b == quote && i == cell) {
        i = closing(in, i + 1, limit);
        if (i < 0) {
          return -1;
        }
        fields.add(cell + 1, i);
        i++;
        if (i == limit) {
          return -1;
        }
        if (in[i] == delimiter) {
          cell = ++i;
        } else {
          int lineFeed = LineEnds.lineFeed(in, i, limit);
          boolean ends = lineFeed < limit && LineEnds.contentEnd(in, i, lineFeed) == i;
          return ends ? decided(lineFeed) : -1;
        }
      } else {
        i++;
      }
    }
    return -1;
  }

  /** Index of the next quote, or -1 where there is none in this line, or it is doubled. */
  private int closing(byte[] in, int from, int limit) {
    int i = from;
    while (i < limit && in[i] != quote) {
      if (in[i] == '\n') {
        return -1;
      }
      i++;
    }
    boolean doubled = i + 1 < limit && in[i + 1] == quote;
    return i == limit || doubled ? -1 : i;
  }

  private int end(int cell, int lineFeed, int contentEnd) {
    fields.add(cell, Math.max(cell, contentEnd));
    return decided(lineFeed);
  }

  private int decided(int lineFeed) {
    outcome = parser.parse();
    // Whoever rejects a row shows it, and needs to know where it is.
    return outcome == Outcome.REJECTED ? -1 : lineFeed + 1;
  }

  /** What the last row is. */
  Outcome outcome() {
    return outcome;
  }
}
