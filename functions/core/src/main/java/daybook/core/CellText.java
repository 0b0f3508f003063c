package daybook.core;

import java.util.regex.Pattern;

/** Texts of strangers in cells of a CSV file that people open in a spreadsheet. */
public final class CellText {

  /**
   * Where a spreadsheet would begin to read a formula: blanks and invisible characters do not stop
   * it, wide forms of the signs count in some, and where a semicolon separates values, as in half
   * of Europe, the quotes around the text do not hold it together.
   */
  private static final Pattern FORMULA =
      Pattern.compile("(?<=^|;)(?=[\\p{Z}\\p{Cf}]*+[=+@\uff1d\uff0b\uff0d\uff20-])");

  private static final String MORE = "…";

  private CellText() {}

  /** The same text with a {@code '} before what might be a formula; again, it stays as it is. */
  public static String guarded(CharSequence text) {
    return FORMULA.matcher(text).replaceAll("'");
  }

  /**
   * The same without control characters, on one line.
   *
   * @param codePointsMax what is longer is cut, and says so; quotes come on top
   */
  public static String line(String text, int codePointsMax) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), 2 * codePointsMax));
    text.codePoints()
        .filter(c -> !Character.isISOControl(c))
        .limit(codePointsMax + 1L)
        .forEach(line::appendCodePoint);
    if (line.codePointCount(0, line.length()) > codePointsMax) {
      line.setLength(line.offsetByCodePoints(0, codePointsMax - 1));
      line.append(MORE);
    }
    return guarded(line);
  }
}
