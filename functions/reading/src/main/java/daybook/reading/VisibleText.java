package daybook.reading;

import java.util.Locale;

/** Text of a file in words for people: what cannot be seen is named, and its length has a bound. */
public final class VisibleText {

  private VisibleText() {}

  /**
   * The text with every invisible character as {@code <U+00A0>}, a carriage return, line feed and
   * tab as {@code \r}, {@code \n} and {@code \t}. A blank and a visible mark stay what they are.
   *
   * @param codePointsMax most characters of the text that are shown; {@code …} stands for the rest
   */
  public static String of(String text, int codePointsMax) {
    StringBuilder visible = new StringBuilder();
    int shown = 0;
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (shown == codePointsMax) {
        return visible.append('…').toString();
      }
      append(visible, text.codePointAt(i));
      shown++;
    }
    return visible.toString();
  }

  private static void append(StringBuilder visible, int c) {
    switch (c) {
      case '\r' -> visible.append("\\r");
      case '\n' -> visible.append("\\n");
      case '\t' -> visible.append("\\t");
      default -> {
        if (isInvisible(c)) {
          visible.append(String.format(Locale.ROOT, "<U+%04X>", c));
        } else {
          visible.appendCodePoint(c);
        }
      }
    }
  }

  /** Whether nobody sees it: everything of Unicode's C and Z but the blank. */
  static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> false;
    };
  }
}
