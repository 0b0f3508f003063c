package daybook.local.proposal;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.reading.value.BusinessClock;
import daybook.reading.value.TimestampFormat;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the forms that fit every timestamp of a column. */
final class TimestampSniffer {

  /** Day and month in an order that no other one looks like. */
  private static final List<String> CERTAIN =
      List.of(
          "yyyy-MM-dd",
          "yyyy/MM/dd",
          "yyyy.MM.dd",
          "yyyyMMdd",
          "dd.MM.yyyy",
          "d.M.yyyy",
          "dd.MM.yy",
          "d MMM yyyy",
          "dd-MMM-yyyy",
          "dd-MMM-yy",
          "d MMMM yyyy",
          "MMM d, yyyy",
          "MMMM d, yyyy",
          "MMM d yyyy");

  private static final List<String> DAY_FIRST =
      List.of("dd/MM/yyyy", "d/M/yyyy", "dd-MM-yyyy", "d-M-yyyy", "dd/MM/yy", "d/M/yy", "dd-MM-yy");

  private static final List<String> MONTH_FIRST =
      List.of("MM/dd/yyyy", "M/d/yyyy", "MM-dd-yyyy", "M-d-yyyy", "MM/dd/yy", "M/d/yy", "MM-dd-yy");

  private static final List<String> BETWEEN = List.of(" ", "'T'", ", ", "  ");

  private static final List<String> TIMES =
      List.of(
          "HH:mm:ss",
          "HH:mm",
          "H:mm:ss",
          "H:mm",
          "HH:mm:ss.SSS",
          "HH:mm:ss.SSSSSS",
          "hh:mm:ss a",
          "hh:mm a",
          "h:mm:ss a",
          "h:mm a",
          "HHmmss",
          "HH.mm.ss",
          "HH.mm");

  /** {@code +02:00} and {@code Z}. */
  private static final String COLON_OFFSET = "X".repeat(3);

  private static final List<String> OFFSETS =
      List.of("", COLON_OFFSET, " " + COLON_OFFSET, "XX", " XX", " 'UTC'");

  private static final BusinessClock CLOCK = new BusinessClock(ZoneOffset.UTC);

  private TimestampSniffer() {}

  /**
   * What fits a column.
   *
   * @param format fits all values; empty where none does, or the order of day and month is open
   * @param candidates two forms that both fit all and mean other days
   */
  record Found(Optional<TimestampFormat> format, List<TimestampFormat> candidates) {

    static final Found NOTHING = new Found(Optional.empty(), List.of());

    /** Whether any form fits. */
    boolean fits() {
      return format.isPresent() || !candidates.isEmpty();
    }
  }

  /** The forms of some values, of which there is at least one. */
  static Found of(List<String> values) {
    if (values.isEmpty()) {
      return Found.NOTHING;
    }
    for (String word : words(values)) {
      TimestampFormat format = TimestampFormat.of(word);
      if (fitsAll(format, values)) {
        return new Found(Optional.of(format), List.of());
      }
    }
    Optional<TimestampFormat> certain = first(CERTAIN, values);
    if (certain.isPresent()) {
      return new Found(certain, List.of());
    }
    Optional<TimestampFormat> dayFirst = first(DAY_FIRST, values);
    Optional<TimestampFormat> monthFirst = first(MONTH_FIRST, values);
    if (dayFirst.isPresent() && monthFirst.isPresent()) {
      // Even where they agree on all of these days they would not on others.
      return new Found(Optional.empty(), List.of(dayFirst.get(), monthFirst.get()));
    }
    return new Found(dayFirst.or(() -> monthFirst), List.of());
  }

  /** What counts seconds has ten digits from 2001 to 2286, and what counts milliseconds 13. */
  private static List<String> words(List<String> values) {
    List<String> words = new ArrayList<>(List.of("iso"));
    if (values.stream().allMatch(value -> value.matches("\\d{10}"))) {
      words.add("epoch_seconds");
    }
    if (values.stream().allMatch(value -> value.matches("\\d{13}"))) {
      words.add("epoch_millis");
    }
    return words;
  }

  private static Optional<TimestampFormat> first(List<String> dates, List<String> values) {
    for (String date : dates) {
      Optional<TimestampFormat> found = withTime(date, values);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<TimestampFormat> withTime(String date, List<String> values) {
    TimestampFormat alone = TimestampFormat.of(date);
    if (fitsAll(alone, values)) {
      return Optional.of(alone);
    }
    for (String between : BETWEEN) {
      for (String time : TIMES) {
        for (String offset : OFFSETS) {
          TimestampFormat format = TimestampFormat.of(date + between + time + offset);
          if (fitsAll(format, values)) {
            return Optional.of(format);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Whether it reads every value; the first that it does not read decides. */
  static boolean fitsAll(TimestampFormat format, List<String> values) {
    return values.stream().allMatch(value -> hour(format, value) != BusinessClock.INVALID);
  }

  private static long hour(TimestampFormat format, String value) {
    byte[] bytes = value.getBytes(UTF_8);
    return format.hour(bytes, 0, bytes.length, CLOCK, null);
  }
}
