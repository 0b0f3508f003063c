package daybook.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.text.Normalizer.isNormalized;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifiers;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer.Form;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The exact sums of one transaction file, made slowly and obviously with {@link BigDecimal} and
 * {@code java.time}: the oracle that the pipeline's answers are compared with. It shares no code
 * with the pipeline.
 *
 * <p>It cannot tell apart what only the bytes show: for a file with broken quotes or with a record
 * that is too long it fails with {@link CsvParseException}, for a broken gzip stream with {@link
 * IOException}, and a carriage return outside quotes ends a line for it even when no line feed
 * follows.
 *
 * @param byDay day ({@code YYYY-MM-DD}) to {@code deposits} or {@code withdrawals} to payment
 *     method to total with two decimals; only days, groups and methods that have accepted rows
 * @param accepted accepted rows
 * @param rejected rejected rows; 0 when the header is unusable and nothing counts
 */
public record ExactTotals(
    SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> byDay,
    long accepted,
    long rejected) {

  /** Bytes of a record: longer ones are rejected by the pipeline, and refused here. */
  private static final int RECORD_BYTES_MAX = 65_536;

  /** Fields of a record: as many as fit, each at least a delimiter. */
  private static final int FIELDS_MAX = RECORD_BYTES_MAX;

  /** Characters that the CSV reader may hold: some records. */
  private static final int BUFFER_CHARS_MAX = 16 * RECORD_BYTES_MAX;

  /** Different payment methods that one file may bring. */
  private static final int METHODS_MAX = 200;

  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final List<String> NEEDED =
      List.of("timestamp", "type", "payment_method", "amount");
  private static final List<String> KNOWN =
      List.of("timestamp", "type", "payment_method", "amount", "sleep_ms");
  private static final Set<String> TYPES = Set.of("deposit", "withdrawal");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "[ \t]*(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?<time>[0-9]{2}:[0-9]{2})"
              + "(?<second>:[0-9]{2}(?:[.,][0-9]{1,9})?)?"
              + "(?: ?(?<offset>Z|z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)"
              + "(?<utc> UTC|\\[UTC\\]|\\[GMT\\]|\\[Etc/UTC\\])?)?[ \t]*");

  /** Letters and marks that show as nothing are no letters here. */
  private static final Pattern METHOD =
      Pattern.compile(
          "(?=.{1,64}$)(?!.*[\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFE00-\uFE0F\uFFA0])"
              + "[\\p{L}\\p{Nd}][\\p{L}\\p{Nd}\\p{Mn}\\p{Mc} _&/()'+-]*(?<! )");

  private static final Pattern AMOUNT =
      Pattern.compile(
          "[ \t]*[+]?(?=[.]?[0-9])([0-9]{0,11}(?:\\.(?:[0-9]{0,2}|[0-9]{2}00+))?)[ \t]*");
  private static final Pattern SLEEP_MS = Pattern.compile("[0-9]{0,9}");
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");

  /**
   * Sums a whole file.
   *
   * @param csv a CSV file, plain or gzip, whatever its name says
   * @throws IOException when the file cannot be read or its gzip stream is broken
   * @throws CsvParseException when quotes are broken or a record is too long
   */
  public static ExactTotals of(Path csv) throws IOException {
    try (InputStream bytes = Files.newInputStream(csv)) {
      return of(bytes);
    }
  }

  /**
   * Sums a whole stream and leaves it open.
   *
   * @param bytes a CSV file, plain or gzip
   * @throws IOException when the stream cannot be read or its gzip stream is broken
   * @throws CsvParseException when quotes are broken or a record is too long
   */
  public static ExactTotals of(InputStream bytes) throws IOException {
    Sum sum = null;
    try {
      for (CsvRecord record : reader(withoutByteOrderMark(inflated(bytes)))) {
        if (isBlankLine(record)) {
          continue;
        }
        if (sum != null) {
          sum.add(record);
        } else if (isUsable(header(record))) {
          sum = new Sum(header(record));
        } else {
          break;
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return sum == null ? new ExactTotals(new TreeMap<>(), 0, 0) : sum.result();
  }

  private static InputStream inflated(InputStream bytes) throws IOException {
    InputStream in = new BufferedInputStream(bytes);
    in.mark(GZIP_MAGIC.length);
    boolean gzip = Arrays.equals(in.readNBytes(GZIP_MAGIC.length), GZIP_MAGIC);
    in.reset();
    return gzip ? new BufferedInputStream(new GZIPInputStream(in)) : in;
  }

  private static InputStream withoutByteOrderMark(InputStream in) throws IOException {
    in.mark(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
      in.reset();
    }
    return in;
  }

  /** Reads one character a byte, so that each field can show whether its bytes are UTF-8. */
  private static CsvReader<CsvRecord> reader(InputStream in) {
    return CsvReader.builder()
        .fieldSeparator(',')
        .quoteCharacter('"')
        .commentStrategy(CommentStrategy.NONE)
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .trimWhitespacesAroundQuotes(false)
        .detectBomHeader(false)
        .maxBufferSize(BUFFER_CHARS_MAX)
        .build(
            CsvRecordHandler.of(
                fields ->
                    fields
                        .maxFields(FIELDS_MAX)
                        .maxFieldSize(RECORD_BYTES_MAX)
                        .maxRecordSize(RECORD_BYTES_MAX)
                        .fieldModifier(FieldModifiers.NOP)),
            in,
            ISO_8859_1);
  }

  private static boolean isBlankLine(CsvRecord record) {
    return record.getFieldCount() == 1 && BLANKS.matcher(record.getField(0)).matches();
  }

  private static List<String> header(CsvRecord record) {
    return record.getFields().stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
  }

  private static boolean isUsable(List<String> header) {
    return header.stream().allMatch(ExactTotals::isUtf8)
        && header.containsAll(NEEDED)
        && KNOWN.stream().allMatch(name -> Collections.frequency(header, name) <= 1);
  }

  private static boolean isUtf8(String field) {
    byte[] bytes = field.getBytes(ISO_8859_1);
    return Arrays.equals(new String(bytes, UTF_8).getBytes(UTF_8), bytes);
  }

  /** The UTC day, or nothing when there is no such moment in the years 1 to 9999. */
  private static Optional<LocalDate> businessDay(String timestamp) {
    Matcher form = TIMESTAMP.matcher(timestamp);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      String second = Objects.requireNonNullElse(form.group("second"), "").replace(',', '.');
      ZoneOffset offset = offset(Objects.requireNonNullElse(form.group("offset"), "Z"));
      LocalDate day =
          LocalDateTime.parse(form.group("date") + "T" + form.group("time") + second)
              .atOffset(offset)
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalDate();
      boolean counts = form.group("utc") == null || offset.equals(ZoneOffset.UTC);
      return Optional.of(day).filter(d -> counts && d.getYear() >= 1 && d.getYear() <= 9999);
    } catch (DateTimeException noSuchMoment) {
      return Optional.empty();
    }
  }

  private static ZoneOffset offset(String text) {
    return text.matches("[A-Za-z]+") ? ZoneOffset.UTC : ZoneOffset.of(text);
  }

  /** The rows of one file, each counted as accepted or rejected. */
  private static final class Sum {
    private final List<String> header;
    private final SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> byDay =
        new TreeMap<>();
    private final Set<String> methods = new HashSet<>();
    private long accepted;
    private long rejected;

    Sum(List<String> header) {
      this.header = header;
    }

    void add(CsvRecord row) {
      if (isAccepted(row)) {
        accepted++;
      } else {
        rejected++;
      }
    }

    /** One line a rule; the last one counts the row. */
    private boolean isAccepted(CsvRecord row) {
      if (!isUtf8(String.join(",", row.getFields()))) return false;
      if (row.getFieldCount() != header.size()) return false;
      Optional<LocalDate> day = businessDay(value(row, "timestamp"));
      if (day.isEmpty()) return false;
      String type = value(row, "type");
      if (!TYPES.contains(type)) return false;
      String method = new String(value(row, "payment_method").getBytes(ISO_8859_1), UTF_8);
      boolean isMethod = METHOD.matcher(method).matches() && isNormalized(method, Form.NFC);
      if (!isMethod) return false;
      Matcher amount = AMOUNT.matcher(value(row, "amount"));
      if (!amount.matches()) return false;
      if (!SLEEP_MS.matcher(value(row, "sleep_ms")).matches()) return false;
      if (!methods.contains(method) && methods.size() == METHODS_MAX) return false;
      methods.add(method);
      byDay
          .computeIfAbsent(day.get().toString(), d -> new TreeMap<>())
          .computeIfAbsent(type + "s", group -> new TreeMap<>())
          .merge(method, new BigDecimal(amount.group(1)).setScale(2), BigDecimal::add);
      return true;
    }

    /** A missing column reads as empty: only {@code sleep_ms} may be missing. */
    private String value(CsvRecord row, String column) {
      int index = header.indexOf(column);
      return index < 0 ? "" : row.getField(index);
    }

    ExactTotals result() {
      return new ExactTotals(byDay, accepted, rejected);
    }
  }
}
