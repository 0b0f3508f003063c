package daybook.reading.value;

/** Digits, dates and blanks in bytes. */
final class Digits {

  /** Days from the year 0 to 1970 in the calendar that counts backwards from today's rules. */
  private static final long EPOCH_DAY_OF_YEAR_0 = 719_528;

  private static final int MILLIS_DIGITS = 3;

  private static final int[] MONTH_LENGTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private Digits() {}

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Whether the bytes from start to before end hold a digit at this index. */
  static boolean isDigitAt(byte[] in, int at, int end) {
    return at < end && isDigit(in[at]);
  }

  /** Index after the digits that begin here. */
  static int end(byte[] in, int start, int end) {
    int i = start;
    while (i < end && isDigit(in[i])) {
      i++;
    }
    return i;
  }

  /** The number written in so many digits, at most 18, or -1 where these are not there. */
  static long number(byte[] in, int at, int length, int end) {
    if (end - at < length) {
      return -1;
    }
    long number = 0;
    for (int i = at; i < at + length; i++) {
      if (!isDigit(in[i])) {
        return -1;
      }
      number = 10 * number + in[i] - '0';
    }
    return number;
  }

  /** The milliseconds of the digits of a fraction, of which there may be none; more are cut. */
  static int millis(byte[] in, int start, int end) {
    int millis = 0;
    for (int i = 0; i < MILLIS_DIGITS; i++) {
      millis = 10 * millis + (isDigitAt(in, start + i, end) ? in[start + i] - '0' : 0);
    }
    return millis;
  }

  /** The same of two digits. */
  static int two(byte[] in, int at, int end) {
    return (int) number(in, at, 2, end);
  }

  /** Whether there is such a day in the calendar. */
  static boolean isDate(int year, int month, int day) {
    if (year < 0 || month < 1 || month > 12 || day < 1) {
      return false;
    }
    int leapDay = month == 2 && isLeap(year) ? 1 : 0;
    return day <= MONTH_LENGTH[month - 1] + leapDay;
  }

  private static boolean isLeap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** The days since 1970-01-01 of a date that {@link #isDate} allows. */
  static long epochDay(int year, int month, int day) {
    long leapYearsBefore = (year + 3L) / 4 - (year + 99L) / 100 + (year + 399L) / 400;
    long days = 365L * year + leapYearsBefore + day - 1;
    for (int m = 1; m < month; m++) {
      days += MONTH_LENGTH[m - 1];
    }
    days += month > 2 && isLeap(year) ? 1 : 0;
    return days - EPOCH_DAY_OF_YEAR_0;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Index of the first byte that is no blank or tab. */
  static int blanksEnd(byte[] in, int start, int end) {
    int i = start;
    while (i < end && isBlank(in[i])) {
      i++;
    }
    return i;
  }

  /** Index after the last byte that is no blank or tab, at least start. */
  static int blanksStart(byte[] in, int start, int end) {
    int i = end;
    while (i > start && isBlank(in[i - 1])) {
      i--;
    }
    return i;
  }

  /** Whether these bytes are an ASCII word; its letters are upper-case, and so may the bytes be. */
  static boolean isWord(String word, byte[] in, int at, int end) {
    if (end - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (upper(in[at + i]) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int upper(byte b) {
    return b >= 'a' && b <= 'z' ? b - 'a' + 'A' : b;
  }
}
