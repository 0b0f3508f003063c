package daybook.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifiers;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * The exact sums of one transaction file of our own columns, made slowly and obviously with {@link
 * BigDecimal} and {@code java.time}: the oracle that the pipeline's answers are compared with. It
 * shares no code with the pipeline.
 *
 * <p>It cannot tell apart what only the bytes show: for a file with broken quotes or with a record
 * that is too long it fails with {@link CsvParseException}, for a broken gzip stream with {@link
 * IOException}; a carriage return outside quotes ends a line for it even when no line feed follows,
 * and a gzip stream ends for it with the first byte behind a member that begins no further one. It
 * knows no mappings, and no day of the file, so that days ahead of it get no remark. Days are those
 * of UTC, pauses are not looked at. A file in UTF-16 is read whole into memory, any other one as it
 * comes.
 *
 * @param byDay day ({@code YYYY-MM-DD}) to {@code deposits} or {@code withdrawals}, with a colon
 *     and the code behind it where the file names currencies, to payment method to total with two
 *     decimals; only days, groups and methods that have accepted rows
 * @param accepted accepted rows
 * @param rejectedFor rejected rows by reason; none when the header is unusable and nothing counts
 * @param skippedBy skipped rows by rule
 * @param remarks accepted rows that deserve a word, by the word
 */
