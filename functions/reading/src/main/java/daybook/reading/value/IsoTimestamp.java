package daybook.reading.value;

import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads date and time as our own columns have them: ISO 8601's extended form and what exports write
 * for it that can mean one moment only.
 *
 * <p>Taken are {@code 2024-07-05T10:30:00} and, in any combination,
 *
 * <ul>
 *   <li>{@code t} or a single blank for {@code T} (SQL Server, PostgreSQL, pandas);
 *   <li>no seconds: {@code 10:30}; only then no fraction either;
 *   <li>a fraction of 1 to 9 digits after a point or a comma: within a cell a comma separates
 *       nothing any more;
 *   <li>no offset, which is the business zone or the one that a mapping says; {@code Z}, {@code z};
 *       {@code +02}, {@code +0200}, {@code +02:00} and the same with {@code -}, up to 18 hours;
 *       {@code UTC} and {@code GMT}, in capitals (BigQuery); one blank before any of them;
 *   <li>after an offset of zero its name once more: {@code +0000 UTC} (Go), {@code Z[UTC]}, {@code
 *       Z[Etc/UTC]}, {@code Z[GMT]} (Java);
 *   <li>blanks and tabs around the value.
 * </ul>
 *
 * <p>Refused are {@code 24:00:00}, which some take for the day that ends and some for the next;
 * leap seconds, which nobody counts alike; a date alone; the basic form {@code 20240705T103000};
 * other lengths of any number; U+2212 for the minus of an offset; offsets with seconds; and a zone
 * by name beside an offset ({@code +02:00[Europe/Paris]}, {@code +0200 CEST}), for the two may
 * contradict each other.
 */
public final class IsoTimestamp {

  /** Bytes of {@code 2026-01-15T10:30}. */
  private static final int MINUTES_LENGTH = 16;

  /** Bytes of {@code 2026-01-15}, and with a time to the second. */
  private static final int DATE_LENGTH = 10;

  private static final int SECONDS_LENGTH = 19;

  private static final int FRACTION_DIGITS_MAX = 9;
  private static final long SECOND_MILLIS = 1_000;
  private static final int MINUTE_SECONDS = 60;
  private static final int HOUR_MINUTES = 60;
  private static final int DAY_MINUTES = 24 * HOUR_MINUTES;
  private static final int OFFSET_MINUTES_MAX = 18 * HOUR_MINUTES;

  /** What {@link #offset} returns where nothing is written, and where it is no offset. */
  private static final int NO_OFFSET = Integer.MAX_VALUE;

  private static final int WRONG_OFFSET = Integer.MIN_VALUE;

  private IsoTimestamp() {}

  /** The same without another zone: what has no offset is in the business zone. */
  public static long hour(byte[] in, int start, int end, BusinessClock clock) {
    return hour(in, start, end, clock, null);
  }

  /**
   * The hour of a moment.
   *
   * @param in holds the text from {@code start} to before {@code end}
   * @param zone of what is written without offset; null for the business zone
   * @return the hour as the clock counts it, or {@link BusinessClock#INVALID} if the text has
   *     another form or names no moment of the years 1 to 9999
   */
  public static long hour(
      byte[] in, int start, int end, BusinessClock clock, @Nullable ZoneId zone) {
    if (end - start == SECONDS_LENGTH && isBetween(in[start + DATE_LENGTH])) {
      long hour = FixedTimestamp.ISO.hour(in, start, end, clock, zone);
      if (hour != BusinessClock.INVALID) {
        return hour;
      }
    }
    int first = Digits.blanksEnd(in, start, end);
    int last = Digits.blanksStart(in, first, end);
    if (last - first < MINUTES_LENGTH) {
      return BusinessClock.INVALID;
    }
    long minutes = localMinutes(in, first, last);
    int timeEnd = minutes == BusinessClock.INVALID ? -1 : timeEnd(in, first, last);
    if (timeEnd < 0) {
      return BusinessClock.INVALID;
    }
    int offset = offset(in, timeEnd, last);
    if (offset == WRONG_OFFSET) {
      return BusinessClock.INVALID;
    }
    if (offset != NO_OFFSET) {
      return clock.ofInstant(minutes - offset);
    }
    return zone == null ? clock.ofLocal(minutes) : clock.ofZoned(minutes, zone);
  }

