package daybook.reading;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads {@code YYYY-MM-DDTHH:MM:SS}, with a fraction of up to nine digits and {@code Z} or an
 * offset of up to 18 hours, as an hour in UTC. Without an offset it is UTC.
 */
final class UtcTimestamp {

  /** Bytes of {@code 2026-01-15T10:30:00}. */
  private static final int SECONDS_LENGTH = 19;

  /** Bytes of {@code +01:00}. */
  private static final int OFFSET_LENGTH = 6;

  private static final int FRACTION_DIGITS_MAX = 9;
  private static final int OFFSET_MINUTES_MAX = 18 * 60;
  private static final int HOUR_MINUTES = 60;
  private static final int DAY_MINUTES = 24 * HOUR_MINUTES;
  private static final int DAY_HOURS = 24;
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

  /** What {@link #hour} returns where there is no such moment; before any hour that there is. */
  static final long INVALID = Long.MIN_VALUE;

  private UtcTimestamp() {}

  /**
   * The hour of a moment in UTC, counted from 1970-01-01T00.
   *
   * @param in holds the text from {@code start} to {@code end}
   * @return the hour, or {@link #INVALID} if the text has another form or names no moment of the
   *     years 1 to 9999 in UTC
   */
  static long hour(byte[] in, int start, int end) {
    if (end - start < SECONDS_LENGTH || !isDateTime(in, start)) {
      return INVALID;
    }
    int fractionEnd = fractionEnd(in, start + SECONDS_LENGTH, end);
    int offset = fractionEnd < 0 ? OFFSET_MINUTES_MAX + 1 : offset(in, fractionEnd, end);
    if (Math.abs(offset) > OFFSET_MINUTES_MAX) {
      return INVALID;
    }
    int minutes = HOUR_MINUTES * digits(in, start + 11, 2) + digits(in, start + 14, 2) - offset;
    long day =
        LocalDate.of(digits(in, start, 4), digits(in, start + 5, 2), digits(in, start + 8, 2))
                .toEpochDay()
            + Math.floorDiv(minutes, DAY_MINUTES);
    return day < FIRST_DAY || day > LAST_DAY
        ? INVALID
        : day * DAY_HOURS + Math.floorMod(minutes, DAY_MINUTES) / HOUR_MINUTES;
  }

  /** The day of an hour, counted from 1970-01-01. */
  static long day(long hour) {
    return Math.floorDiv(hour, DAY_HOURS);
  }

  /** The hour of its day, 0 to 23. */
  static int hourOfDay(long hour) {
    return (int) Math.floorMod(hour, (long) DAY_HOURS);
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
        && (day <= 28 || day <= YearMonth.of(year, month).lengthOfMonth());
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
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** The index after the fraction, if there is one, or a negative one where it is no fraction. */
  private static int fractionEnd(byte[] in, int from, int end) {
    if (from == end || in[from] != '.') {
      return from;
    }
    int i = from + 1;
    while (i < end && in[i] >= '0' && in[i] <= '9') {
      i++;
    }
    return isWithin(i - from - 1, 1, FRACTION_DIGITS_MAX) ? i : -1;
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
    int east = HOUR_MINUTES * hours + minutes;
    return in[from] == '+' ? east : -east;
  }
}
