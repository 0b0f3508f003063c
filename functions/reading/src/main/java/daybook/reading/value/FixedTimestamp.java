package daybook.reading.value;

import daybook.core.EightBytes;
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

  // What stands at a place, if no byte of its own does.
  private static final int DIGIT = -1;
  private static final int ANY = -2;

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
          "####-##-##?##:##:##".chars().map(c -> c == '#' ? DIGIT : c == '?' ? ANY : c).toArray());

  private final int yearAt;
  private final int monthAt;
  private final int dayAt;
  private final int hourAt;
  private final int minuteAt;
  private final int secondAt;
  private final int length;

  // Eight bytes each, the last ones up to the end: where they are, what they are with zeros for
  // digits, the bits that are looked at, and those of them that must be as they are.
  private final int[] starts;
  private final long[] patterns;
  private final long[] looked;
  private final long[] literals;

  /**
   * @param places of the parts
   * @param pattern what stands at each place, at least eight of them: a date alone has as many
   */
  private FixedTimestamp(Map<TimestampField, Integer> places, int[] pattern) {
    this.yearAt = places.getOrDefault(TimestampField.YEAR, ABSENT);
    this.monthAt = places.getOrDefault(TimestampField.MONTH, ABSENT);
    this.dayAt = places.getOrDefault(TimestampField.DAY, ABSENT);
    this.hourAt = places.getOrDefault(TimestampField.HOUR, ABSENT);
    this.minuteAt = places.getOrDefault(TimestampField.MINUTE, ABSENT);
    this.secondAt = places.getOrDefault(TimestampField.SECOND, ABSENT);
    this.length = pattern.length;
    int looks = (length + Long.BYTES - 1) / Long.BYTES;
    this.starts = new int[looks];
    this.patterns = new long[looks];
    this.looked = new long[looks];
    this.literals = new long[looks];
    for (int look = 0; look < looks; look++) {
      starts[look] = Math.min(look * Long.BYTES, length - Long.BYTES);
      for (int i = 0; i < Long.BYTES; i++) {
        int place = pattern[starts[look] + i];
        int shift = Byte.SIZE * i;
        long bits = 0xFFL << shift;
        patterns[look] |= (place == DIGIT ? '0' : place & 0xFFL) << shift;
        looked[look] |= place == ANY ? 0 : bits;
        literals[look] |= place < 0 ? 0 : bits;
      }
    }
  }

  /** The reader of a program, or null where its parts have no fixed places. */
  static @Nullable FixedTimestamp of(int[] program) {
    Map<TimestampField, Integer> places = new EnumMap<>(TimestampField.class);
    int[] pattern = new int[4 * program.length];
    int length = 0;
    for (int operation : program) {
      if (TimestampField.kind(operation) == TimestampField.LITERAL) {
        pattern[length++] = TimestampField.argument(operation) & 0xFF;
      } else {
        TimestampField field = TimestampField.ofFixed(operation);
        if (field == null) {
          return null;
        }
        places.put(field, length);
        int end = length + (field == TimestampField.YEAR ? 4 : 2);
        Arrays.fill(pattern, length, end, DIGIT);
        length = end;
      }
    }
    boolean isDate =
        places
            .keySet()
            .containsAll(Set.of(TimestampField.YEAR, TimestampField.MONTH, TimestampField.DAY));
    return isDate ? new FixedTimestamp(places, Arrays.copyOf(pattern, length)) : null;
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
    for (int i = 0; i < starts.length; i++) {
      // Each digit's byte is the digit itself then, and that of a literal is zero.
      long digits = (EightBytes.at(in, start + starts[i]) ^ patterns[i]) & looked[i];
      if (!EightBytes.areDigits(digits) || (digits & literals[i]) != 0) {
        return BusinessClock.INVALID;
      }
    }
    int hour = optional(in, start, hourAt);
    int minute = optional(in, start, minuteAt);
    if (hour > 23 || minute > 59 || optional(in, start, secondAt) > 59) {
      return BusinessClock.INVALID;
    }
    int year = start + yearAt;
    int years = 100 * two(in, year) + two(in, year + 2);
    long days = clock.day(years, two(in, start + monthAt), two(in, start + dayAt));
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

  /** The number of two digits. */
  private static int two(byte[] in, int at) {
    return 10 * in[at] + in[at + 1] - 11 * '0';
  }
}
