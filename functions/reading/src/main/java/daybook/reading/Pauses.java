package daybook.reading;

import java.util.List;

/** What stands in a file's column of pauses. */
final class Pauses {

  private static final int DIGITS_MAX = 9;
  private static final int CENTS_DIGITS = 2;

  private Pauses() {}

  /** The pause in ms, 0 for none, or a negative number where the cell is none. */
  static int read(Fields row, int column) {
    byte[] in = row.bytes();
    int start = row.trimmedStart(column);
    int end = row.trimmedEnd(column);
    if (end - start > DIGITS_MAX) {
      return -1;
    }
    int ms = 0;
    for (int i = start; i < end; i++) {
      if (in[i] < '0' || in[i] > '9') {
        return -1;
      }
      ms = 10 * ms + in[i] - '0';
    }
    return ms;
  }

  /**
   * Whether an amount has no point, and two digits stand in the column right behind it, which
   * nobody reads.
   */
  static boolean looksLikeCents(Fields row, Layout layout) {
    int amount = layout.money().credit();
    int next = amount + 1;
    return digits(row, amount) > 0 && digits(row, next) == CENTS_DIGITS;
  }

  /** Whether nobody reads the column behind the amount. */
  static boolean isNextUnread(Layout layout, int next) {
    if (next >= layout.columns()) {
      return false;
    }
    List<String> ignored = layout.ignored();
    return next == layout.sleep() || ignored.contains(layout.name(next));
  }

  /** How many digits a cell is, or a negative number where it is something else. */
  private static int digits(Fields row, int column) {
    byte[] in = row.bytes();
    int start = row.trimmedStart(column);
    int end = row.trimmedEnd(column);
    for (int i = start; i < end; i++) {
      if (in[i] < '0' || in[i] > '9') {
        return -1;
      }
    }
    return end - start;
  }
}
