package daybook.reading.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;

/** Which forms of a timestamp a mapping may name, and which zones. */
final class TimestampForms {

  /** Our own columns' forms: ISO 8601 and RFC 3339, with an offset or without. */
  static final String ISO = "iso";

  /** Before a date: what is written are whole hours since its midnight. */
  static final String HOURS_SINCE = "hours_since:";

  /** For messages. */
  static final String EXPECTED =
      "iso, hours_since:<date>, or a pattern of y M d H m s such as yyyy-MM-dd HH:mm:ss";

  private static final String LETTERS = "yMdHhmsSaxX";

  private TimestampForms() {}

  /** Whether it is a form that rows can be read by: one that says at least which day it was. */
  static boolean isForm(String form) {
    if (form.equals(ISO)) {
      return true;
    }
    if (form.startsWith(HOURS_SINCE)) {
      return isDate(form.substring(HOURS_SINCE.length()));
    }
    String letters = letters(form);
    return letters.chars().allMatch(c -> LETTERS.indexOf(c) >= 0)
        && letters.contains("y")
        && letters.contains("M")
        && letters.contains("d")
        && letters.contains("h") == letters.contains("a");
  }

  /** Whether what is written in a pattern says how far from UTC it is. */
  static boolean hasOffset(String form) {
    return !form.equals(ISO) && !form.startsWith(HOURS_SINCE) && letters(form).matches(".*[xX].*");
  }

  /** Whether what is written in a pattern is a day without a time: it has no zone then. */
  static boolean isDay(String form) {
    return !form.equals(ISO) && !form.startsWith(HOURS_SINCE) && !letters(form).matches(".*[Hh].*");
  }

  /** The letters that mean something: those outside of quotes. */
  private static String letters(String pattern) {
    return pattern.replaceAll("'[^']*'", "").replaceAll("[^\\p{L}']", "");
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Whether it is a zone of the time zone database, or a fixed offset. */
  static boolean isZone(String zone) {
    try {
      ZoneId.of(zone);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
