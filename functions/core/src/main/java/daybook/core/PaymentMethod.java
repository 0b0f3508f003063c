package daybook.core;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * How a payment method may be called: 1 to {@value #LENGTH_MAX} letters and digits of any script,
 * with the marks that belong to them, blanks (U+0020), and {@code _ - + & / ( ) '}; the first one a
 * letter or digit, the last one no blank. In UTF-8 and in Unicode's normal form C, so that one name
 * has one spelling; and nothing that cannot be seen, so that two names do not look alike for it.
 *
 * <p>Such a name has no {@code .} and no {@code $}, which mean something in MongoDB, no comma, no
 * quote and no control character, and begins no formula: it is harmless as a field of Redis and of
 * MongoDB, in JSON, in the text of a batch (which writes blanks otherwise) and in a spreadsheet.
 */
public final class PaymentMethod {

  /** Most code points of a name. */
  public static final int LENGTH_MAX = 64;

  /** Most bytes of a name in UTF-8. Its room in documents is counted by {@link FieldName#parts}. */
  public static final int BYTES_MAX = 4 * LENGTH_MAX;

  private static final int FIRST_MARK = 0x300;

  private static final boolean[] LETTER_OR_DIGIT = new boolean[128];
  private static final boolean[] WITHIN = new boolean[128];

  static {
    Arrays.fill(LETTER_OR_DIGIT, '0', '9' + 1, true);
    Arrays.fill(LETTER_OR_DIGIT, 'A', 'Z' + 1, true);
    Arrays.fill(LETTER_OR_DIGIT, 'a', 'z' + 1, true);
    System.arraycopy(LETTER_OR_DIGIT, 0, WITHIN, 0, WITHIN.length);
    " _-+&/()'".chars().forEach(c -> WITHIN[c] = true);
  }

  private PaymentMethod() {}

  /** Whether the bytes from start to before end are such a name in UTF-8. */
  public static boolean isName(byte[] in, int start, int end) {
    if (start == end || end - start > BYTES_MAX) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (in[i] < 0) {
        return isWideName(in, start, end);
      }
      if (!WITHIN[in[i]]) {
        return false;
      }
    }
    return end - start <= LENGTH_MAX && LETTER_OR_DIGIT[in[start]] && in[end - 1] != ' ';
  }

  /** The same where there is more than ASCII. */
  private static boolean isWideName(byte[] in, int start, int end) {
    int length = 0;
    boolean composed = true;
    for (int at = start; at < end; length++) {
      int codePoint = CodePoints.at(in, at, end);
      if (codePoint < 0 || !isAllowed(codePoint, at == start)) {
        return false;
      }
      composed &= isComposed(codePoint);
      at += CodePoints.length(codePoint);
    }
    return length <= LENGTH_MAX
        && in[end - 1] != ' '
        && (composed || isNormal(new String(in, start, end - start, StandardCharsets.UTF_8)));
  }

  private static boolean isAllowed(int codePoint, boolean first) {
    if (codePoint < WITHIN.length) {
      return first ? LETTER_OR_DIGIT[codePoint] : WITHIN[codePoint];
    }
    if (CodePoints.isIgnorable(codePoint)) {
      return false;
    }
    return Character.isLetterOrDigit(codePoint) || (!first && isMark(codePoint));
  }

  private static boolean isMark(int codePoint) {
    int category = Character.getType(codePoint);
    return category == Character.NON_SPACING_MARK || category == Character.COMBINING_SPACING_MARK;
  }

  /**
   * Whether a text of only such code points is in normal form C for certain: letters of Latin,
   * Cyrillic without marks, kana without marks, ideographs and syllables of Hangul, which most
   * names are made of. Of others the whole text is looked at.
   */
  private static boolean isComposed(int codePoint) {
    return codePoint < FIRST_MARK
        || (codePoint >= 0x400 && codePoint <= 0x482)
        || (codePoint >= 0x3041 && codePoint <= 0x3096)
        || (codePoint >= 0x30A1 && codePoint <= 0x30FF)
        || (codePoint >= 0x4E00 && codePoint <= 0x9FFF)
        || (codePoint >= 0xAC00 && codePoint <= 0xD7A3);
  }

  private static boolean isNormal(String text) {
    return Normalizer.isNormalized(text, Normalizer.Form.NFC);
  }
}
