package daybook.reading.value;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The clock on the wall of the business: business days and hours of moments, however they are
 * written. An hour is counted from 1970-01-01T00 on that wall, where every day has 24 of them, so
 * that {@link #day} and {@link #hourOfDay} need no zone any more.
 *
 * <p>Moments are given to the minute; the seconds of a minute do not change its hour, but for
 * offsets with seconds, which no zone has had since 1972. Remembers what it looked up; not safe for
 * threads.
 */
public final class BusinessClock {

  /** What the methods return where there is no such hour; before any hour that there is. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final int MINUTE_SECONDS = 60;
  private static final int HOUR_MINUTES = 60;
  private static final int HOUR_SECONDS = 3_600;
  private static final int MONTHS = 12;
  private static final int DAY_HOURS = 24;
  private static final int DAY_MINUTES = DAY_HOURS * HOUR_MINUTES;
  private static final long FIRST_HOUR = LocalDate.of(1, 1, 1).toEpochDay() * DAY_HOURS;
  private static final long LAST_HOUR = LocalDate.of(9999, 12, 31).toEpochDay() * DAY_HOURS + 23;

  /** Moments far outside of any hour, where sums would overflow. */
  private static final long MINUTES_MAX = 1L << 40;

  /** A block of minutes, 2^14 or some 11 days: most have one offset, some two, hardly any more. */
  private static final int BLOCK_BITS = 14;

  /** Blocks that are remembered, a power of two: eight years of days in any order. */
  private static final int BLOCKS = 256;

  /** No block has this number. */
  private static final long NO_BLOCK = Long.MIN_VALUE;

  private final ZoneId business;
  private final ZoneRules rules;
  private final boolean fixed;
  private final int fixedOffset;

  // Of each block: which it is, its offset, the second of a change in it, and the offset behind.
  private final long[] blocks = new long[BLOCKS];
  private final int[] offsets = new int[BLOCKS];
  private final long[] changes = new long[BLOCKS];
  private final int[] offsetsAfter = new int[BLOCKS];

  /** The month that was looked up last, as its year and number, its first day and its length. */
  private int month;

  private long firstOfMonth;
  private int monthDays;

  // The day from which hours were counted last, its zone, and the minute of its first moment.
  private long firstDay;
  private @Nullable ZoneId firstZone;
  private long firstMinutes;

  private ZoneId lastZone;
  private ZoneRules lastRules;

  // Of the last zone: which block of local minutes, and its one offset.
  private final long[] localBlocks = new long[BLOCKS];
  private final int[] localOffsets = new int[BLOCKS];

  /**
   * A clock in this zone.
   *
   * @param business a region, whose rules are followed, or a fixed offset
   */
  public BusinessClock(ZoneId business) {
    this.business = business;
    this.rules = business.getRules();
    this.fixed = rules.isFixedOffset();
    this.fixedOffset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
    this.lastZone = business;
    this.lastRules = rules;
    Arrays.fill(blocks, NO_BLOCK);
    Arrays.fill(localBlocks, NO_BLOCK);
  }

  /** The days since 1970-01-01 of a date, or {@link #INVALID} where there is none such. */
  long day(int year, int ofYear, int ofMonth) {
    // Two digits are up to 99, and none of them may be taken for another year's month.
    if (ofYear < 1 || ofYear > MONTHS) {
      return INVALID;
    }
    int key = 100 * year + ofYear;
    if (key != month) {
      if (!Digits.isDate(year, ofYear, 1)) {
        return INVALID;
      }
      month = key;
      firstOfMonth = Digits.epochDay(year, ofYear, 1);
      monthDays = LocalDate.ofEpochDay(firstOfMonth).lengthOfMonth();
    }
    return ofMonth < 1 || ofMonth > monthDays ? INVALID : firstOfMonth + ofMonth - 1;
  }

  /** Whether a zone is the business's. */
  boolean isBusiness(ZoneId zone) {
    return zone.equals(business);
  }

  /** As {@link #ofLocal} for an hour, counted from 1970-01-01T00 on the business's own clock. */
  long ofLocalHour(long hour) {
    return valid(hour);
  }

  /** The day of an hour, counted from 1970-01-01. */
  public static long day(long hour) {
    return Math.floorDiv(hour, DAY_HOURS);
  }

  /** The hour of its day, 0 to 23. */
  public static int hourOfDay(long hour) {
    return (int) Math.floorMod(hour, (long) DAY_HOURS);
  }

  /**
   * The hour of a moment that is written as the business's own clock shows it: as written, also
   * where the clock skips an hour or shows one twice.
   *
   * @param localMinutes minutes since 1970-01-01T00:00 on that clock
   * @return the hour, or {@link #INVALID} outside of the years 1 to 9999
   */
  public long ofLocal(long localMinutes) {
    return valid(Math.floorDiv(localMinutes, HOUR_MINUTES));
  }

  /**
   * The hour of a moment that is written with its offset.
   *
   * @param epochMinutes minutes since 1970-01-01T00:00 in UTC
   * @return the hour, or {@link #INVALID} outside of the years 1 to 9999 on the business's clock
   */
  public long ofInstant(long epochMinutes) {
    if (isFar(epochMinutes)) {
      return INVALID;
    }
    long seconds = epochMinutes * MINUTE_SECONDS;
    int offset = fixed ? fixedOffset : offset(epochMinutes, seconds);
    return valid(Math.floorDiv(seconds + offset, HOUR_SECONDS));
  }

  /**
   * The hour of a moment that is written as the clock of a zone shows it. Where that clock shows a
   * time twice, both are looked at: if they are of one business day, it is the hour of the first;
   * of two days none is chosen. In the business's own zone it is as {@link #ofLocal} has it.
   *
   * @param localMinutes minutes since 1970-01-01T00:00 on the clock of the zone
   * @return the hour, or {@link #INVALID} outside of the years 1 to 9999, where the zone's clock
   *     skips that time, and where two business days are possible
   */
  public long ofZoned(long localMinutes, ZoneId zone) {
    if (zone.equals(business)) {
      return ofLocal(localMinutes);
    }
    if (isFar(localMinutes)) {
      return INVALID;
    }
    if (zone instanceof ZoneOffset offset) {
      return ofInstantSeconds(localMinutes, offset.getTotalSeconds());
    }
    follow(zone);
    long block = localMinutes >> BLOCK_BITS;
    int place = (int) block & (BLOCKS - 1);
    if (localBlocks[place] == block) {
      return ofInstantSeconds(localMinutes, localOffsets[place]);
    }
    return isWithoutChange(block, place)
        ? ofInstantSeconds(localMinutes, localOffsets[place])
        : nearChange(localMinutes);
  }

  /**
   * The second of what the clock of a zone shows, as {@code java.time} has it: of a time that the
   * clock shows twice the first, and of one that it skips as much behind the change as the time is
   * behind the first one that is skipped.
   *
   * @param localSeconds seconds since 1970-01-01T00:00:00 on the clock of the zone
   * @param zone null for the business's own
   * @return seconds since 1970-01-01T00:00:00 in UTC
   */
  long epochSecond(long localSeconds, @Nullable ZoneId zone) {
    ZoneId of = zone == null ? business : zone;
    if (of instanceof ZoneOffset offset) {
      return localSeconds - offset.getTotalSeconds();
    }
    follow(of);
    long block = Math.floorDiv(localSeconds, MINUTE_SECONDS) >> BLOCK_BITS;
    int place = (int) block & (BLOCKS - 1);
    if (localBlocks[place] == block || isWithoutChange(block, place)) {
      return localSeconds - localOffsets[place];
    }
    LocalDateTime local = LocalDateTime.ofEpochSecond(localSeconds, 0, ZoneOffset.UTC);
    return localSeconds - lastRules.getOffset(local).getTotalSeconds();
  }

  /** The second at which a day begins in a zone, the business's own for null. */
  long startOfDay(long day, @Nullable ZoneId zone) {
    return LocalDate.ofEpochDay(day).atStartOfDay(zone == null ? business : zone).toEpochSecond();
  }

  /**
   * The hour that is so many hours after a day began, however long the days between are.
   *
   * @param day days since 1970-01-01, in the zone
   * @param hours 0 to 9,999,999,999
   * @param zone in which the day began; null for the business's own
   * @return the hour, or {@link #INVALID} outside of the years 1 to 9999 on the business's clock
   */
  long ofHoursSince(long day, long hours, @Nullable ZoneId zone) {
    ZoneId of = zone == null ? business : zone;
    if (day != firstDay || !of.equals(firstZone)) {
      firstDay = day;
      firstZone = of;
      firstMinutes = Math.floorDiv(startOfDay(day, of), (long) MINUTE_SECONDS);
    }
    return ofInstant(firstMinutes + HOUR_MINUTES * hours);
  }

  /** Forgets what was remembered of another zone's clock. */
  private void follow(ZoneId zone) {
    if (!zone.equals(lastZone)) {
      lastZone = zone;
      lastRules = zone.getRules();
      Arrays.fill(localBlocks, NO_BLOCK);
    }
  }

  /** Remembers a block of the last zone's clock, if a day around it has the same offset too. */
  private boolean isWithoutChange(long block, int place) {
    long first = ((block << BLOCK_BITS) - DAY_MINUTES) * MINUTE_SECONDS;
    long last = (((block + 1) << BLOCK_BITS) + DAY_MINUTES) * MINUTE_SECONDS;
    Instant start = Instant.ofEpochSecond(first);
    ZoneOffsetTransition change = lastRules.nextTransition(start);
    if (change != null && change.toEpochSecond() <= last) {
      return false;
    }
    localBlocks[place] = block;
    localOffsets[place] = lastRules.getOffset(start).getTotalSeconds();
    return true;
  }

  private long nearChange(long localMinutes) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(localMinutes * MINUTE_SECONDS, 0, ZoneOffset.UTC);
    List<ZoneOffset> possible = lastRules.getValidOffsets(local);
    if (possible.isEmpty()) {
      return INVALID;
    }
    long earlier = ofInstantSeconds(localMinutes, possible.get(0).getTotalSeconds());
    for (ZoneOffset offset : possible) {
      long other = ofInstantSeconds(localMinutes, offset.getTotalSeconds());
      if (other == INVALID || day(other) != day(earlier)) {
        return INVALID;
      }
    }
    return earlier;
  }

  private long ofInstantSeconds(long localMinutes, int offsetSeconds) {
    long seconds = localMinutes * MINUTE_SECONDS - offsetSeconds;
    int offset = fixed ? fixedOffset : offset(Math.floorDiv(seconds, MINUTE_SECONDS), seconds);
    return valid(Math.floorDiv(seconds + offset, HOUR_SECONDS));
  }

  private int offset(long epochMinutes, long seconds) {
    long block = epochMinutes >> BLOCK_BITS;
    int place = (int) block & (BLOCKS - 1);
    if (blocks[place] != block && !isRemembered(block, place)) {
      return rules.getOffset(Instant.ofEpochSecond(seconds)).getTotalSeconds();
    }
    return seconds < changes[place] ? offsets[place] : offsetsAfter[place];
  }

  /** Remembers a block, if its offset changes once at most. */
  private boolean isRemembered(long block, int place) {
    Instant start = Instant.ofEpochSecond((block << BLOCK_BITS) * MINUTE_SECONDS);
    long end = ((block + 1) << BLOCK_BITS) * MINUTE_SECONDS;
    ZoneOffsetTransition change = rules.nextTransition(start);
    changes[place] = Long.MAX_VALUE;
    if (change != null && change.toEpochSecond() < end) {
      ZoneOffsetTransition second = rules.nextTransition(change.getInstant());
      if (second != null && second.toEpochSecond() < end) {
        blocks[place] = NO_BLOCK;
        return false;
      }
      changes[place] = change.toEpochSecond();
      offsetsAfter[place] = change.getOffsetAfter().getTotalSeconds();
    }
    blocks[place] = block;
    offsets[place] = rules.getOffset(start).getTotalSeconds();
    return true;
  }

  private static boolean isFar(long minutes) {
    return minutes > MINUTES_MAX || minutes < -MINUTES_MAX;
  }

  private static long valid(long hour) {
    return hour < FIRST_HOUR || hour > LAST_HOUR ? INVALID : hour;
  }
}
