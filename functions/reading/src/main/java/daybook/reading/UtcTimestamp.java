package daybook.reading;

import java.time.YearMonth;

/**
 * Reads {@code YYYY-MM-DDTHH:MM:SS}, with a fraction of up to nine digits and {@code Z} or an
 * offset of up to 18 hours, and writes the same moment in UTC. Without an offset it is UTC.
 */
final class UtcTimestamp {

  /** Bytes of {@code 2026-01-15T10:30:00}. */
  private static final int SECONDS_LENGTH = 19;

  /** Bytes of {@code +01:00}. */
  private static final int OFFSET_LENGTH = 6;

  private static final int FRACTION_DIGITS_MAX = 9;
  private static final int OFFSET_MINUTES_MAX = 18 * 60;
  private static final int DAY_MINUTES = 24 * 60;
  private static final int YEAR_MAX = 9999;

  /** What the methods here return where there is no such moment. */
  static final int INVALID = -1;

  private UtcTimestamp() {}

  /**
   * Writes the moment in UTC with the fraction it came with, such as {@code
   * 2026-01-15T10:30:00.5Z}.
   *
   * @param in holds the text from {@code start} to {@code end}
   * @param out takes up to 30 bytes from {@code at} on
   * @return the index after the last byte written, or {@link #INVALID} if the text has another form
   *     or names no moment of the years 1 to 9999 in UTC
   */
  static int write(byte[] in, int start, int end, byte[] out, int at) {
    if (end - start < SECONDS_LENGTH || !isDateTime(in, start)) {
      return INVALID;
    }
    int fractionEnd = fractionEnd(in, start + SECONDS_LENGTH, end);
    int offset = fractionEnd < 0 ? OFFSET_MINUTES_MAX + 1 : offset(in, fractionEnd, end);
    if (Math.abs(offset) > OFFSET_MINUTES_MAX) {
      return INVALID;
    }
    int length = fractionEnd - start;
    System.arraycopy(in, start, out, at, length);
    out[at + length] = 'Z';
    boolean inRange = offset == 0 ? digits(in, start, 4) > 0 : moveBack(out, at, offset);
    return inRange ? at + length + 1 : INVALID;
  }

  private static boolean isDateTime(byte[] in, int start) {
    int year = digits(in, start, 4);
    int month = digits(in, start + 5, 2);
    int day = digits(in, start + 8, 2);
    return in[start + 4] == '-'
        && in[start + 7] == '-'
        && in[start + 10] == 'T'
        && in[start + 13] == ':'
        && in[start + 16] == ':'
        && isWithin(digits(in, start + 11, 2), 0, 23)
        && isWithin(digits(in, start + 14, 2), 0, 59)
        && isWithin(digits(in, start + 17, 2), 0, 59)
        && year >= 0
        && isWithin(month, 1, 12)
        && day >= 1
        && (day <= 28 || day <= daysOfMonth(year, month));
  }

  private static boolean isWithin(int number, int min, int max) {
    return number >= min && number <= max;
  }

  /** The number written in so many digits, or a negative one where these are not digits. */
  private static int digits(byte[] in, int from, int length) {
    int number = 0;
    for (int i = from; i < from + length; i++) {
      int digit = in[i] - '0';
      if (digit < 0 || digit > 9) {
        return INVALID;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  private static int daysOfMonth(int year, int month) {
    return YearMonth.of(year, month).lengthOfMonth();
  }

  /** The index after the fraction, if there is one, or {@link #INVALID} where it is no fraction. */
  private static int fractionEnd(byte[] in, int from, int end) {
    if (from == end || in[from] != '.') {
      return from;
    }
    int i = from + 1;
    while (i < end && in[i] >= '0' && in[i] <= '9') {
      i++;
    }
    return isWithin(i - from - 1, 1, FRACTION_DIGITS_MAX) ? i : INVALID;
  }

  /** Minutes east of UTC, or more than {@link #OFFSET_MINUTES_MAX} where this is no offset. */
  private static int offset(byte[] in, int from, int end) {
    if (from == end || (end - from == 1 && in[from] == 'Z')) {
      return 0;
    }
    if (end - from != OFFSET_LENGTH || in[from + 3] != ':') {
      return OFFSET_MINUTES_MAX + 1;
    }
    int hours = digits(in, from + 1, 2);
    int minutes = digits(in, from + 4, 2);
    if ((in[from] != '+' && in[from] != '-') || hours < 0 || !isWithin(minutes, 0, 59)) {
      return OFFSET_MINUTES_MAX + 1;
    }
    int east = 60 * hours + minutes;
    return in[from] == '+' ? east : -east;
  }

  /**
   * Takes an offset off a date-time.
   *
   * @return whether its day is one of the years 1 to 9999 then
   */
  private static boolean moveBack(byte[] out, int at, int offset) {
    int minutes = 60 * digits(out, at + 11, 2) + digits(out, at + 14, 2) - offset;
    int minuteOfDay = Math.floorMod(minutes, DAY_MINUTES);
    write(out, at + 11, 2, minuteOfDay / 60);
    write(out, at + 14, 2, minuteOfDay % 60);
    return moveDay(out, at, Math.floorDiv(minutes, DAY_MINUTES));
  }

  /** Moves the date by one day at most, since offsets are shorter than a day. */
  private static boolean moveDay(byte[] out, int at, int days) {
    int year = digits(out, at, 4);
    int month = digits(out, at + 5, 2);
    int day = digits(out, at + 8, 2) + days;
    if (day == 0) {
      month--;
      year -= month == 0 ? 1 : 0;
      month = month == 0 ? 12 : month;
      day = daysOfMonth(year, month);
    } else if (day > 28 && day > daysOfMonth(year, month)) {
      day = 1;
      month++;
      year += month == 13 ? 1 : 0;
      month = month == 13 ? 1 : month;
    }
    if (!isWithin(year, 1, YEAR_MAX)) {
      return false;
    }
    write(out, at, 4, year);
    write(out, at + 5, 2, month);
    write(out, at + 8, 2, day);
    return true;
  }

  private static void write(byte[] out, int at, int length, int number) {
    int rest = number;
    for (int i = at + length - 1; i >= at; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
