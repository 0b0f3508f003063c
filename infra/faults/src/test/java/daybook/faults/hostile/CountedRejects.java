package daybook.faults.hostile;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.MappingRef;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A rejects bucket that keeps nothing, so that millions of rows fit into a small heap; it counts
 * them, and checks each for its order and for being harmless. For one import. Not safe for threads.
 */
final class CountedRejects implements Rejects {

  /** What a reject's text may be: 500 characters and a quote for each cell that is defused. */
  private static final int TEXT_CHARS_MAX = 2 * 500 + 500;

  /** A control character, or a sign of a formula, wide or not, where a cell may begin. */
  private static final Pattern UNSAFE =
      Pattern.compile(
          "[\\p{Cntrl}\\x7f-\\x9f]|(^|;)[\\p{Z}\\p{Cf}]*[=+@\uff1d\uff0b\uff0d\uff20-]");

  private long rows;
  private long lastOffset = -1;
  private boolean composed;

  /** Whether a text could do harm in a spreadsheet. */
  static boolean isUnsafe(String text) {
    return text.length() > TEXT_CHARS_MAX || UNSAFE.matcher(text).find();
  }

  private static boolean isUnsafe(Row row) {
    return isUnsafe(row.column()) || isUnsafe(row.expected()) || isUnsafe(row.text());
  }

  @Override
  public void putPart(ImportId id, Optional<MappingRef> mapping, long from, List<Row> part) {
    for (Row row : part) {
      if (row.offset() <= lastOffset || row.offset() < from || isUnsafe(row)) {
        throw new IllegalStateException("after byte " + lastOffset + ": " + row);
      }
      lastOffset = row.offset();
      rows++;
    }
  }

  @Override
  public void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    composed = true;
  }

  @Override
  public String location(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
    return "nowhere";
  }

  /** Rows in the composed file. */
  long listed() {
    return composed ? rows : 0;
  }
}
