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
  private static final Pattern ONE_FIELD = Pattern.compile("\\G(" + FIELD + ")(?:,|\\z)");

  /** The text ends within a quoted field. */
  private static final Pattern OPEN =
      Pattern.compile("(?:" + FIELD + ",)*+\"[^\"]*+(?:\"\"[^\"]*+)*+");

  /** The text ends after a quote that may be the last of a field or the first of two. */
  private static final Pattern MAYBE_CLOSED = Pattern.compile("(?:" + FIELD + ",)*+" + QUOTED);

  /** Of names without letters that show as nothing. */
  private static final Pattern METHOD =
      Pattern.compile("(?=.{1,64}$)[\\p{L}\\p{Nd}][\\p{L}\\p{Nd}\\p{Mn}\\p{Mc} _&/()'+-]*(?<! )");

  private static final Pattern SLEEP_MS = Pattern.compile("[0-9]{0,9}");

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
    boolean carriageReturn = lineFeed > at && input.charAt(lineFeed - 1) == '\r';
    return lineFeed - at - (carriageReturn ? 1 : 0);
  }

  private int afterLineEnd(int at) {
    if (input.startsWith("\r\n", at)) {
      return at + 2;
    }
    return Math.min(at + 1, input.length());
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
    boolean lineFeed = input.charAt(end) == '\n';
    if (lineFeed && end > at && input.charAt(end - 1) == '\r') {
      return end - 1 - at;
    }
    return lineFeed || input.startsWith("\r\n", end) ? end - at : -1;
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

  /** The row that a record of these columns is, or the reason why it is rejected. */
  Object row(Found record, List<String> header) {
    if (record.problem() != null) {
      return record.problem();
    }
    byte[] bytes = record.text().getBytes(ISO_8859_1);
    if (!Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes)) {
      return RejectReason.ENCODING;
    }
    List<String> fields = fields(record.text());
    if (fields.size() != header.size()) {
      return RejectReason.COLUMN_COUNT;
    }
    return row(
        fields.get(header.indexOf("timestamp")),
        fields.get(header.indexOf("type")),
        fields.get(header.indexOf("payment_method")),
        fields.get(header.indexOf("amount")),
        header.contains("sleep_ms") ? fields.get(header.indexOf("sleep_ms")) : "");
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

  private Object row(String timestamp, String type, String method, String amount, String sleep) {
    Optional<LocalDateTime> utc = SlowIso.utc(timestamp);
    if (utc.isEmpty()) {
      return RejectReason.TIMESTAMP;
    }
    if (!type.equals("deposit") && !type.equals("withdrawal")) {
      return RejectReason.TYPE;
    }
    String name = new String(method.getBytes(ISO_8859_1), UTF_8);
    if (!METHOD.matcher(name).matches() || !Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      return RejectReason.PAYMENT_METHOD;
    }
    Optional<String> digits = SlowIso.amount(amount);
    if (digits.isEmpty()) {
      return RejectReason.AMOUNT;
    }
    if (!SLEEP_MS.matcher(sleep).matches()) {
      return RejectReason.SLEEP_MS;
    }
    if (!methods.contains(name) && methods.size() == ImportPosition.METHODS_MAX) {
      return RejectReason.PAYMENT_METHOD_LIMIT;
    }
    methods.add(name);
    return new Transaction(
        utc.get().toLocalDate(),
        utc.get().getHour(),
        type.equals("deposit") ? TransactionType.DEPOSIT : TransactionType.WITHDRAWAL,
        name,
        new Amount(new BigDecimal(digits.get()).movePointRight(2).longValueExact()));
  }
}
