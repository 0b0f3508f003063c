package daybook.reading;

import daybook.core.EightBytes;
import daybook.reading.RowParser.Outcome;

/**
 * Cuts rows of any layout into cells in one pass over their bytes, as long as they are simple: a
 * quoted cell has no line end and no quote in it. Any other row is left to {@link RecordScanner},
 * which knows all of them and takes twice as long. Not safe for threads.
 */
final class SplitRows {

  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long LOWER_BITS = 0x7F7F_7F7F_7F7F_7F7FL;
  private static final long LINE_FEEDS = '\n' * EACH_BYTE;

  private final RowParser parser;
  private final Fields fields;
  private final byte delimiter;
  private final long delimiters;
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
    this.delimiters = delimiter * EACH_BYTE;
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
    if (start == limit || in[start] == quote) {
      return rest(in, start, start, limit);
    }
    int cell = start;
    for (int at = start; at <= limit - Long.BYTES; at += Long.BYTES) {
      long ends = ends(EightBytes.at(in, at));
      while (ends != 0) {
        int end = at + lowest(ends);
        ends &= ends - 1;
        if (in[end] == '\n') {
          return end(cell, end, LineEnds.contentEnd(in, start, end));
        }
        fields.add(cell, end);
        cell = end + 1;
        if (cell == limit || in[cell] == quote) {
          return rest(in, start, cell, limit);
        }
      }
    }
    return rest(in, start, cell, limit);
  }

  /** The highest bit of each of eight bytes that is a delimiter or a line feed. */
  private long ends(long eight) {
    long a = eight ^ delimiters;
    long b = eight ^ LINE_FEEDS;
    // The highest bit of a sum stays empty for the lower bits of zero alone.
    return ~((((a & LOWER_BITS) + LOWER_BITS | a) & ((b & LOWER_BITS) + LOWER_BITS | b))
        | LOWER_BITS);
  }

  /** Which byte's highest bit is the lowest that is set: how many bytes are below. */
  private static int lowest(long bits) {
    long below = (bits & -bits) - 1;
    return (int) (((below & EACH_BYTE) * EACH_BYTE) >>> 56) - 1;
  }

  /** Cuts a row byte by byte, from a cell on. */
  private int rest(byte[] in, int start, int from, int limit) {
    int cell = from;
    while (cell < limit) {
      if (in[cell] == quote) {
        int closing = closing(in, cell + 1, limit);
        if (closing < 0 || closing + 1 == limit) {
          return -1;
        }
        fields.add(cell + 1, closing);
        if (in[closing + 1] != delimiter) {
          return endOfQuoted(in, closing + 1, limit);
        }
        cell = closing + 2;
      } else {
        int end = cell;
        while (end < limit && in[end] != delimiter && in[end] != '\n') {
          end++;
        }
        if (end == limit) {
          return -1;
        }
        if (in[end] == '\n') {
          return end(cell, end, LineEnds.contentEnd(in, start, end));
        }
        fields.add(cell, end);
        cell = end + 1;
      }
    }
    return -1;
  }

  /** Behind a quoted cell nothing but the line end may follow. */
  private int endOfQuoted(byte[] in, int at, int limit) {
    int lineFeed = LineEnds.lineFeedOf(in, at, limit);
    return lineFeed < 0 ? -1 : decided(lineFeed);
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
