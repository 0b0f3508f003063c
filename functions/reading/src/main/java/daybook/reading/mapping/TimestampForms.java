package daybook.reading.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which forms of a timestamp a mapping may name, and which zones. */
final class TimestampForms {

  /** Before a date: what is written are whole hours since its first one. */
  static final String HOURS_SINCE = "hours_since:";

  /** For messages. */
  static final String EXPECTED =
      "iso, epoch_seconds, epoch_millis, hours_since:<date>,"
          + " or a pattern of y M d H m s such as yyyy-MM-dd HH:mm:ss";

  private static final int PATTERN_LENGTH_MAX = 100;

  /** Our own columns' forms, and what counts from 1970-01-01 in UTC. */
  private static final Set<String> WORDS = Set.of("iso", "epoch_seconds", "epoch_millis");

  /** Letters of one meaning, as often as they may stand beside each other. */
  private static final Pattern FIELD =
      Pattern.compile("yyyy|yy|MMMM|MMM|MM|M|dd|d|HH|H|hh|h|mm|ss|S{1,9}|a|X{1,3}|x{1,3}|Z");

  private static final Pattern RUN = Pattern.compile("(\\p{L})\\1*");
  private static final Pattern QUOTED = Pattern.compile("'[^']*'");

  private TimestampForms() {}

  /** Whether it is a form that rows can be read by: one that says at least which day it was. */
  static boolean isForm(String form) {
    if (form.startsWith(HOURS_SINCE)) {
      return isDate(form.substring(HOURS_SINCE.length()));
    }
    return WORDS.contains(form) || isPattern(form);
  }

  private static boolean isPattern(String form) {
    List<String> fields = fields(form);
    Set<Character> letters = new HashSet<>();
    for (String field : fields) {
      if (!FIELD.matcher(field).matches() || !letters.add(field.charAt(0))) {
        return false;
      }
    }
    boolean hasHour = letters.contains('H') != letters.contains('h');
    boolean hasTime = letters.stream().anyMatch(c -> "HhmsSa".indexOf(c) >= 0);
    return form.length() <= PATTERN_LENGTH_MAX
        && letters.containsAll(Set.of('y', 'M', 'd'))
        && letters.contains('h') == letters.contains('a')
        && hasTime == hasHour;
  }

  /** Whether what is written says by itself which moment it is: it has no zone then. */
  static boolean hasOffset(String form) {
    return form.startsWith("epoch_")
        || (isPattern(form) && fields(form).stream().anyMatch(field -> field.matches("[xXZ]+")));
  }

  /** Whether what is written in a pattern is a day without a time: it has no zone then. */
  static boolean isDay(String form) {
    return isPattern(form) && fields(form).stream().noneMatch(field -> field.matches("[Hh]+"));
  }

  /** The letters that mean something, those that are equal together. */
  private static List<String> fields(String pattern) {
    return RUN.matcher(QUOTED.matcher(pattern).replaceAll(" "))
        .results()
        .map(found -> found.group())
        .toList();
  }

  private static boolean isDate(String text) {
    try {
      return text.equals(LocalDate.parse(text).toString());
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Whether it is a zone of the time zone database, or a fixed offset. */
  static boolean isZone(String zone) {
    try {
      return zone.equals(ZoneId.of(zone).getId());
    } catch (DateTimeException e) {
      return false;
    }
  }
}