public record ExactTotals(
    SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> byDay,
    long accepted,
    SortedMap<String, Long> rejectedFor,
    SortedMap<String, Long> skippedBy,
    SortedMap<String, Long> remarks) {

  /** Bytes of a record: longer ones are rejected by the pipeline, and refused here. */
  private static final int RECORD_BYTES_MAX = 65_536;

  /** Fields of a record: as many as fit, each at least a delimiter. */
  private static final int FIELDS_MAX = RECORD_BYTES_MAX;

  /** Characters that the CSV reader may hold: some records. */
  private static final int BUFFER_CHARS_MAX = 16 * RECORD_BYTES_MAX;

  /** Different payment methods that one file may bring. */
  private static final int METHODS_MAX = 200;

  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b};
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** So many bytes show whether there is a zero beside each character of ASCII. */
  private static final int START_BYTES = 8;

  private static final Pattern UTF_16_LE = Pattern.compile("(?s)\u00ff\u00fe.*|([\t -~]\0){4}.*");
  private static final Pattern UTF_16_BE = Pattern.compile("(?s)\u00fe\u00ff.*|(\0[\t -~]){4}.*");
  private static final Pattern SEPARATOR_HINT = Pattern.compile("(?i)sep=,");
  private static final Pattern LINE_END = Pattern.compile("\r*\n");

  /** No file, or one without usable header. */
  public static ExactTotals none() {
    return new ExactTotals(new TreeMap<>(), 0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /** Rejected rows, for all reasons. */
  public long rejected() {
    return rejectedFor.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Skipped rows, by all rules. */
  public long skipped() {
    return skippedBy.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Sums a whole file.
   *
   * @param csv a CSV file, plain or gzip, whatever its name says
   * @throws IOException when the file cannot be read or its gzip stream is broken
   * @throws CsvParseException when quotes are broken or a record is too long
   */
  public static ExactTotals of(Path csv) throws IOException {
    return of(csv, ZoneOffset.UTC);
  }

  /** The same with the dates of another zone as days. */
  public static ExactTotals of(Path csv, ZoneId zone) throws IOException {
    try (InputStream bytes = Files.newInputStream(csv)) {
      return of(bytes, zone);
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
    return of(bytes, ZoneOffset.UTC);
  }

  /** The same with the dates of another zone as days. */
  public static ExactTotals of(InputStream bytes, ZoneId zone) throws IOException {
    Sum sum = null;
    boolean first = true;
    try {
      for (CsvRecord record : reader(withoutMarks(inUtf8(inflated(bytes))))) {
        List<String> cells = record.getFields();
        if (cells.stream().allMatch(ExactRow::isBlank)) {
          continue;
        }
        boolean hint = first && SEPARATOR_HINT.matcher(String.join(",", cells)).matches();
        first = false;
        if (hint) {
          continue;
        }
        if (sum != null) {
          sum.add(cells);
        } else if (ExactRow.isUsable(cells)) {
          sum = new Sum(cells, zone);
        } else {
          break;
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return sum == null ? none() : sum.result();
  }

  private static InputStream inflated(InputStream bytes) throws IOException {
    InputStream in = new BufferedInputStream(bytes);
    boolean gzip = Arrays.equals(peek(in, GZIP_MAGIC.length), GZIP_MAGIC);
    return gzip ? new BufferedInputStream(new GZIPInputStream(in)) : in;
  }

  private static InputStream inUtf8(InputStream in) throws IOException {
    String start = new String(peek(in, START_BYTES), ISO_8859_1);
    if (UTF_16_LE.matcher(start).matches()) {
      return inUtf8(in, UTF_16LE);
    }
    return UTF_16_BE.matcher(start).matches() ? inUtf8(in, UTF_16BE) : in;
  }

  private static InputStream inUtf8(InputStream in, Charset charset) throws IOException {
    String text = new String(in.readAllBytes(), charset);
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static InputStream withoutMarks(InputStream in) throws IOException {
    while (Arrays.equals(peek(in, MARK.length), MARK)) {
      in.skipNBytes(MARK.length);
    }
    return in;
  }

  private static byte[] peek(InputStream in, int count) throws IOException {
    in.mark(count);
    byte[] start = in.readNBytes(count);
    in.reset();
    return start;
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

  /** The rows of one file, each counted as accepted, rejected or skipped. */
  private static final class Sum {
    private final List<String> columns;
    private final ZoneId zone;
    private final ExactTotals counted = none();
    private final Set<String> methods = new HashSet<>();
    private long accepted;

    Sum(List<String> header, ZoneId zone) {
      this.columns = ExactRow.columns(header);
      this.zone = zone;
    }

    void add(List<String> cells) {
      long rowsInside = rowsInside(cells);
      if (rowsInside > 0) {
        counted.rejectedFor.merge("rows_in_quotes", 1 + rowsInside, Long::sum);
        return;
      }
      ExactRow row = ExactRow.of(columns, cells, zone);
      if (!row.skippedBy().isEmpty()) {
        counted.skippedBy.merge(row.skippedBy(), 1L, Long::sum);
      } else if (!row.rejectedFor().isEmpty()) {
        counted.rejectedFor.merge(row.rejectedFor(), 1L, Long::sum);
      } else if (!methods.contains(row.method()) && methods.size() == METHODS_MAX) {
        counted.rejectedFor.merge("payment_method_limit", 1L, Long::sum);
      } else {
        accept(row);
      }
    }

    private void accept(ExactRow row) {
      accepted++;
      methods.add(row.method());
      row.remarks().forEach(remark -> counted.remarks.merge(remark, 1L, Long::sum));
      counted
          .byDay
          .computeIfAbsent(row.day().toString(), d -> new TreeMap<>())
          .computeIfAbsent(row.group(), group -> new TreeMap<>())
          .merge(row.method(), row.amount(), BigDecimal::add);
    }

    /** Lines behind a record's first one that are rows for themselves. */
    private long rowsInside(List<String> cells) {
      if (cells.stream().noneMatch(cell -> cell.indexOf('\n') >= 0)) {
        return 0;
      }
      return LINE_END.splitAsStream(written(cells)).skip(1).filter(line -> isRow(line)).count();
    }

    /** A record with these cells: other quotes than the file's change no line's own cells. */
    private static String written(List<String> cells) {
      return cells.stream()
          .map(cell -> Pattern.compile("[\",\r\n]").matcher(cell).find() ? quoted(cell) : cell)
          .collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
      return '"' + cell.replace("\"", "\"\"") + '"';
    }

    private boolean isRow(String line) {
      try (CsvReader<CsvRecord> alone =
          reader(new ByteArrayInputStream(line.getBytes(ISO_8859_1)))) {
        List<CsvRecord> records = alone.stream().toList();
        return records.size() == 1
            && ExactRow.of(columns, records.get(0).getFields(), zone).isAccepted();
      } catch (CsvParseException brokenQuotes) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    ExactTotals result() {
      return new ExactTotals(
          counted.byDay, accepted, counted.rejectedFor, counted.skippedBy, counted.remarks);
    }
  }
}
