package daybook.reading.value;

import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Reads moments as a mapping says that they are written. Immutable; reading makes no object.
 *
 * <p>A pattern has these letters, of those that {@code java.time} has, each at most once:
 *
 * <table>
 * <caption>Letters</caption>
 * <tr><td>{@code yyyy}, {@code yy}</td><td>year of four digits, or of two: 2000 to 2099</td></tr>
 * <tr><td>{@code MM}, {@code M}</td><td>month of two digits, or of one or two</td></tr>
 * <tr><td>{@code MMM}, {@code MMMM}</td><td>month in English, {@code Jan} or {@code January}, in any
 * case; {@code Sept} for {@code MMM} too</td></tr>
 * <tr><td>{@code dd}, {@code d}</td><td>day of two digits, or of one or two</td></tr>
 * <tr><td>{@code HH}, {@code H}</td><td>hour, 0 to 23</td></tr>
 * <tr><td>{@code hh}, {@code h} with {@code a}</td><td>hour, 1 to 12, and {@code AM} or {@code PM}
 * in any case</td></tr>
 * <tr><td>{@code mm}, {@code ss}</td><td>minute and second, 00 to 59</td></tr>
 * <tr><td>{@code S} to {@code SSSSSSSSS}</td><td>so many digits of a fraction</td></tr>
 * <tr><td>{@code xxx}, {@code xx}, {@code x}</td><td>{@code +02:00}, {@code +0200}, {@code +02}
 * with minutes or without</td></tr>
 * <tr><td>{@code X}, one to three times</td><td>the same, or {@code Z}</td></tr>
 * <tr><td>{@code Z}</td><td>{@code +0200}</td></tr>
 * </table>
 *
 * <p>Between single quotes everything stands for itself, and two of them for one; so does whatever
 * is no letter. What is in {@code []} may be missing as a whole: it is taken where it fits, and not
 * looked at again. Blanks and tabs around a value mean nothing.
 *
 * <p>A pattern has a year, a month and a day, and a time from the hour on, or none: such a moment
 * is the business day that is written, whatever the zone, and its first hour.
 *
 * <p>Instead of a pattern stand {@code iso}, what {@link IsoTimestamp} reads, and {@code
 * epoch_seconds} and {@code epoch_millis}, which count from 1970-01-01 in UTC; and {@code
 * hours_since:2026-01-31}, whole hours of at most ten digits since the first moment of that day in
 * the zone.
 */
public final class TimestampFormat {

  /** Most characters of a pattern: several times the longest that makes sense. */
  public static final int PATTERN_LENGTH_MAX = 100;

  private static final long SECOND_MILLIS = 1_000;
  private static final long MINUTE_SECONDS = 60;
  private static final int HOUR_MINUTES = 60;
  private static final int DAY_MINUTES = 24 * HOUR_MINUTES;

  private final String pattern;
  private final int[] program;
  private final boolean hasTime;
  private final String example;
  private final long firstDay;
  private final @Nullable FixedTimestamp fixed;

  TimestampFormat(String pattern, int[] program, boolean hasTime, String example) {
    this(pattern, program, hasTime, example, 0);
  }

