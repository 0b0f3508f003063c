package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.protocol.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialectTest {

  private static final int ROUNDS = 5_000;
  private static final int BLOCK_BYTES = 4_096;
  private static final int RECORD_BYTES = 1_000;

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static RecordScanner scanner(byte[] bytes, Dialect dialect) {
    Blocks blocks =
        new Blocks(new ByteArrayInputStream(bytes), 0, BLOCK_BYTES, RECORD_BYTES, () -> false);
    return new RecordScanner(blocks, 0, RECORD_BYTES, dialect);
  }

  /** Each record as its cells, or as the reason why it has none. */
  private static List<Object> records(byte[] bytes, Dialect dialect) throws IOException {
    RecordScanner scanner = scanner(bytes, dialect);
    Fields fields = new Fields(dialect);
    List<Object> records = new ArrayList<>();
    while (scanner.next()) {
      if (scanner.problem() != null) {
        records.add(scanner.problem());
        continue;
      }
      fields.split(scanner);
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < fields.count(); i++) {
        int length = fields.end(i) - fields.start(i);
        cells.add(new String(fields.bytes(), fields.start(i), length, ISO_8859_1));
      }
      records.add(cells);
    }
    return records;
  }

  private static List<Object> records(String text, Dialect dialect) throws IOException {
    return records(text.getBytes(UTF_8), dialect);
  }

  @ParameterizedTest
  @ValueSource(chars = {';', '\t', '|', ':', '^', '~', '!', '#', '@', '\\'})
  void anotherDelimiterReadsAsTheCommaDoes(char delimiter) throws IOException {
    Dialect dialect = Dialect.delimitedBy(delimiter);
    String characters = "\"\"\",,\n\r\rab ";
    for (int round = 0; round < ROUNDS / 10; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
      String commas = text.toString();

      List<Object> expected = new ArrayList<>();
      for (Object record : records(commas, Dialect.CSV)) {
        expected.add(record instanceof List<?> cells ? replaced(cells, delimiter) : record);
      }
      assertThat(records(commas.replace(',', delimiter), dialect))
          .as("seed %d, round %d", seed, round)
          .isEqualTo(expected);
    }
  }

  private static List<String> replaced(List<?> cells, char delimiter) {
    return cells.stream().map(cell -> ((String) cell).replace(',', delimiter)).toList();
  }

  @Test
  void anotherDelimiterLeavesCommasInTheirCells() throws IOException {
    assertThat(records("a,b;\"c;\"\"d\"\"\ne\";1,50\r\n", Dialect.delimitedBy(';')))
        .containsExactly(List.of("a,b", "c;\"d\"\ne", "1,50"));
  }

  @Test
  void anotherQuoteLeavesTheDoubleQuoteAnOrdinaryCharacter() throws IOException {
    Dialect apostrophes = new Dialect((byte) ',', '\'');

    assertThat(records("'a,''b''',\"c,5\"\n'open\nx\n", apostrophes))
        .containsExactly(List.of("a,'b'", "\"c", "5\""), RejectReason.QUOTING, List.of("x"));
  }

  @Test
  void withoutAQuoteEveryLineIsARecord() throws IOException {
    Dialect tabs = new Dialect((byte) '\t', Dialect.NO_QUOTE);

    assertThat(records("12\" pipe\t\"a\n\"b\"\tc\u00ff\n".getBytes(ISO_8859_1), tabs))
        .containsExactly(List.of("12\" pipe", "\"a"), List.of("\"b\"", "c\u00ff"));
  }

  @ParameterizedTest
  @ValueSource(
      chars = {'a', 'Z', '0', '"', '\'', '\n', '\r', ' ', '\0', '\u007f', '\u00a7', '\uff0c'})
  void whatMayBePartOfAValueIsNoDelimiter(char delimiter) {
    assertThatThrownBy(() -> Dialect.delimitedBy(delimiter))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no delimiter");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, '`', ',', -1, 0x22 + 256})
  void noOtherCharacterIsAQuote(int quote) {
    assertThatThrownBy(() -> new Dialect((byte) ',', quote))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no quote");
  }

  @Test
  void carriageReturnInACellComesBackAsOne() throws IOException {
    assertThat(records("\"a\rb\",c\rd\n", Dialect.CSV)).containsExactly(List.of("a\rb", "c\rd"));
  }
}
