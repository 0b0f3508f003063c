package daybook.reading.value;

/** Offsets from UTC as they are written. */
final class Offsets {

  private static final int HOUR_MINUTES = 60;

  private Offsets() {}

  /** Index after {@code Z}, {@code z}, {@code UTC} or {@code GMT} that begins here, or -1. */
  static int utcEnd(byte[] in, int at, int end) {
    if (at < end && (in[at] == 'Z' || in[at] == 'z')) {
      return at + 1;
    }
    return is("UTC", in, at, end) || is("GMT", in, at, end) ? at + 3 : -1;
  }

  /** Whether the rest says once more that this is UTC. */
  static boolean isUtcAgain(byte[] in, int at, int end) {
    int length = end - at;
    return (length == 4 && is(" UTC", in, at, end))
        || (length == 5 && (is("[UTC]", in, at, end) || is("[GMT]", in, at, end)))
        || (length == 9 && is("[Etc/UTC]", in, at, end));
  }

  private static boolean is(String text, byte[] in, int at, int end) {
    if (end - at < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (in[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Index after {@code +02}, {@code +0200} or {@code +02:00} that begins here, or -1. */
  static int end(byte[] in, int at, int end) {
    int colon = endWithColon(in, at, end);
    if (colon >= 0) {
      return colon;
    }
    int four = endOfDigits(in, at, end, 4);
    return four >= 0 ? four : endOfDigits(in, at, end, 2);
  }

  /** Index after {@code +02:00}, or -1. */
  static int endWithColon(byte[] in, int at, int end) {
    boolean isOffset =
        endOfDigits(in, at, end, 2) >= 0
            && end - at >= 6
            && in[at + 3] == ':'
            && Digits.two(in, at + 4, end) >= 0;
    return isOffset ? at + 6 : -1;
  }

  /** Index after a sign and so many digits, or -1. */
  static int endOfDigits(byte[] in, int at, int end, int digits) {
    boolean isOffset =
        at < end && (in[at] == '+' || in[at] == '-') && Digits.number(in, at + 1, digits, end) >= 0;
    return isOffset ? at + 1 + digits : -1;
  }

  /**
   * Minutes east of UTC of an offset that one of these found, or more than a day where it has 60
   * minutes or more.
   */
  static int minutes(byte[] in, int at, int end) {
    int hours = Digits.two(in, at + 1, end);
    int minutes = end - at <= 3 ? 0 : Digits.two(in, end - 2, end);
    int east = minutes >= HOUR_MINUTES ? 100 * HOUR_MINUTES : HOUR_MINUTES * hours + minutes;
    return in[at] == '+' ? east : -east;
  }
}
