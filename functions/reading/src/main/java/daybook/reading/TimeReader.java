package daybook.reading;

import daybook.core.Words;
import daybook.reading.value.BusinessClock;
import daybook.reading.value.Cells;
import daybook.reading.value.IsoTimestamp;
import daybook.reading.value.TimestampFormat;
import daybook.reading.value.Zones;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads when a transaction was, from one column or several. Not safe for threads. */
final class TimeReader {

  private static final int DAY_HOURS = 24;

  /** Most different texts in a column of zones that are remembered. */
  private static final int ZONES_MAX = 1_000;

  private final Layout.Time rule;
  private final int[] columns;
  private final @Nullable TimestampFormat format;
  private final @Nullable ZoneId zone;
  private final BusinessClock clock;
  private final Map<String, ZoneId> zones = new HashMap<>();
  private final Words spellings = new Words();
  private final List<Optional<ZoneId>> spelled = new ArrayList<>();
  private byte[] joined = new byte[0];
  private long hour;
  private long day;

  TimeReader(Layout.Time rule, ZoneId businessZone) {
    this.rule = rule;
    this.columns = rule.columns().stream().mapToInt(Integer::intValue).toArray();
    this.format = rule.format().orElse(null);
    this.zone = rule.zone().orElse(null);
    this.clock = new BusinessClock(businessZone);
    rule.zones().forEach((word, id) -> zones.put(Cells.word(word), id));
  }

  /** Reads the row's moment; false where there is none. */
  boolean read(Fields row) {
    ZoneId of = zone;
    if (rule.zoneColumn() != Layout.ABSENT) {
      of = zone(row);
      if (of == null) {
        hour = BusinessClock.INVALID;
        return false;
      }
    }
    if (columns.length == 1) {
      hour = hour(row.bytes(), row.start(columns[0]), row.end(columns[0]), of);
    } else {
      int length = join(row);
      hour = hour(joined, 0, length, of);
    }
    if (hour == BusinessClock.INVALID) {
      return false;
    }
    // The hours of 9,999 years are an int, by which a processor divides sooner.
    day = Math.floorDiv((int) hour, DAY_HOURS);
    return true;
  }

  private long hour(byte[] in, int start, int end, @Nullable ZoneId of) {
    return format == null
        ? IsoTimestamp.hour(in, start, end, clock)
        : format.hour(in, start, end, clock, of);
  }

  /** The millisecond of the last row that was read, since 1970 in UTC. */
  long millis(Fields row) {
    ZoneId of = rule.zoneColumn() == Layout.ABSENT ? zone : zone(row);
    if (columns.length == 1) {
      return millis(row.bytes(), row.start(columns[0]), row.end(columns[0]), of);
    }
    int length = join(row);
    return millis(joined, 0, length, of);
  }

  private long millis(byte[] in, int start, int end, @Nullable ZoneId of) {
    return format == null
        ? IsoTimestamp.millis(in, start, end, clock, of)
        : format.millis(in, start, end, clock, of);
  }

  private @Nullable ZoneId zone(Fields row) {
    int start = row.start(rule.zoneColumn());
    int end = row.end(rule.zoneColumn());
    int spelling = spellings.find(row.bytes(), start, end);
    if (spelling >= 0) {
      return spelled.get(spelling).orElse(null);
    }
    String text = row.text(rule.zoneColumn());
    Optional<ZoneId> found =
        Optional.ofNullable(zones.get(Cells.word(text))).or(() -> Zones.of(text));
    if (spelled.size() < ZONES_MAX) {
      spellings.add(row.bytes(), start, end);
      spelled.add(found);
    }
    return found.orElse(null);
  }

  /** Copies the cells one behind the other, with a blank between; how many bytes they are. */
  private int join(Fields row) {
    int length = 0;
    for (int column : columns) {
      length += row.end(column) - row.start(column) + 1;
    }
    joined = joined.length < length ? new byte[2 * length] : joined;
    int at = 0;
    for (int column : columns) {
      int start = row.trimmedStart(column);
      int count = row.trimmedEnd(column) - start;
      if (at > 0) {
        joined[at++] = ' ';
      }
      System.arraycopy(row.bytes(), start, joined, at, count);
      at += count;
    }
    return at;
  }

  /** Whether the cells of the time are a moment in some zone. */
  boolean isMoment(Fields row) {
    if (columns.length == 1) {
      return isMoment(row, columns[0]);
    }
    int length = join(row);
    return hour(joined, 0, length, zone) != BusinessClock.INVALID;
  }

  /** Whether some cell of the time has something in it. */
  boolean isThere(Fields row) {
    return Arrays.stream(columns).anyMatch(column -> !row.isBlank(column));
  }

  /** Whether a cell is a moment as this file writes them in one column. */
  boolean isMoment(Fields row, int column) {
    return columns.length == 1
        && hour(row.bytes(), row.start(column), row.end(column), zone) != BusinessClock.INVALID;
  }

  /** Days since 1970 of the last row's business day. */
  long day() {
    return day;
  }

  /** The hour of that day, 0 to 23. */
  int hourOfDay() {
    return (int) (hour - DAY_HOURS * day);
  }

  /** The first column. */
  int column() {
    return columns[0];
  }

  /** Whether the column of zones says something that is none. */
  boolean isZoneUnknown(Fields row) {
    return rule.zoneColumn() != Layout.ABSENT && zone(row) == null;
  }

  /** The column of zones, or {@link Layout#ABSENT}. */
  int zoneColumn() {
    return rule.zoneColumn();
  }

  /** What is expected, for messages. */
  String expected() {
    return format == null ? IsoTimestamp.expected() : format.expected();
  }

  /** What is wrong with what was found, where that is a known trap. */
  Optional<String> hint(Fields row) {
    int at = columns[0];
    boolean isIso = columns.length == 1 && (format == null || format.isIso());
    return isIso ? IsoTimestamp.hint(row.bytes(), row.start(at), row.end(at)) : Optional.empty();
  }

  /** What was found, as text. */
  byte[] found(Fields row) {
    if (columns.length == 1) {
      return Arrays.copyOfRange(row.bytes(), row.start(columns[0]), row.end(columns[0]));
    }
    int length = join(row);
    return Arrays.copyOf(joined, length);
  }
}
