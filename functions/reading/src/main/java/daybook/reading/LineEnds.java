package daybook.reading;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ends a line: a line feed and all carriage returns right before it. One is written by
 * Windows, a second one by a program there that wrote such a line as text once more. A carriage
 * return that no line feed follows is an ordinary character.
 */
final class LineEnds {

  private static final Pattern LONE = Pattern.compile("\r(?!\r*\n)");

  private LineEnds() {}

  /**
   * Index of the next line feed, or of the end where there is none.
   *
   * @param to index after the last byte
   */
  static int lineFeed(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  /** Index after a line's last byte, its line end left out. */
  static int contentEnd(byte[] bytes, int lineStart, int lineFeed) {
    int end = lineFeed;
    while (end > lineStart && bytes[end - 1] == '\r') {
      end--;
    }
    return end;
  }

  /** Index of the line feed of a line end that begins here, or -1 where none does. */
  static int lineFeedOf(byte[] bytes, int at, int to) {
    int i = at;
    while (i < to && bytes[i] == '\r') {
      i++;
    }
    return i < to && bytes[i] == '\n' ? i : -1;
  }

  /** Index in a text of the first carriage return that belongs to no line end, or -1. */
  static int loneReturn(String text) {
    Matcher lone = LONE.matcher(text);
    return lone.find() ? lone.start() : -1;
  }

  /** Whether there is nothing but blanks and tabs, if anything. */
  static boolean isBlank(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
      i++;
    }
    return i == to;
  }
}
