package daybook.reading;

/** Reads a plain decimal as whole cents. */
final class PlainAmount {

  /** Most digits before the point. */
  private static final int WHOLE_DIGITS_MAX = 11;

  private static final int CENTS = 100;

  /** What {@link #cents} returns where the text has another form. */
  static final long INVALID = -1;

  private PlainAmount() {}

  /**
   * The cents of an amount such as {@code 12.3}.
   *
   * @param in holds the text from {@code start} to {@code end}
   * @return 0 to 9,999,999,999,999, or {@link #INVALID} unless the text is up to 11 digits, and a
   *     point and one or two more if it has any
   */
  static long cents(byte[] in, int start, int end) {
    int point = digitsEnd(in, start, end);
    if (point == start || point - start > WHOLE_DIGITS_MAX) {
      return INVALID;
    }
    long cents = CENTS * number(in, start, point);
    if (point == end) {
      return cents;
    }
    int fraction = end - point - 1;
    boolean isFraction = in[point] == '.' && (fraction == 1 || fraction == 2);
    if (!isFraction || digitsEnd(in, point + 1, end) != end) {
      return INVALID;
    }
    return cents + number(in, point + 1, end) * (fraction == 1 ? 10 : 1);
  }

  private static long number(byte[] in, int start, int end) {
    long number = 0;
    for (int i = start; i < end; i++) {
      number = 10 * number + in[i] - '0';
    }
    return number;
  }

  private static int digitsEnd(byte[] in, int start, int end) {
    int i = start;
    while (i < end && in[i] >= '0' && in[i] <= '9') {
      i++;
    }
    return i;
  }
}
