package daybook.reading.value;

import daybook.core.CodePoints;
import java.nio.charset.StandardCharsets;

/**
 * Text of files as people may see it: in it nothing is invisible, and nothing looks like something
 * else. A tab, a carriage return and a line feed are shown as {@code \t}, {@code \r} and {@code
 * \n}, everything else that is hidden as {@code <U+00A0>}, a byte that is no UTF-8 as {@code
 * <0xE4>}, and more than {@value #RUN_MAX} of the same one in a row as {@code <U+0000>×188}.
 */
public final class Shown {

  /** Most code points of a record: enough to find the row, too few for a data set of its own. */
  public static final int RECORD_CODE_POINTS_MAX = 500;

  /** Most code points of a cell: more than any value has. */
  public static final int CELL_CODE_POINTS_MAX = 100;

  /** Of a hidden character in a row each one is shown, up to so many. */
  public static final int RUN_MAX = 8;

  private static final int ASCII_END = 0x80;
  private static final int MINUS = 0x2212;

  private Shown() {}

  /**
   * A record, in which letters of all scripts stay as they are. Hidden are control and format
   * characters, blanks and line ends other than U+0020, what is private, unassigned or has replaced
   * something else, letters and marks that show as nothing, dashes other than {@code -}, the minus
   * U+2212, and full-width forms.
   *
   * @return at most {@value #RECORD_CODE_POINTS_MAX} code points
   */
  public static String record(byte[] in, int start, int end) {
    StringBuilder text = new StringBuilder();
    write(in, start, end, false, RECORD_CODE_POINTS_MAX, text);
    return text.toString();
  }

  /** The same for all of these bytes. */
  public static String record(byte[] in) {
    return record(in, 0, in.length);
  }

  /** Index after the last byte of a record that is shown. */
  public static int recordEnd(byte[] in, int start, int end) {
    return write(in, start, end, false, RECORD_CODE_POINTS_MAX, new StringBuilder());
  }

  /**
   * The same for a text, cut with {@code …} where it has more.
   *
   * @param codePointsMax most code points before that
   */
  public static String text(String text, int codePointsMax) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder shown = new StringBuilder();
    int end = write(bytes, 0, bytes.length, false, codePointsMax, shown);
    return shown.append(end < bytes.length ? "…" : "").toString();
  }

  /**
   * A cell whose value is ASCII: everything else is hidden, so that letters which look like others
   * are told apart.
   *
   * @return at most {@value #CELL_CODE_POINTS_MAX} code points
   */
  public static String cell(byte[] in, int start, int end) {
    StringBuilder text = new StringBuilder();
    write(in, start, end, true, CELL_CODE_POINTS_MAX, text);
    return text.toString();
  }

  /** The same for a text. */
  public static String cell(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return cell(bytes, 0, bytes.length);
  }

  /** Writes as much as there is room for; the index after the last byte that is shown. */
  private static int write(
      byte[] in, int start, int end, boolean cell, int codePointsMax, StringBuilder text) {
    int room = codePointsMax;
    int at = start;
    while (at < end && room > 0) {
      if (!isHidden(in, at, end, cell)) {
        at = append(in, at, end, text);
        room--;
        continue;
      }
      int next = next(in, at, end);
      int count = count(in, at, next, end);
      String escape = escape(in, at, end) + (count > RUN_MAX ? "×" + count : "");
      room -= escape.length();
      if (room < 0) {
        return at;
      }
      text.append(escape);
      at = count > RUN_MAX ? at + count * (next - at) : next;
    }
    return at;
  }

  /** Appends the code point that begins here; the index after it. */
  private static int append(byte[] in, int at, int end, StringBuilder text) {
    int codePoint = CodePoints.at(in, at, end);
    text.appendCodePoint(codePoint);
    return at + CodePoints.length(codePoint);
  }

  private static int next(byte[] in, int at, int end) {
    int codePoint = CodePoints.at(in, at, end);
    return at + (codePoint < 0 ? 1 : CodePoints.length(codePoint));
  }

  /** How often in a row the bytes from at to before next stand there. */
  private static int count(byte[] in, int at, int next, int end) {
    int codePoint = CodePoints.at(in, at, end);
    int count = 0;
    for (int i = at; i < end && in[i] == in[at]; i += next - at) {
      if (CodePoints.at(in, i, end) != codePoint) {
        break;
      }
      count++;
    }
    return count;
  }

  private static boolean isHidden(byte[] in, int at, int end, boolean cell) {
    int codePoint = CodePoints.at(in, at, end);
    if (codePoint >= ' ' && codePoint < ASCII_END - 1) {
      return false;
    }
    return cell || codePoint < ASCII_END || isHidden(codePoint);
  }

  /** Whether a code point beyond ASCII shows as nothing, or as something else. */
  public static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.DASH_PUNCTUATION ->
          true;
      default ->
          codePoint == MINUS
              || codePoint == 0xFFFD
              || (codePoint >= 0xFF01 && codePoint <= 0xFF60)
              || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
              || codePoint == 0x2800
              || CodePoints.isIgnorable(codePoint);
    };
  }

  private static String escape(byte[] in, int at, int end) {
    int codePoint = CodePoints.at(in, at, end);
    if (codePoint < 0) {
      return "<0x%02X>".formatted(in[at]);
    }
    return switch (codePoint) {
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      case '\n' -> "\\n";
      default -> "<U+%04X>".formatted(codePoint);
    };
  }
}
