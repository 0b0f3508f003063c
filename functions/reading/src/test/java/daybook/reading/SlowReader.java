package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.RejectReason;
import daybook.reading.value.SlowIso;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of records and rows once more, slowly and in other words: regular expressions over the
 * whole text, {@code java.time} and {@link BigDecimal}. It shares no code with the reader.
 */
final class SlowReader {

  private static final String QUOTED = "\"[^\"]*+(?:\"\"[^\"]*+)*+\"";
  private static final String PLAIN = "(?:[^\",\n][^,\n]*+)?+";
  private static final String FIELD = "(?:" + QUOTED + "|" + PLAIN + ")";
  private static final Pattern RECORD = Pattern.compile(FIELD + "(?:," + FIELD + ")*+");
  private static final Pattern LINE_END = Pattern.compile("\r*\n");
  private static final Pattern ONE_FIELD = Pattern.compile("\\G(" + FIELD + ")(?:,|\\z)");

  /** The text ends within a quoted field. */
  private static final Pattern OPEN =
      Pattern.compile("(?:" + FIELD + ",)*+\"[^\"]*+(?:\"\"[^\"]*+)*+");

  /** The text ends after a quote that may be the last of a field or the first of two. */
  private static final Pattern MAYBE_CLOSED = Pattern.compile("(?:" + FIELD + ",)*+" + QUOTED);

  /** Of names without letters that show as nothing. */
  private static final Pattern METHOD =
      Pattern.compile("(?=.{1,64}$)[\\p{L}\\p{Nd}][\\p{L}\\p{Nd}\\p{Mn}\\p{Mc} _&/()'+-]*(?<! )");

  private static final Set<String> TYPES = Set.of("deposit", "withdrawal");

  /**
   * A record.
   *
   * @param problem why it is none, or null
   * @param text its bytes, one a character
   */
  record Found(long offset, long line, @Nullable RejectReason problem, String text) {}

  private final String input;
  private final int recordBytesMax;
  private final Set<String> methods = new HashSet<>();
  private long endLine;

  SlowReader(byte[] input, int recordBytesMax) {
    this.input = new String(input, ISO_8859_1);
    this.recordBytesMax = recordBytesMax;
  }

  /** Every record that is not blank. */
  List<Found> records() {
    List<Found> found = new ArrayList<>();
    int at = 0;
    long line = 1;
    while (at < input.length()) {
      int length = recordLength(at);
      RejectReason problem = length > recordBytesMax || length < 0 ? problem(at, length) : null;
      String text = input.substring(at, at + (problem == null ? length : lineLength(at)));
      if (RejectReason.RECORD_TOO_LONG.equals(problem)) {
        text = text.substring(0, Math.min(text.length(), recordBytesMax));
      }
      int taken = problem == null ? length : lineLength(at);
      if (problem != null || !text.matches("[ \t]*")) {
        found.add(new Found(at, line, problem, text));
      }
      int next = afterLineEnd(at + taken);
      line += input.substring(at, next).chars().filter(c -> c == '\n').count();
      line += input.charAt(next - 1) == '\n' ? 0 : 1;
      at = next;
    }
    endLine = line - 1;
    return found;
  }

  /** Lines of the whole input, once its records have been read. */
  long lines() {
    return endLine;
  }

  private int lineLength(int at) {
    int lineFeed = input.indexOf('\n', at);
    if (lineFeed < 0) {
      return input.length() - at;
    }
    return input.substring(at, lineFeed).replaceFirst("\r+\\z", "").length();
  }

  private int afterLineEnd(int at) {
    Matcher lineEnd = LINE_END.matcher(input).region(at, input.length());
    return lineEnd.lookingAt() ? lineEnd.end() : Math.min(at + 1, input.length());
  }

