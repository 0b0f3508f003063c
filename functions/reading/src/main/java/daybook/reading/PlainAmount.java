package daybook.reading;

/** Reads a plain decimal and writes it with two digits and no leading zeros. */
final class PlainAmount {

  /** Most digits before the point. */
  private static final int WHOLE_DIGITS_MAX = 11;

  /** What {@link #write} returns where the text has another form. */
  static final int INVALID = -1;

  private PlainAmount() {}

  /**
   * Writes the amount, such as {@code 12.30}.
   *
   * @param in holds the text from {@code start} to {@code end}
   * @param out takes up to 14 bytes from {@code at} on
   * @return the index after the last byte written, or {@link #INVALID} unless the text is up to 11
   *     digits, and a point and one or two more if it has any
   */
  static int write(byte[] in, int start, int end, byte[] out, int at) {
    int point = digitsEnd(in, start, end);
    int fraction = end - point - 1;
    boolean whole = point == end;
    if (point == start || point - start > WHOLE_DIGITS_MAX) {
      return INVALID;
    }
    if (!whole && (in[point] != '.' || fraction < 1 || fraction > 2)) {
      return INVALID;
    }
    if (!whole && digitsEnd(in, point + 1, end) != end) {
      return INVALID;
    }
    int first = start;
    while (first < point - 1 && in[first] == '0') {
      first++;
    }
    int to = at + point - first;
    System.arraycopy(in, first, out, at, point - first);
    out[to] = '.';
    out[to + 1] = whole ? (byte) '0' : in[point + 1];
    out[to + 2] = fraction < 2 ? (byte) '0' : in[point + 2];
    return to + 3;
  }

  private static int digitsEnd(byte[] in, int start, int end) {
    int i = start;
    while (i < end && in[i] >= '0' && in[i] <= '9') {
      i++;
    }
    return i;
  }
}
