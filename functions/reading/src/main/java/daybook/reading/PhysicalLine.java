package daybook.reading;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the lines that a record takes.
 *
 * @param number in the stream, from 1
 * @param offset in the stream of its first byte, from 0
 * @param start index of its first byte in {@link RecordScanner#bytes()}
 * @param end index after its last byte, its line end left out
 */
public record PhysicalLine(long number, long offset, int start, int end) {

  /** The lines of a record: at most one more than it has bytes. */
  static List<PhysicalLine> of(RecordScanner record) {
    byte[] bytes = record.bytes();
    List<PhysicalLine> lines = new ArrayList<>();
    int from = record.start();
    long number = record.line();
    long last = number + record.lines() - 1;
    for (; number < last; number++) {
      int lineFeed = LineEnds.lineFeed(bytes, from, record.end());
      lines.add(line(record, number, from, LineEnds.contentEnd(bytes, from, lineFeed)));
      from = lineFeed + 1;
    }
    lines.add(line(record, number, from, record.end()));
    return lines;
  }

  private static PhysicalLine line(RecordScanner record, long number, int from, int to) {
    return new PhysicalLine(number, record.offset() + from - record.start(), from, to);
  }
}