  /** Length without line end, or -1 where the quotes are broken. */
  private int recordLength(int at) {
    Matcher record = RECORD.matcher(input).region(at, input.length());
    if (!record.lookingAt()) {
      return -1;
    }
    int end = record.end();
    if (end == input.length()) {
      return end - at;
    }
    if (!LINE_END.matcher(input).region(end, input.length()).lookingAt()) {
      return -1;
    }
    return input.substring(at, end).replaceFirst("\r+\\z", "").length();
  }

  private RejectReason problem(int at, int length) {
    if (lineLength(at) > recordBytesMax) {
      return RejectReason.RECORD_TOO_LONG;
    }
    String within = input.substring(at, Math.min(at + recordBytesMax, input.length()));
    boolean open = OPEN.matcher(within).matches();
    if (open || (length < 0 && !RECORD.matcher(within).matches())) {
      return RejectReason.QUOTING;
    }
    boolean maybeClosed = MAYBE_CLOSED.matcher(within).matches();
    if (maybeClosed && input.charAt(at + recordBytesMax) != ',') {
      return RejectReason.QUOTING;
    }
    return RejectReason.RECORD_TOO_LONG;
  }

  /**
   * What a row is.
   *
   * @param what {@code accepted}, {@code nothing}, {@code skipped} and the rule, or {@code
   *     rejected} and the reason
   * @param transaction where it is accepted
   */
  record Row(long offset, long line, String what, Optional<Transaction> transaction) {}

  /** The rows that records under these columns are, each in the form that names have. */
  List<Row> rows(List<Found> records, List<String> header) {
    int columns = header.size();
    while (columns > 0 && header.get(columns - 1).isEmpty()) {
      columns--;
    }
    List<String> names = header.subList(0, columns);
    List<Row> rows = new ArrayList<>();
    for (Found record : records) {
      List<Row> joined = joined(record, names);
      if (joined.isEmpty()) {
        rows.add(row(record, names));
      }
      rows.addAll(joined);
    }
    return rows;
  }

  /** A record of several lines of which one is a row, and each of these; none where none is. */
  private List<Row> joined(Found record, List<String> names) {
    List<Row> joined = new ArrayList<>();
    Matcher end = LINE_END.matcher(record.text());
    long line = record.line();
    while (record.problem() == null && end.find()) {
      int next =
          LINE_END
              .matcher(record.text())
              .results()
              .map(found -> found.start())
              .filter(start -> start >= end.end())
              .findFirst()
              .orElse(record.text().length());
      line++;
      if (isRow(record.text().substring(end.end(), next), names)) {
        joined.add(rejected(record.offset() + end.end(), line, "rows_in_quotes"));
      }
    }
    if (!joined.isEmpty()) {
      joined.add(0, rejected(record.offset(), record.line(), "rows_in_quotes"));
    }
    return joined;
  }

  private static Row rejected(long offset, long line, String reason) {
    return new Row(offset, line, "rejected " + reason, Optional.empty());
  }

  /** As the line is written, and as it reads in its cell. */
  private boolean isRow(String line, List<String> names) {
    String inCell = line.replaceFirst("(?s)\"([^\"]*)\\z", "$1");
    return List.of(line, inCell, inCell.replace("\"\"", "\"")).stream()
        .anyMatch(
            text -> {
              SlowReader alone = new SlowReader(text.getBytes(ISO_8859_1), recordBytesMax);
              List<Found> found = alone.records();
              return found.size() == 1 && alone.row(found.get(0), names).what().equals("accepted");
            });
  }

  private Row row(Found record, List<String> names) {
    if (record.problem() != null) {
      return rejected(record.offset(), record.line(), record.problem().code());
    }
    List<String> cells = fields(record.text()).stream().map(SlowReader::trimmed).toList();
    Object what = what(cells, names);
    return what instanceof Transaction transaction
        ? new Row(record.offset(), record.line(), "accepted", Optional.of(transaction))
        : new Row(record.offset(), record.line(), what.toString(), Optional.empty());
  }

  private static String trimmed(String cell) {
    return cell.replaceFirst("^[ \t]+", "").replaceFirst("[ \t]+\\z", "");
  }

