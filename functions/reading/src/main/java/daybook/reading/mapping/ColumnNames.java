package daybook.reading.mapping;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What makes two names of columns one: letters and digits in Unicode's form NFKC without case.
 * Blanks, hyphens, underscores and what cannot be seen mean nothing.
 */
final class ColumnNames {

  private ColumnNames() {}

  /** The form that is compared; empty for a name of nothing but what means nothing. */
  static String normal(String name) {
    StringBuilder normal = new StringBuilder(name.length());
    Normalizer.normalize(name, Normalizer.Form.NFKC)
        .codePoints()
        .filter(c -> !isNothing(c))
        .forEach(normal::appendCodePoint);
    return normal.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isNothing(int codePoint) {
    return codePoint == '_'
        || Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.getType(codePoint) == Character.FORMAT
        || Character.getType(codePoint) == Character.DASH_PUNCTUATION;
  }
}
