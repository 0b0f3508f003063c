package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import daybook.testkit.fuzz.CsvWords;
import daybook.testkit.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The golden files, changed at random, against {@link SlowReader}: the same records, rows and
 * reasons, however the stream is cut into reads and wherever reading is continued; every byte in
 * one record or line end.
 */
class ReaderFuzzTest {

  /** What no text of a reject has: control characters, and signs of a formula, wide or not. */
  private static final String UNSAFE =
      "[\\p{Cntrl}\\x7f-\\x9f]|(^|;)[\\p{Z}\\p{Cf}]*[=+@\uff1d\uff0b\uff0d\uff20-]";

  /** Files that are no gzip, to start from. */
  private static List<byte[]> seeds() {
    return GoldenCases.all().stream()
        .map(GoldenCase::bytes)
        .filter(bytes -> bytes.length > 0 && bytes[0] != 0x1f)
        .toList();
  }

  @Test
  void recordsAreThoseOfTheSlowReaderUnderAnySmallBound() {
    new Fuzz("record scanner", seeds(), CsvWords.ALL, ReaderFuzzTest::scan).run();
  }

  private static Object scan(byte[] input, Random random) throws IOException {
    int bound = 2 + random.nextInt(random.nextInt(10) == 0 ? 300 : 40);
    SlowReader slow = new SlowReader(input, bound);
    List<SlowReader.Found> expected = slow.records();
    RecordScanner whole = new RecordScanner(new ByteArrayInputStream(input), 0, 0, bound);
    assertThat(records(whole)).isEqualTo(expected);
    assertThat(whole.nextOffset()).isEqualTo(input.length);
    assertThat(whole.nextLine()).isEqualTo(slow.lines());

    RecordScanner pieces = new RecordScanner(new ChoppedStream(input, random, 9), 0, 0, bound);
    assertThat(records(pieces)).isEqualTo(expected);
    if (!expected.isEmpty()) {
      int at = random.nextInt(expected.size());
      SlowReader.Found from = expected.get(at);
      InputStream rest = new ByteArrayInputStream(input);
      rest.skipNBytes(from.offset());
      RecordScanner on = new RecordScanner(rest, from.offset(), from.line() - 1, bound);
      assertThat(records(on)).isEqualTo(expected.subList(at, expected.size()));
    }
    return kinds(expected.stream().map(SlowReader.Found::problem).map(String::valueOf).toList());
  }

  /** Which there are, and of which there are several. */
  private static Object kinds(List<String> outcomes) {
    TreeSet<String> kinds = new TreeSet<>(outcomes);
    List<Object> all = new ArrayList<>();
    kinds.forEach(kind -> all.add(kind + Math.min(3, Collections.frequency(outcomes, kind))));
    return all;
  }

  private static List<SlowReader.Found> records(RecordScanner scanner) throws IOException {
    List<SlowReader.Found> records = new ArrayList<>();
    while (scanner.next()) {
      if (!scanner.isBlank()) {
        int length = scanner.end() - scanner.start();
        String text = new String(scanner.bytes(), scanner.start(), length, ISO_8859_1);
        records.add(
            new SlowReader.Found(scanner.offset(), scanner.line(), scanner.problem(), text));
      }
    }
    return records;
  }

  @Test
  void rowsAreThoseOfTheSlowReader() {
    new Fuzz("row reader", seeds(), CsvWords.ALL, ReaderFuzzTest::readRows).run();
  }

  private static Object readRows(byte[] input, Random random) throws IOException {
    SlowReader slow = new SlowReader(input, RecordScanner.RECORD_BYTES_MAX);
    List<SlowReader.Found> records = slow.records();
    records.removeIf(ReaderFuzzTest::isNothing);
    boolean isText = isText(input);
    int header =
        !records.isEmpty() && records.get(0).text().matches("(?i)\\s*\"?sep=,\"?,*\\s*") ? 1 : 0;
    boolean usable = isText && records.size() > header && isUsable(records.get(header));
    ObjectVersion version = new ObjectVersion("b", "k", null, "", Instant.EPOCH, input.length);
    OpenObject.Opener opener = from -> new ChoppedStream(input, random, 500);
    try (OpenObject object = new OpenObject(opener, version)) {
      Layout layout = object.readHeader(new LayoutChoice.Own(), Layouts.TERMS);
      assertThat(usable || !isText).isTrue();
      if (!isText) {
        return "another encoding";
      }
      RowsRead read =
          RowsRead.of(RowsRead.groups(object.rowsFrom(ImportPosition.START, layout, 1)));
      List<SlowReader.Row> expected =
          slow.rows(records.subList(header + 1, records.size()), names(records.get(header).text()));
      SlowReaderTest.assertSame("", read, expected);
      for (Rejects.Row row : read.rejectedRows()) {
        assertThat(row.text()).doesNotContainPattern(UNSAFE);
        assertThat(row.expected()).isNotBlank().doesNotContainPattern(UNSAFE);
      }
      return kinds(expected.stream().map(SlowReader.Row::what).toList());
    } catch (UnusableFileException e) {
      assertThat(usable).isFalse();
      return e.refusal().reason();
    }
  }

  /** Cells without content. */
  private static boolean isNothing(SlowReader.Found record) {
    return record.problem() == null
        && SlowReader.fields(record.text()).stream().allMatch(cell -> cell.matches("[ \t]*"));
  }

  /** Neither a file of another kind nor one in another encoding, nor one with a mark. */
  private static boolean isText(byte[] input) {
    byte[] start = Arrays.copyOf(input, Math.min(input.length, TextEncoding.START_BYTES));
    TextEncoding encoding = TextEncoding.of(start);
    boolean utf16 = encoding == TextEncoding.UTF_16_LE || encoding == TextEncoding.UTF_16_BE;
    boolean mark = input.length > 2 && input[0] == (byte) 0xef && input[1] == (byte) 0xbb;
    boolean gzip = input.length > 1 && input[0] == 0x1f && input[1] == (byte) 0x8b;
    boolean otherKind = FileKind.of(input).filter(kind -> !kind.isText()).isPresent();
    return !utf16 && !mark && !gzip && !otherKind;
  }

  private static List<String> names(String header) {
    return SlowReader.fields(header).stream().map(SlowReader::name).toList();
  }

  private static boolean isUsable(SlowReader.Found header) {
    String text = header.text();
    if (header.problem() != null
        || text.matches("(?s).*\r(?!\r*\n).*")
        || !SlowReader.isUtf8(text)) {
      return false;
    }
    List<String> names = names(text);
    List<String> needed = List.of("timestamp", "type", "payment_method", "amount");
    return names.containsAll(needed)
        && Stream.concat(needed.stream(), Stream.of("sleep_ms", "currency", "status"))
            .allMatch(name -> Collections.frequency(names, name) <= 1);
  }
}
