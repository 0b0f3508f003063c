package daybook.reading.value;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes the program of a {@link TimestampFormat}. Used once. */
final class TimestampCompiler {

  private static final String LETTERS =
      "yyyy yy MM M MMM MMMM dd d HH H hh h a mm ss S x xx xxx X XX Z, X three times";

  private static final String HOURS_SINCE = "hours_since:";
  private static final Pattern DATE_FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final int FRACTION_DIGITS_MAX = 9;
  private static final Set<TimestampField> DATE =
      EnumSet.of(TimestampField.YEAR, TimestampField.MONTH, TimestampField.DAY);

  private final String pattern;
  private final List<Integer> program = new ArrayList<>();
  private final StringBuilder example = new StringBuilder();
  private final Set<TimestampField> fields = EnumSet.noneOf(TimestampField.class);
  private boolean fraction;
  private boolean twelve;

  /** The step that opened what may be missing, or -1. */
  private int opened = -1;

  /** Whether the last field may go on with a digit. */
  private boolean mayGoOn;

  private boolean mightGoOnBefore;

  private TimestampCompiler(String pattern) {
    this.pattern = pattern;
  }

  static TimestampFormat compile(String pattern) {
    return switch (pattern) {
      case "iso" -> whole(pattern, TimestampField.ISO, "2026-01-31T10:30:00");
      case "epoch_seconds" -> whole(pattern, TimestampField.EPOCH_SECONDS, "1769855400");
      case "epoch_millis" -> whole(pattern, TimestampField.EPOCH_MILLIS, "1769855400000");
      default ->
          pattern.startsWith(HOURS_SINCE)
              ? hoursSince(pattern)
              : new TimestampCompiler(pattern).compiled();
    };
  }

  private static TimestampFormat hoursSince(String pattern) {
    String date = pattern.substring(HOURS_SINCE.length());
    if (DATE_FORM.matcher(date).matches()) {
      try {
        long day = LocalDate.parse(date).toEpochDay();
        return new TimestampFormat(
            pattern, new int[] {TimestampField.HOURS_SINCE}, true, "743", day);
      } catch (DateTimeParseException e) {
        // There is no such day.
      }
    }
    throw new IllegalArgumentException(
        "expected a date behind %s such as 2026-01-31, found %s".formatted(HOURS_SINCE, date));
  }

  private static TimestampFormat whole(String pattern, int kind, String example) {
    return new TimestampFormat(pattern, new int[] {kind}, true, example);
  }