  /** The same for one that counts from a day, as days since 1970. */
  TimestampFormat(String pattern, int[] program, boolean hasTime, String example, long firstDay) {
    this.pattern = pattern;
    this.program = program.clone();
    this.hasTime = hasTime;
    this.example = example;
    this.firstDay = firstDay;
    this.fixed = FixedTimestamp.of(this.program);
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if it is none; names letter and place
   */
  public static TimestampFormat of(String pattern) {
    return TimestampCompiler.compile(pattern);
  }

  /** The pattern. */
  public String pattern() {
    return pattern;
  }

  /** Whether it says an hour; where not, the business day is the date that is written. */
  public boolean hasTime() {
    return hasTime;
  }

  /** Whether it says by itself which moment it is, so that a zone would mean nothing. */
  public boolean hasOffset() {
    return TimestampField.hasOffset(program);
  }

  /** How a moment looks in it, such as {@code 31.01.2026 10:30:00}. */
  public String describe() {
    return example;
  }

  /** What is expected, in words. */
  public String expected() {
    return switch (program[0]) {
      case TimestampField.ISO -> IsoTimestamp.expected();
      case TimestampField.EPOCH_SECONDS -> "seconds since 1970 such as " + example;
      case TimestampField.EPOCH_MILLIS -> "milliseconds since 1970 such as " + example;
      case TimestampField.HOURS_SINCE ->
          "whole hours since %s such as %s".formatted(LocalDate.ofEpochDay(firstDay), example);
      default -> pattern + " such as " + example;
    };
  }

  /** Whether it reads what {@link IsoTimestamp} does, whose hints are true then. */
  public boolean isIso() {
    return program[0] == TimestampField.ISO;
  }

  /**
   * The hour of a moment.
   *
   * @param in holds the text from {@code start} to before {@code end}
   * @param clock counts the hour
   * @param zone of what is written without offset; null for the business zone
   * @return the hour, or {@link BusinessClock#INVALID} if the text has another form or names no
   *     moment of the years 1 to 9999, or not one alone
   */
  public long hour(byte[] in, int start, int end, BusinessClock clock, @Nullable ZoneId zone) {
    if (fixed != null) {
      long hour = fixed.hour(in, start, end, clock, hasTime ? zone : null);
      if (hour != BusinessClock.INVALID) {
        return hour;
      }
    }
    int first = Digits.blanksEnd(in, start, end);
    int last = Digits.blanksStart(in, first, end);
    return switch (program[0]) {
      case TimestampField.ISO -> IsoTimestamp.hour(in, first, last, clock, zone);
      case TimestampField.EPOCH_SECONDS -> EpochTime.seconds(in, first, last, clock);
      case TimestampField.EPOCH_MILLIS -> EpochTime.millis(in, first, last, clock);
      case TimestampField.HOURS_SINCE ->
          EpochTime.hoursSince(firstDay, in, first, last, clock, zone);
      default -> hour(match(in, first, last, false), clock, zone);
    };
  }

  /**
   * The millisecond of a moment, a finer fraction cut; of a day without a time its first one on the
   * business's clock.
   *
   * @param in holds a text of which {@link #hour} is known
   * @param clock knows the business zone
   * @param zone of what is written without offset, as {@link IsoTimestamp#millis} has it
   * @return ms since 1970-01-01T00:00:00 in UTC
   */
  public long millis(byte[] in, int start, int end, BusinessClock clock, @Nullable ZoneId zone) {
    int first = Digits.blanksEnd(in, start, end);
    int last = Digits.blanksStart(in, first, end);
    return switch (program[0]) {
      case TimestampField.ISO -> IsoTimestamp.millis(in, first, last, clock, zone);
      case TimestampField.EPOCH_SECONDS -> EpochTime.millisOfSeconds(in, first, last);
      case TimestampField.EPOCH_MILLIS -> EpochTime.millisOfMillis(in, first, last);
      case TimestampField.HOURS_SINCE ->
          EpochTime.millisOfHoursSince(firstDay, in, first, last, clock, zone);
      default -> {
        long found = match(in, first, last, false);
        long seconds = MINUTE_SECONDS * localMinutes(found) + TimestampField.SECOND.of(found);
        int offset = TimestampField.OFFSET.of(found);
        long epoch =
            offset > 0
                ? seconds - MINUTE_SECONDS * (offset - TimestampField.OFFSET_ZERO)
                : clock.epochSecond(seconds, hasTime ? zone : null);
        yield SECOND_MILLIS * epoch + match(in, first, last, true);
      }
    };
  }

  private long hour(long found, BusinessClock clock, @Nullable ZoneId zone) {
    int year = TimestampField.YEAR.of(found);
    int month = TimestampField.MONTH.of(found);
    int day = TimestampField.DAY.of(found);
    int hour = hourOfDay(found);
    if (found < 0 || hour < 0 || !Digits.isDate(year, month, day)) {
      return BusinessClock.INVALID;
    }
    long minutes = localMinutes(found);
    int offset = TimestampField.OFFSET.of(found);
    if (offset > 0) {
      return clock.ofInstant(minutes - (offset - TimestampField.OFFSET_ZERO));
    }
    return zone == null || !hasTime ? clock.ofLocal(minutes) : clock.ofZoned(minutes, zone);
  }

  /** Minutes since 1970 on the clock that is written, of a date that there is. */
  private static long localMinutes(long found) {
    long day =
        Digits.epochDay(
            TimestampField.YEAR.of(found),
            TimestampField.MONTH.of(found),
            TimestampField.DAY.of(found));
    return day * DAY_MINUTES
        + (long) HOUR_MINUTES * hourOfDay(found)
        + TimestampField.MINUTE.of(found);
  }

  /** 0 to 23, or -1 where it is none of a clock of twelve hours. */
  private static int hourOfDay(long found) {
    int hour = TimestampField.HOUR.of(found);
    int half = TimestampField.HALF.of(found);
    if (half == 0) {
      return hour;
    }
    return hour < 1 || hour > 12 ? -1 : hour % 12 + 12 * (half - 1);
  }

  /**
   * What a text says, field by field, or a negative number where it does not fit.
   *
   * @param fraction whether its milliseconds are asked for instead of its fields
   */
  private long match(byte[] in, int start, int end, boolean fraction) {
    long found = 0;
    int at = start;
    int optionalEnd = 0;
    int optionalAt = 0;
    long optionalFound = 0;
    for (int step = 0; step < program.length; step++) {
      int operation = program[step];
      if (TimestampField.isOpening(operation)) {
        optionalEnd = TimestampField.argument(operation);
        optionalAt = at;
        optionalFound = found;
        continue;
      }
      long one = TimestampField.read(operation, in, at, end);
      if (one >= 0) {
        int from = at;
        at += TimestampField.length(one);
        found |=
            fraction ? TimestampField.millis(operation, in, from, at) : TimestampField.value(one);
      } else if (step < optionalEnd) {
        step = optionalEnd - 1;
        at = optionalAt;
        found = optionalFound;
      } else {
        return -1;
      }
    }
    return at == end ? found : -1;
  }
}
