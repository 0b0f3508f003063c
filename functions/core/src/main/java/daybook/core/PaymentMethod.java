package daybook.core;

import java.util.Arrays;

/**
 * How a payment method may be called: 1 to {@value #LENGTH_MAX} ASCII letters, digits, {@code _}
 * and {@code -}, the first one a letter or digit. Such a name is harmless as a field of Redis and
 * of MongoDB and in a spreadsheet.
 */
public final class PaymentMethod {

  /** Most characters of a name, each of them one byte. */
  public static final int LENGTH_MAX = 64;

  private static final boolean[] LETTER_OR_DIGIT = new boolean[128];

  static {
    Arrays.fill(LETTER_OR_DIGIT, '0', '9' + 1, true);
    Arrays.fill(LETTER_OR_DIGIT, 'A', 'Z' + 1, true);
    Arrays.fill(LETTER_OR_DIGIT, 'a', 'z' + 1, true);
  }

  private PaymentMethod() {}

  /** Whether the bytes from start to before end are such a name. */
  public static boolean isName(byte[] in, int start, int end) {
    if (start == end || end - start > LENGTH_MAX || !isLetterOrDigit(in[start])) {
      return false;
    }
    for (int i = start + 1; i < end; i++) {
      if (!isLetterOrDigit(in[i]) && in[i] != '_' && in[i] != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(byte b) {
    return b >= 0 && LETTER_OR_DIGIT[b];
  }
}