  private TimestampFormat compiled() {
    if (pattern.length() > TimestampFormat.PATTERN_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "expected a timestamp format of at most %d characters, found %d"
              .formatted(TimestampFormat.PATTERN_LENGTH_MAX, pattern.length()));
    }
    if (!pattern.equals(pattern.strip())) {
      throw error("a blank begins or ends it", 0);
    }
    int at = 0;
    while (at < pattern.length()) {
      at = next(at);
    }
    if (opened >= 0) {
      throw error("[ is never closed", pattern.length() - 1);
    }
    requireWhole();
    int[] steps = program.stream().mapToInt(Integer::intValue).toArray();
    boolean hasTime = fields.contains(TimestampField.HOUR);
    return new TimestampFormat(pattern, steps, hasTime, example.toString());
  }

  /** Takes what is at a place; the place behind it. */
  private int next(int at) {
    char c = pattern.charAt(at);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      int end = at;
      while (end < pattern.length() && pattern.charAt(end) == c) {
        end++;
      }
      letters(pattern.substring(at, end), at);
      return end;
    }
    if (c == '\'') {
      return quoted(at);
    }
    if (c == '[') {
      open(at);
    } else if (c == ']') {
      close(at);
    } else if (c == '{' || c == '}' || c == '#') {
      throw error(c + " stands for nothing; put it between quotes", at);
    } else {
      int codePoint = pattern.codePointAt(at);
      literal(Character.toString(codePoint), at);
      return at + Character.charCount(codePoint);
    }
    return at + 1;
  }

  private int quoted(int at) {
    StringBuilder text = new StringBuilder();
    int i = at + 1;
    while (true) {
      int quote = pattern.indexOf('\'', i);
      if (quote < 0) {
        throw error("a quote is never closed", at);
      }
      text.append(pattern, i, quote);
      i = quote + 1;
      if (i == pattern.length() || pattern.charAt(i) != '\'') {
        break;
      }
      text.append('\'');
      i++;
    }
    literal(text.isEmpty() ? "'" : text.toString(), at);
    return i;
  }

  private void literal(String text, int at) {
    requireNoDigit(Digits.isDigit(text.charAt(0)), at);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      program.add(TimestampField.operation(TimestampField.LITERAL, b & 0xFF));
    }
    example.append(text);
    mayGoOn = false;
  }

  private void open(int at) {
    if (opened >= 0) {
      throw error("[ stands within [ and ]", at);
    }
    opened = program.size();
    program.add(0);
    mightGoOnBefore = mayGoOn;
  }

  private void close(int at) {
    if (opened < 0) {
      throw error("] closes nothing", at);
    }
    program.set(opened, TimestampField.operation(TimestampField.OPENING, program.size()));
    opened = -1;
    mayGoOn |= mightGoOnBefore;
  }

  private void letters(String letters, int at) {
    switch (letters) {
      case "yyyy" -> field(TimestampField.YEAR, TimestampField.YEAR_4, "2026", at);
      case "yy" -> field(TimestampField.YEAR, TimestampField.YEAR_2, "26", at);
      case "MM" -> two(TimestampField.MONTH, "01", at);
      case "M" -> one(TimestampField.MONTH, "1", at);
      case "MMM" -> word(TimestampField.MONTH, TimestampField.MONTH_SHORT_NAME, "Jan", at);
      case "MMMM" -> word(TimestampField.MONTH, TimestampField.MONTH_NAME, "January", at);
      case "dd" -> two(TimestampField.DAY, "31", at);
      case "d" -> one(TimestampField.DAY, "31", at);
      case "HH" -> two(TimestampField.HOUR, "10", at);
      case "H" -> one(TimestampField.HOUR, "10", at);
      case "hh" -> {
        twelve = true;
        two(TimestampField.HOUR, "10", at);
      }
      case "h" -> {
        twelve = true;
        one(TimestampField.HOUR, "10", at);
      }
      case "a" -> word(TimestampField.HALF, TimestampField.HALF_DAY, "AM", at);
      case "mm" -> two(TimestampField.MINUTE, "30", at);
      case "ss" -> two(TimestampField.SECOND, "00", at);
      default -> fractionOrOffset(letters, at);
    }
  }

  private void fractionOrOffset(String letters, int at) {
    int or = letters.charAt(0) == 'X' ? TimestampField.OR_Z : 0;
    switch (letters.substring(0, 1) + letters.length()) {
      case "X3", "x3" -> offset(TimestampField.WITH_COLON | or, "+02:00", at);
      case "X2", "x2" -> offset(TimestampField.FOUR_DIGITS | or, "+0200", at);
      case "Z1" -> offset(TimestampField.FOUR_DIGITS, "+0200", at);
      case "X1", "x1" -> {
        offset(TimestampField.TWO_OR_FOUR_DIGITS | or, "+02", at);
        mayGoOn = true;
      }
      default -> {
        if (letters.charAt(0) != 'S' || letters.length() > FRACTION_DIGITS_MAX) {
          throw error(letters + " is none of " + LETTERS, at);
        }
        if (fraction) {
          throw error(letters + " is there twice", at);
        }
        requireNoDigit(true, at);
        fraction = true;
        program.add(TimestampField.operation(TimestampField.FRACTION, letters.length()));
        example.append("0".repeat(letters.length()));
      }
    }
  }

  private void offset(int form, String shown, int at) {
    int operation = TimestampField.operation(TimestampField.OFFSET_KIND, form);
    word(TimestampField.OFFSET, operation, shown, at);
  }

  private void two(TimestampField field, String shown, int at) {
    field(field, field.twoDigits(), shown, at);
  }

  private void one(TimestampField field, String shown, int at) {
    field(field, field.digits(), shown, at);
    mayGoOn = true;
  }

  private void field(TimestampField field, int operation, String shown, int at) {
    requireNoDigit(true, at);
    word(field, operation, shown, at);
  }

  private void word(TimestampField field, int operation, String shown, int at) {
    if (!fields.add(field)) {
      throw error("the " + name(field) + " is there twice", at);
    }
    if (opened >= 0 && (DATE.contains(field) || field == TimestampField.HOUR)) {
      throw error("the " + name(field) + " may not be missing", at);
    }
    program.add(operation);
    example.append(shown);
    mayGoOn = false;
  }

  /** One or two digits have no end where others follow. */
  private void requireNoDigit(boolean digit, int at) {
    if (digit && mayGoOn) {
      throw error("digits follow a field that has one or two of them, or two or four", at);
    }
  }

  private void requireWhole() {
    for (TimestampField field : DATE) {
      require(fields.contains(field), "there is no " + name(field));
    }
    boolean hour = fields.contains(TimestampField.HOUR);
    boolean minute = fields.contains(TimestampField.MINUTE);
    boolean second = fields.contains(TimestampField.SECOND);
    require(hour || !minute, "there are minutes and no hour");
    require(minute || !second, "there are seconds and no minutes");
    require(second || !fraction, "there is a fraction and no seconds");
    require(hour || !fields.contains(TimestampField.OFFSET), "there is an offset and no hour");
    boolean half = fields.contains(TimestampField.HALF);
    require(twelve == half, twelve ? "h needs a, or H instead" : "a needs h");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(
          "the timestamp format %s cannot be read: %s".formatted(pattern, otherwise));
    }
  }

  private static String name(TimestampField field) {
    return switch (field) {
      case YEAR -> "year";
      case MONTH -> "month";
      case DAY -> "day";
      case HOUR -> "hour";
      case MINUTE -> "minute";
      case SECOND -> "second";
      case HALF -> "half of the day";
      case OFFSET -> "offset";
    };
  }

  private IllegalArgumentException error(String what, int at) {
    return new IllegalArgumentException(
        "the timestamp format %s cannot be read: %s, at place %d".formatted(pattern, what, at + 1));
  }
}
