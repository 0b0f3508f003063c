package daybook.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one row of a file is, by the rules of {@code data/README.md}, a line of code each. Cells
 * hold one character a byte.
 *
 * @param skippedBy the rule that skips it; empty where none does
 * @param rejectedFor the reason to reject it, but for the file's limit of payment methods; empty
 *     where there is none
 * @param day its day; like all that follows only of a row that is accepted
 * @param group {@code deposits} or {@code withdrawals}, with a colon and the currency where the
 *     file names one
 * @param method its payment method
 * @param amount with two decimals
 * @param remarks words that it deserves
 */
record ExactRow(
    String skippedBy,
    String rejectedFor,
    LocalDate day,
    String group,
    String method,
    BigDecimal amount,
    List<String> remarks) {

  private static final List<String> NEEDED =
      List.of("timestamp", "type", "paymentmethod", "amount");
  private static final List<String> READ =
      List.of("timestamp", "type", "paymentmethod", "amount", "sleepms", "currency", "status");
  private static final Set<String> TYPES = Set.of("deposit", "withdrawal");
  private static final Set<String> NOT_PAID = Set.of("pending", "declined");

  /** Days before this one are mostly dates that were empty. */
  private static final LocalDate FIRST_USUAL_DAY = LocalDate.of(1971, 1, 1);

  private static final int METHOD_CODE_POINTS_MAX = 64;

  private static final String BLANKS = " \t";
  private static final Pattern NOTHING_IN_NAMES =
      Pattern.compile("[\\s\\x0b\\x85\\p{Z}\\p{Cf}\\p{Pd}_]");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})"
              + "(:(?<seconds>[0-9]{2})([.,][0-9]{1,9})?)?"
              + "(?<offset> UTC| ?([Zz]|(?<hours>[+-][0-9]{2})(:?(?<minutes>[0-9]{2}))?))?");
  private static final Pattern METHOD =
      Pattern.compile("[\\p{L}\\p{Nd}][\\p{L}\\p{Nd}\\p{Mn}\\p{Mc} _+&/()'-]*");

  /** Letters and marks that nobody sees. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0"
              + "\\x{e0100}-\\x{e01ef}]");

  private static final Pattern AMOUNT =
      Pattern.compile(
          "\\+?([0-9]{1,11}(\\.([0-9]{0,2}|[0-9]{2}00+))?|\\.([0-9]{1,2}|[0-9]{2}00+))");
  private static final Pattern CURRENCY = Pattern.compile("[A-Za-z]{3}");
  private static final Pattern WHOLE = Pattern.compile("[0-9]+");
  private static final Pattern CENTS = Pattern.compile("[0-9]{2}");

  /** Whether a record is a header by which rows can be read. */
  static boolean isUsable(List<String> header) {
    List<String> names = header.stream().map(ExactRow::name).toList();
    return header.stream().allMatch(ExactRow::isUtf8)
        && names.containsAll(NEEDED)
        && READ.stream().allMatch(name -> Collections.frequency(names, name) <= 1);
  }

  /** Nothing, blanks and tabs. */
  static boolean isBlank(String cell) {
    return value(cell).isEmpty();
  }

  boolean isAccepted() {
    return skippedBy.isEmpty() && rejectedFor.isEmpty();
  }

  /** The names of the columns, up to the last one that has a name. */
  static List<String> columns(List<String> header) {
    List<String> names = header.stream().map(ExactRow::name).toList();
    int columns = names.size();
    while (names.get(columns - 1).isEmpty()) {
      columns--;
    }
    return names.subList(0, columns);
  }

  /** Looks at one row that is not blank; days are dates of a zone. */
  static ExactRow of(List<String> columns, List<String> cells, ZoneId zone) {
    List<String> values = cells.stream().map(ExactRow::value).toList();
    int count = Math.min(columns.size(), values.size());
    boolean further = !values.subList(count, values.size()).stream().allMatch(String::isEmpty);
    if (count < columns.size() || further) {
      return rejected(isTransaction(values, zone) ? "column_count" : "no_transaction");
    }
    Row row = new Row(columns, values.subList(0, count));
    ExactRow outcome = of(row, zone);
    return !outcome.rejectedFor.isEmpty() && row.isHeader() ? skipped("repeated_header") : outcome;
  }

  /** One line a rule. */
  private static ExactRow of(Row row, ZoneId zone) {
    String status = row.has("status") ? lower(row.get("status")) : "approved";
    if (NOT_PAID.contains(status)) return skipped(status);
    LocalDate day = day(row.get("timestamp"), zone).orElse(null);
    if (day == null && !isTransaction(row.values, zone)) return rejected("no_transaction");
    if (day == null) return row.rejected("timestamp", "timestamp");
    String type = lower(row.get("type"));
    if (!TYPES.contains(type)) return row.rejected("type", "type");
    if (!AMOUNT.matcher(row.get("amount")).matches()) return row.rejected("amount", "amount");
    String method = utf8(row.get("paymentmethod"));
    if (!isMethod(method)) return row.rejected("payment_method", "paymentmethod");
    boolean named = row.has("currency");
    String currency = named ? row.get("currency") : "";
    if (named && !CURRENCY.matcher(currency).matches()) return row.rejected("currency", "currency");
    if (!status.equals("approved")) return row.rejected("status", "status");
    String group = type + "s" + (named ? ":" + currency.toUpperCase(Locale.ROOT) : "");
    BigDecimal amount = new BigDecimal(row.get("amount")).setScale(2);
    return new ExactRow("", "", day, group, method, amount, row.remarks(day));
  }

  private static ExactRow skipped(String rule) {
    return new ExactRow(rule, "", LocalDate.MIN, "", "", BigDecimal.ZERO, List.of());
  }

  private static ExactRow rejected(String reason) {
    return new ExactRow("", reason, LocalDate.MIN, "", "", BigDecimal.ZERO, List.of());
  }

  /** Whether a cell is a moment or a type: then the row is a payment with a fault, else a title. */
  private static boolean isTransaction(List<String> values, ZoneId zone) {
    return values.stream()
        .anyMatch(value -> day(value, zone).isPresent() || TYPES.contains(lower(value)));
  }

  /**
   * The date in a zone, in which whatever has no offset is written; nothing when there is no such
   * moment in the years 1 to 9999.
   */
  private static Optional<LocalDate> day(String timestamp, ZoneId zone) {
    Matcher form = TIMESTAMP.matcher(timestamp);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime written =
          LocalDateTime.of(
              number(form.group(1)),
              number(form.group(2)),
              number(form.group(3)),
              number(form.group(4)),
              number(form.group(5)),
              number(form.group("seconds")));
      boolean inZone = form.group("offset") == null;
      ZoneOffset offset = offset(form.group("hours"), number(form.group("minutes")));
      LocalDate day =
          (inZone ? written : written.atOffset(offset).atZoneSameInstant(zone).toLocalDateTime())
              .toLocalDate();
      return Optional.of(day).filter(d -> d.getYear() >= 1 && d.getYear() <= 9999);
    } catch (DateTimeException noSuchMoment) {
      return Optional.empty();
    }
  }

  private static ZoneOffset offset(String hours, int minutes) {
    int sign = hours != null && hours.startsWith("-") ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(number(hours), sign * minutes);
  }

  private static int number(String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static boolean isMethod(String name) {
    return METHOD.matcher(name).matches()
        && !UNSEEN.matcher(name).find()
        && name.codePointCount(0, name.length()) <= METHOD_CODE_POINTS_MAX
        && Normalizer.isNormalized(name, Normalizer.Form.NFC);
  }

  /** The form in which names of columns are compared. */
  private static String name(String cell) {
    String normal = Normalizer.normalize(utf8(cell), Normalizer.Form.NFKC);
    return NOTHING_IN_NAMES.matcher(lower(normal)).replaceAll("");
  }

  private static String value(String cell) {
    int start = 0;
    int end = cell.length();
    while (start < end && BLANKS.indexOf(cell.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && BLANKS.indexOf(cell.charAt(end - 1)) >= 0) {
      end--;
    }
    return cell.substring(start, end);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String utf8(String cell) {
    return new String(cell.getBytes(ISO_8859_1), UTF_8);
  }

  private static boolean isUtf8(String cell) {
    return utf8(cell).getBytes(UTF_8).length == cell.length()
        && new String(utf8(cell).getBytes(UTF_8), ISO_8859_1).equals(cell);
  }

  /** The cells of a row that has as many as the header. */
  private record Row(List<String> names, List<String> values) {

    boolean has(String column) {
      return names.contains(column);
    }

    boolean isHeader() {
      return values.stream().map(ExactRow::name).toList().equals(names);
    }

    String get(String column) {
      return values.get(names.indexOf(column));
    }

    ExactRow rejected(String reason, String column) {
      return ExactRow.rejected(isUtf8(get(column)) ? reason : "encoding");
    }

    List<String> remarks(LocalDate day) {
      List<String> remarks = new ArrayList<>();
      if (day.isBefore(FIRST_USUAL_DAY)) {
        remarks.add("day_zero");
      }
      int next = names.indexOf("amount") + 1;
      if (next < names.size()
          && (names.get(next).equals("sleepms") || !READ.contains(names.get(next)))
          && WHOLE.matcher(get("amount")).matches()
          && CENTS.matcher(values.get(next)).matches()) {
        remarks.add("cents_in_next_column");
      }
      return remarks;
    }
  }
}
