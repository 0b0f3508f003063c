package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reader against {@link SlowReader} and FastCSV, on inputs made from a seed. */
class ReaderDifferentialTest {

  private static final int NOISE_ROUNDS = 10_000;
  private static final int ROW_ROUNDS = 100;

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final CsvText text = new CsvText(random);

  @Test
  void recordsAreThoseOfTheSlowReaderUnderAnySmallBound() throws IOException {
    for (int round = 0; round < NOISE_ROUNDS; round++) {
      byte[] input = text.noise(random.nextInt(60));
      int bound = 2 + random.nextInt(20);
      SlowReader slow = new SlowReader(input, bound);
      RecordScanner scanner = new RecordScanner(new ChoppedStream(input, random, 9), 0, 0, bound);

      assertThat(records(scanner))
          .as("seed %d, round %d, bound %d", seed, round, bound)
          .containsExactlyElementsOf(slow.records());
      assertThat(scanner.nextOffset()).as("seed %d, round %d", seed, round).isEqualTo(input.length);
      assertThat(scanner.nextLine()).as("seed %d, round %d", seed, round).isEqualTo(slow.lines());
    }
  }

  private static List<SlowReader.Found> records(RecordScanner scanner) throws IOException {
    List<SlowReader.Found> records = new ArrayList<>();
    while (scanner.next()) {
      if (scanner.isBlank()) {
        continue;
      }
      int length = scanner.end() - scanner.start();
      String bytes = new String(scanner.bytes(), scanner.start(), length, ISO_8859_1);
      records.add(new SlowReader.Found(scanner.offset(), scanner.line(), scanner.problem(), bytes));
    }
    return records;
  }

  @Test
  void rowsAreThoseOfTheSlowReader() throws Exception {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "timestamp",
                "type",
                "payment_method",
                "amount",
                "sleep_ms",
                "currency",
                "status",
                "note",
                "x"));
    for (int round = 0; round < ROW_ROUNDS; round++) {
      Collections.shuffle(columns, random);
      List<String> header = new ArrayList<>(columns.subList(0, 5 + random.nextInt(5)));
      for (String needed : List.of("timestamp", "type", "payment_method", "amount")) {
        if (!header.contains(needed)) {
          header.add(needed);
        }
      }
      byte[] rows = text.rows(header, 100);
      byte[] input = random.nextBoolean() ? rows : text.mutated(rows);

      SlowReader slow = new SlowReader(input, RecordScanner.RECORD_BYTES_MAX);
      List<SlowReader.Row> expected = slow.rows(slow.records(), header);
      SlowReaderTest.assertSame(
          "seed %d, round %d, columns %s".formatted(seed, round, header),
          read(header, input),
          expected);
    }
  }

  private RowsRead read(List<String> header, byte[] input) throws IOException {
    int max = RecordScanner.RECORD_BYTES_MAX;
    Blocks blocks =
        new Blocks(new ChoppedStream(input, random, 5_000), 0, 2 * max, max, () -> false);
    Layout layout = Layouts.own(header, Layouts.TERMS);
    return RowsRead.of(RowsRead.groups(new RowReader(layout, blocks, 0, List.of(), 2)));
  }

  @Test
  void fieldsAreThoseOfFastCsv() throws IOException {
    for (int round = 0; round < NOISE_ROUNDS; round++) {
      String noise = new String(text.noise(random.nextInt(30)), ISO_8859_1).replace("\r", "");
      byte[] input = noise.getBytes(ISO_8859_1);
      RecordScanner scanner = new RecordScanner(new ChoppedStream(input, random, 9), 0, 0);
      while (scanner.next()) {
        if (scanner.problem() == null && !scanner.isBlank()) {
          String record = text(scanner);
          assertThat(fields(scanner))
              .as("seed %d, round %d", seed, round)
              .isEqualTo(CsvReader.builder().ofSingleCsvRecord(record).getFields())
              .isEqualTo(SlowReader.fields(record));
        }
      }
    }
  }

  private static String text(RecordScanner scanner) {
    return new String(
        Arrays.copyOfRange(scanner.bytes(), scanner.start(), scanner.end()), ISO_8859_1);
  }

  private static List<String> fields(RecordScanner scanner) {
    Fields fields = new Fields(Dialect.CSV);
    fields.split(scanner);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < fields.count(); i++) {
      int length = fields.end(i) - fields.start(i);
      texts.add(new String(fields.bytes(), fields.start(i), length, ISO_8859_1));
    }
    return texts;
  }
}
