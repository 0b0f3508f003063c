package daybook.reading.value;

import java.util.Locale;

/** The bytes of a cell without what means nothing. */
public final class Cells {

  private Cells() {}

  /** Index of the first byte that is no blank. */
  public static int start(byte[] in, int start, int end) {
    int i = start;
    while (i < end && isBlank(in[i])) {
      i++;
    }
    return i;
  }

  /** Index after the last byte that is no blank; {@code start} where all are. */
  public static int end(byte[] in, int start, int end) {
    int i = end;
    while (i > start && isBlank(in[i - 1])) {
      i--;
    }
    return i;
  }

  /** Whether a byte is a blank: a space or a tab. */
  public static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** A word as words are compared: without blanks around it, in lower case. */
  public static String word(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end).toLowerCase(Locale.ROOT);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
