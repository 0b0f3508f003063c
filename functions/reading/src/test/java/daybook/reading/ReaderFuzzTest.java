package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Transaction;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import daybook.testkit.fuzz.CsvWords;
import daybook.testkit.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
    RecordScanner scanner = new RecordScanner(new ChoppedStream(input, random, 500), 0, 0);
    do {
      if (!scanner.next()) {
        assertThat(records).isEmpty();
        return "nothing";
      }
    } while (scanner.isBlank());
    assertThat(CsvHeader.isUsable(scanner)).isEqualTo(isUsable(records.get(0)));
    CsvHeader header;
    try {
      header = CsvHeader.read(scanner);
    } catch (UnusableFileException e) {
      assertThat(CsvHeader.isUsable(scanner)).isFalse();
      return e.refusal().reason();
    }
    List<String> names = names(records.get(0).text());
    List<Object> expected =
        records.stream().skip(1).map(record -> slow.row(record, names)).toList();
    assertThat(rows(scanner, header)).isEqualTo(expected);
    return kinds(
        expected.stream().map(row -> row instanceof Transaction ? "row" : "" + row).toList());
  }

  private static List<Object> rows(RecordScanner scanner, CsvHeader header) throws IOException {
    RowParser parser = new RowParser(header, new PaymentMethods(List.of()));
    List<Object> found = new ArrayList<>();
    while (scanner.next()) {
      if (!scanner.isBlank()) {
        Object reason = parser.parse(scanner);
        found.add(reason == null ? parser.transaction() : reason);
        assertThat(RejectText.of(scanner)).doesNotContainPattern(UNSAFE);
      }
    }
    return found;
  }

  private static List<String> names(String header) {
    return SlowReader.fields(utf8(header)).stream()
        .map(name -> Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
        .map(name -> name.replaceAll("(?U)[\\s\\p{Z}\\p{Cf}\\p{Pd}_]", ""))
        .map(name -> name.equals("paymentmethod") ? "payment_method" : name)
        .map(name -> name.equals("sleepms") ? "sleep_ms" : name)
        .toList();
  }

  /** Text whose characters are bytes, as what these bytes mean. */
  private static String utf8(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  private static boolean isUsable(SlowReader.Found header) {
    String text = header.text();
    if (header.problem() != null || text.matches("(?s).*\r(?!\n).*")) {
      return false;
    }
    if (!Arrays.equals(utf8(text).getBytes(UTF_8), text.getBytes(ISO_8859_1))) {
      return false;
    }
    List<String> names = names(text);
    List<String> needed = List.of("timestamp", "type", "payment_method", "amount");
    return names.containsAll(needed)
        && Stream.concat(needed.stream(), Stream.of("sleep_ms"))
            .allMatch(name -> Collections.frequency(names, name) <= 1);
  }
}
