package daybook.reading.value;

import java.util.Optional;

/**
 * Reads a plain decimal as whole cents, as our own columns have it: {@code 12.30}.
 *
 * <p>Up to 11 digits, a point and further ones. One of both sides may be missing ({@code .50},
 * {@code 12.}), a {@code +} may stand before it and blanks and tabs around it. Behind the second
 * digit after the point there may be zeros, as databases write them ({@code 10.5000}); but never
 * exactly one: in a text with three digits after the point that point may separate thousands, and
 * {@code 1.250} may be dinars.
 *
 * <p>Refused are negative amounts, thousands that are separated by whatever, a decimal comma,
 * exponents, signs of currencies, and more than two digits that mean something.
 */
public final class PlainAmount {

  /** Most digits before the point. */
  static final int WHOLE_DIGITS_MAX = 11;

  private static final int CENTS = 100;
  private static final int CENTS_DIGITS = 2;

  /** After the point, where it may be one of thousands. */
  private static final int THOUSANDS_DIGITS = 3;

  /** What {@link #cents} returns where the text has another form. */
  public static final long INVALID = -1;

  private PlainAmount() {}

  /**
   * The cents of an amount such as {@code 12.3}.
   *
   * @param in holds the text from {@code start} to before {@code end}
   * @return 0 to 9,999,999,999,999, or {@link #INVALID}
   */
  public static long cents(byte[] in, int start, int end) {
    int first = Digits.blanksEnd(in, start, end);
    int last = Digits.blanksStart(in, first, end);
    first += first < last && in[first] == '+' ? 1 : 0;
    int point = Digits.end(in, first, last);
    if (point - first > WHOLE_DIGITS_MAX) {
      return INVALID;
    }
    if (point == last) {
      return point == first ? INVALID : CENTS * number(in, first, point);
    }
    int fraction = last - point - 1;
    boolean isDecimal =
        in[point] == '.'
            && Digits.end(in, point + 1, last) == last
            && last - first > 1
            && fraction != THOUSANDS_DIGITS;
    if (!isDecimal) {
      return INVALID;
    }
    long hundredths = hundredths(in, point + 1, last);
    return hundredths < 0 ? INVALID : CENTS * number(in, first, point) + hundredths;
  }

  /** What digits behind a point say, or -1 where there is more than two digits say. */
  static long hundredths(byte[] in, int start, int end) {
    for (int i = start + CENTS_DIGITS; i < end; i++) {
      if (in[i] != '0') {
        return -1;
      }
    }
    int digits = Math.min(end - start, CENTS_DIGITS);
    return digits == 0 ? 0 : number(in, start, start + digits) * (digits == 1 ? 10 : 1);
  }

  private static long number(byte[] in, int start, int end) {
    long number = 0;
    for (int i = start; i < end; i++) {
      number = 10 * number + in[i] - '0';
    }
    return number;
  }

  /** What is expected, in words. */
  public static String expected() {
    return "a plain decimal such as 12.30";
  }

  /**
   * What a text that is no such amount seems to be, where that is a known trap: a sentence for
   * people.
   */
  public static Optional<String> hint(byte[] in, int start, int end) {
    return AmountHint.of(in, start, end);
  }
}
