package daybook.reading.value;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads moments that are counted from another one: 1970-01-01T00:00 in UTC, or a day's first. */
final class EpochTime {

  /** Seconds up to the year 33,658: more than any moment that counts has. */
  private static final int SECONDS_DIGITS_MAX = 12;

  private static final int FRACTION_DIGITS_MAX = 9;

  /** A million years, of which no hour counts that is not among the first 9,999 of them. */
  private static final int HOURS_DIGITS_MAX = 10;

  private static final int MINUTE_SECONDS = 60;
  private static final int SECOND_MILLIS = 1_000;
  private static final int MILLIS_DIGITS = 3;
  private static final long HOUR_SECONDS = 3_600;

  private EpochTime() {}

  /** The hour of whole seconds, or of seconds with up to nine digits after a point. */
  static long seconds(byte[] in, int start, int end, BusinessClock clock) {
    int point = digitsEnd(in, start, end);
    if (point == end) {
      return hour(in, start, end, SECONDS_DIGITS_MAX, 1, clock);
    }
    int fraction = Digits.end(in, point + 1, end) - point - 1;
    boolean isFraction =
        in[point] == '.'
            && fraction >= 1
            && fraction <= FRACTION_DIGITS_MAX
            && point + 1 + fraction == end;
    if (!isFraction) {
      return BusinessClock.INVALID;
    }
    // Before 1970 a fraction leads further back, and a whole minute is not cut by it.
    boolean earlier = in[start] == '-' && Digits.number(in, point + 1, fraction, end) > 0;
    return hour(in, start, point, SECONDS_DIGITS_MAX, 1, earlier ? 1 : 0, clock);
  }

  /** The millisecond of such a text of which an hour is known; what is finer leads back to it. */
  static long millisOfSeconds(byte[] in, int start, int end) {
    int point = digitsEnd(in, start, end);
    boolean negative = in[start] == '-';
    int first = negative ? start + 1 : start;
    long whole = SECOND_MILLIS * Digits.number(in, first, point - first, end);
    long millis = whole + Digits.millis(in, point + 1, end);
    int finer = Math.min(point + 1 + MILLIS_DIGITS, end);
    boolean isFiner = finer < end && Digits.number(in, finer, end - finer, end) > 0;
    return negative ? -millis - (isFiner ? 1 : 0) : millis;
  }

  /** The same of whole milliseconds. */
  static long millisOfMillis(byte[] in, int start, int end) {
    boolean negative = in[start] == '-';
    int first = negative ? start + 1 : start;
    long millis = Digits.number(in, first, end - first, end);
    return negative ? -millis : millis;
  }

  /** The same of whole hours after the first moment of a day in a zone. */
  static long millisOfHoursSince(
      long day, byte[] in, int start, int end, BusinessClock clock, @Nullable ZoneId zone) {
    long hours = Digits.number(in, start, end - start, end);
    return SECOND_MILLIS * (clock.startOfDay(day, zone) + HOUR_SECONDS * hours);
  }

  /** The hour of whole milliseconds. */
  static long millis(byte[] in, int start, int end, BusinessClock clock) {
    return hour(in, start, end, SECONDS_DIGITS_MAX + 3, SECOND_MILLIS, clock);
  }

  /** The hour that is so many whole ones after the first moment of a day in a zone. */
  static long hoursSince(
      long day, byte[] in, int start, int end, BusinessClock clock, @Nullable ZoneId zone) {
    int digits = end - start;
    long hours =
        digits < 1 || digits > HOURS_DIGITS_MAX ? -1 : Digits.number(in, start, digits, end);
    return hours < 0 ? BusinessClock.INVALID : clock.ofHoursSince(day, hours, zone);
  }

  private static int digitsEnd(byte[] in, int start, int end) {
    return Digits.end(in, start < end && in[start] == '-' ? start + 1 : start, end);
  }

  private static long hour(
      byte[] in, int start, int end, int digitsMax, int perSecond, BusinessClock clock) {
    return hour(in, start, end, digitsMax, perSecond, 0, clock);
  }

  private static long hour(
      byte[] in, int start, int end, int digitsMax, int perSecond, int less, BusinessClock clock) {
    boolean negative = start < end && in[start] == '-';
    int first = negative ? start + 1 : start;
    int digits = end - first;
    long number = digits < 1 || digits > digitsMax ? -1 : Digits.number(in, first, digits, end);
    if (number < 0) {
      return BusinessClock.INVALID;
    }
    long units = (negative ? -number : number) - less;
    return clock.ofInstant(Math.floorDiv(units, (long) MINUTE_SECONDS * perSecond));
  }
}
