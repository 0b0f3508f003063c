package daybook.reading.value;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads moments of a pattern whose every part has its place, such as {@code yyyy-MM-dd HH:mm:ss}:
 * several times as quickly as step by step. A text of any other form is another's work. Immutable.
 */
final class FixedTimestamp {

  private static final int DAY_HOURS = 24;
  private static final int HOUR_MINUTES = 60;

  /** The place of a part that the pattern does not have. */
  private static final int ABSENT = -1;

  /**
   * As {@link IsoTimestamp} has it with seconds; what is between date and time is looked at there.
   */
  static final FixedTimestamp ISO =
      new FixedTimestamp(
          Map.of(
              TimestampField.YEAR, 0,
              TimestampField.MONTH, 5,
              TimestampField.DAY, 8,
              TimestampField.HOUR, 11,
              TimestampField.MINUTE, 14,
              TimestampField.SECOND, 17),
          new int[] {4, 7, 13, 16},
          new byte[] {'-', '-', ':', ':'},
          19);

  private final int yearAt;
  private final int monthAt;
  private final int dayAt;
  private final int hourAt;
  private final int minuteAt;
  private final int secondAt;
  private final int[] literalPlaces;
  private final byte[] literals;
  private final int length;

  private FixedTimestamp(
      Map<TimestampField, Integer> places, int[] literalPlaces, byte[] literals, int length) {
    this.yearAt = places.getOrDefault(TimestampField.YEAR, ABSENT);
    this.monthAt = places.getOrDefault(TimestampField.MONTH, ABSENT);
    this.dayAt = places.getOrDefault(TimestampField.DAY, ABSENT);
    this.hourAt = places.getOrDefault(TimestampField.HOUR, ABSENT);
    this.minuteAt = places.getOrDefault(TimestampField.MINUTE, ABSENT);
    this.secondAt = places.getOrDefault(TimestampField.SECOND, ABSENT);
    this.literalPlaces = literalPlaces;
    this.literals = literals;
    this.length = length;
  }

  /** The reader of a program, or null where its parts have no fixed places. */
  static @Nullable FixedTimestamp of(int[] program) {
    Map<TimestampField, Integer> places = new EnumMap<>(TimestampField.class);
    int[] literalPlaces = new int[program.length];
    byte[] literals = new byte[program.length];
    int count = 0;
    int length = 0;
    for (int operation : program) {
      if (TimestampField.kind(operation) == TimestampField.LITERAL) {
        literalPlaces[count] = length;
        literals[count++] = (byte) TimestampField.argument(operation);
        length++;
      } else {
        TimestampField field = TimestampField.ofFixed(operation);
        if (field == null) {
          return null;
        }
        places.put(field, length);
        length += field == TimestampField.YEAR ? 4 : 2;
      }
    }
    boolean isDate =
        places
            .keySet()
            .containsAll(Set.of(TimestampField.YEAR, TimestampField.MONTH, TimestampField.DAY));
    return isDate
        ? new FixedTimestamp(
            places, Arrays.copyOf(literalPlaces, count), Arrays.copyOf(literals, count), length)
        : null;
  }

  /**
   * The hour of a moment, or {@link BusinessClock#INVALID} where it must be looked at closer.
   *
   * @param zone of what is written; null for the business zone, and for a day without a time
   */
  long hour(byte[] in, int start, int end, BusinessClock clock, @Nullable ZoneId zone) {
    if (end - start != length) {
      return BusinessClock.INVALID;
    }
    for (int i = 0; i < literals.length; i++) {
      if (in[start + literalPlaces[i]] != literals[i]) {
        return BusinessClock.INVALID;
      }
    }
    int year = start + yearAt;
    int hundreds = two(in, year);
    int years = two(in, year + 2);
    int month = two(in, start + monthAt);
    int day = two(in, start + dayAt);
    int hour = optional(in, start, hourAt);
    int minute = optional(in, start, minuteAt);
    int second = optional(in, start, secondAt);
    boolean isTime = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second <= 59;
    if (!isTime || (second | month | day | years | hundreds) < 0) {
      return BusinessClock.INVALID;
    }
    long days = clock.day(100 * hundreds + years, month, day);
    if (days == BusinessClock.INVALID) {
      return BusinessClock.INVALID;
    }
    long hours = days * DAY_HOURS + hour;
    return zone == null || clock.isBusiness(zone)
        ? clock.ofLocalHour(hours)
        : clock.ofZoned(hours * HOUR_MINUTES + minute, zone);
  }

  private static int optional(byte[] in, int start, int place) {
    return place == ABSENT ? 0 : two(in, start + place);
  }

  /** A number of two digits, or a negative one. */
  private static int two(byte[] in, int at) {
    int tens = in[at] - '0';
    int ones = in[at + 1] - '0';
    return (tens | ones | 9 - tens | 9 - ones) < 0 ? -1 : 10 * tens + ones;
  }
}