  /**
   * The millisecond of a moment, a finer fraction cut.
   *
   * @param in holds a text of which {@link #hour(byte[], int, int, BusinessClock, ZoneId)} is known
   * @param zone of what is written without offset; null for the business zone. What {@link
   *     BusinessClock} counts as written where a clock skips it is later by what is skipped here,
   *     and the first of two where the clock shows it twice, as {@code java.time} has it
   * @return ms since 1970-01-01T00:00:00 in UTC
   */
  public static long millis(
      byte[] in, int start, int end, BusinessClock clock, @Nullable ZoneId zone) {
    int first = Digits.blanksEnd(in, start, end);
    int last = Digits.blanksStart(in, first, end);
    int timeEnd = timeEnd(in, first, last);
    long seconds = MINUTE_SECONDS * localMinutes(in, first, last);
    int millis = 0;
    int at = first + MINUTES_LENGTH;
    if (at < timeEnd) {
      seconds += Digits.two(in, at + 1, timeEnd);
      millis = Digits.millis(in, at + 4, timeEnd);
    }
    int offset = offset(in, timeEnd, last);
    long epoch =
        offset == NO_OFFSET
            ? clock.epochSecond(seconds, zone)
            : seconds - (long) MINUTE_SECONDS * offset;
    return SECOND_MILLIS * epoch + millis;
  }

  /** Minutes since 1970 on the clock that is written; INVALID where it is no date and time. */
  private static long localMinutes(byte[] in, int start, int end) {
    int year = (int) Digits.number(in, start, 4, end);
    int month = Digits.two(in, start + 5, end);
    int day = Digits.two(in, start + 8, end);
    int hour = Digits.two(in, start + 11, end);
    int minute = Digits.two(in, start + 14, end);
    byte between = in[start + 10];
    boolean isMoment =
        in[start + 4] == '-'
            && in[start + 7] == '-'
            && isBetween(between)
            && in[start + 13] == ':'
            && hour >= 0
            && hour <= 23
            && minute >= 0
            && minute <= 59
            && Digits.isDate(year, month, day);
    return isMoment
        ? Digits.epochDay(year, month, day) * DAY_MINUTES + (long) HOUR_MINUTES * hour + minute
        : BusinessClock.INVALID;
  }

  private static boolean isBetween(byte b) {
    return b == 'T' || b == 't' || b == ' ';
  }

  /** The index after seconds and fraction, or a negative one where they are none. */
  private static int timeEnd(byte[] in, int start, int end) {
    int at = start + MINUTES_LENGTH;
    if (at == end || in[at] != ':') {
      return at;
    }
    int second = Digits.two(in, at + 1, end);
    if (second < 0 || second > 59) {
      return -1;
    }
    at += 3;
    if (at == end || (in[at] != '.' && in[at] != ',')) {
      return at;
    }
    int fractionEnd = Digits.end(in, at + 1, end);
    int digits = fractionEnd - at - 1;
    return digits >= 1 && digits <= FRACTION_DIGITS_MAX ? fractionEnd : -1;
  }

  /** Minutes east of UTC, or {@link #NO_OFFSET} or {@link #WRONG_OFFSET}. */
  private static int offset(byte[] in, int from, int end) {
    if (from == end) {
      return NO_OFFSET;
    }
    int at = in[from] == ' ' ? from + 1 : from;
    int zoneEnd = Offsets.utcEnd(in, at, end);
    if (zoneEnd < 0) {
      zoneEnd = Offsets.end(in, at, end);
      if (zoneEnd < 0) {
        return WRONG_OFFSET;
      }
      int offset = Offsets.minutes(in, at, zoneEnd);
      if (Math.abs(offset) > OFFSET_MINUTES_MAX) {
        return WRONG_OFFSET;
      }
      if (offset != 0) {
        return zoneEnd == end ? offset : WRONG_OFFSET;
      }
    }
    return zoneEnd == end || Offsets.isUtcAgain(in, zoneEnd, end) ? 0 : WRONG_OFFSET;
  }

  /** What is expected, in words. */
  public static String expected() {
    return "a date and time such as 2026-01-31T10:30:00, …Z or …+02:00";
  }

  /**
   * What a text that is no such moment seems to be, where that is a known trap: a sentence for
   * people.
   */
  public static Optional<String> hint(byte[] in, int start, int end) {
    return TimestampHint.of(in, start, end);
  }
}