  private Object what(List<String> cells, List<String> names) {
    if (cells.stream().allMatch(String::isEmpty)) {
      return "nothing";
    }
    boolean isTransaction =
        cells.stream().anyMatch(c -> SlowIso.utc(c).isPresent() || TYPES.contains(lower(c)));
    int count = names.size();
    if (cells.size() < count || cells.stream().skip(count).anyMatch(c -> !c.isEmpty())) {
      return "rejected " + (isTransaction ? "column_count" : "no_transaction");
    }
    List<String> values = cells.subList(0, count);
    String status = names.contains("status") ? lower(cell(values, names, "status")) : "approved";
    if (status.equals("pending") || status.equals("declined")) {
      return "skipped " + status;
    }
    Object what = what(values, names, status);
    boolean isHeader = values.stream().map(SlowReader::name).toList().equals(names);
    if (what instanceof String && isHeader) {
      return "skipped repeated_header";
    }
    boolean whole = !isTransaction && "timestamp".equals(what);
    if (what instanceof String fault) {
      boolean utf8 = fault.equals("payment_method_limit") || isUtf8(cell(values, names, fault));
      return "rejected " + (whole ? "no_transaction" : utf8 ? fault : "encoding");
    }
    return what;
  }

  private static String cell(List<String> values, List<String> names, String name) {
    return values.get(names.indexOf(name));
  }

  /** A transaction, or the column in which it has a fault. */
  private Object what(List<String> values, List<String> names, String status) {
    Optional<LocalDateTime> utc = SlowIso.utc(cell(values, names, "timestamp"));
    String type = lower(cell(values, names, "type"));
    Optional<String> digits = SlowIso.amount(cell(values, names, "amount"));
    String method = utf8(cell(values, names, "payment_method"));
    boolean named = names.contains("currency");
    String currency = named ? cell(values, names, "currency") : "";
    if (utc.isEmpty()) {
      return "timestamp";
    } else if (!TYPES.contains(type)) {
      return "type";
    } else if (digits.isEmpty()) {
      return "amount";
    } else if (!METHOD.matcher(method).matches()
        || !Normalizer.isNormalized(method, Normalizer.Form.NFC)) {
      return "payment_method";
    } else if (named && !currency.matches("[A-Za-z]{3}")) {
      return "currency";
    } else if (!status.equals("approved")) {
      return "status";
    } else if (!methods.contains(method) && methods.size() == ImportPosition.METHODS_MAX) {
      return "payment_method_limit";
    }
    methods.add(method);
    String group = type + "s" + (named ? ":" + currency.toUpperCase(Locale.ROOT) : "");
    return new Transaction(
        utc.get().toLocalDate(),
        utc.get().getHour(),
        new TransactionType(group),
        method,
        new Amount(new BigDecimal(digits.get()).movePointRight(2).longValueExact()));
  }

  private static String lower(String cell) {
    return utf8(cell).toLowerCase(Locale.ROOT);
  }

  /** The form in which names of columns are compared, but for that of our own columns. */
  static String name(String cell) {
    String normal =
        Normalizer.normalize(utf8(cell), Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .replaceAll("(?U)[\\s\\p{Z}\\p{Cf}\\p{Pd}_]", "");
    return switch (normal) {
      case "paymentmethod" -> "payment_method";
      case "sleepms" -> "sleep_ms";
      default -> normal;
    };
  }

  /** Text whose characters are bytes, as what these bytes mean. */
  static String utf8(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  static boolean isUtf8(String bytes) {
    return Arrays.equals(utf8(bytes).getBytes(UTF_8), bytes.getBytes(ISO_8859_1));
  }

  static List<String> fields(String record) {
    List<String> fields = new ArrayList<>();
    Matcher field = ONE_FIELD.matcher(record);
    boolean more = true;
    while (more && field.find()) {
      String text = field.group(1);
      boolean quoted = text.startsWith("\"");
      fields.add(quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text);
      more = field.group().endsWith(",") && !text.equals(field.group());
    }
    return fields;
  }
}
