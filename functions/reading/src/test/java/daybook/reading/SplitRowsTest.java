package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.reading.RowParser.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows cut in one pass, against one scanner and one parser: same sums, rejects and places. */
class SplitRowsTest {

  private static final int ROUNDS = 150;
  private static final int RECORD_BYTES_MAX = 500;

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  static List<RowForm> forms() {
    return RowForm.ALL;
  }

  private void assertSame(RowForm form, byte[] rows, int round) throws IOException {
    Layout layout = form.layout();
    Blocks blocks =
        new Blocks(
            new ChoppedStream(rows, random, 1 + random.nextInt(2_000)),
            0,
            RECORD_BYTES_MAX + 3 + random.nextInt(3_000),
            RECORD_BYTES_MAX,
            () -> false);
    RowReader reader = new RowReader(layout, blocks, 0, List.of(), 1 + random.nextInt(3));
    assertThat(RowsRead.of(RowsRead.groups(reader)))
        .as("%s, seed %d, round %d", form, seed, round)
        .isEqualTo(RowsRead.slowly(layout, rows, RECORD_BYTES_MAX));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void rowsOfEveryKindComeToTheSame(RowForm form) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      assertSame(form, form.rows(random, random.nextInt(120)), round);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void changedRowsComeToTheSame(RowForm form) throws IOException {
    CsvText text = new CsvText(random);
    for (int round = 0; round < ROUNDS; round++) {
      assertSame(form, text.mutated(form.rows(random, random.nextInt(120))), round);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyOutcomeIsAmongTheRows(RowForm form) throws IOException {
    RowsRead read = RowsRead.slowly(form.layout(), form.rows(random, 4_000), RECORD_BYTES_MAX);
    assertThat(read.accepted()).as("seed %d", seed).isGreaterThan(500);
    assertThat(read.rejected()).hasSizeGreaterThan(3);
    assertThat(read.skipped()).isNotEmpty();
  }

  private static int taken(Layout layout, String row) {
    byte[] bytes = row.getBytes(UTF_8);
    RowParser parser = new RowParser(layout, new PaymentMethods(List.of()));
    SplitRows rows = new SplitRows(parser, layout.dialect(), RECORD_BYTES_MAX);
    int end = rows.row(bytes, 0, bytes.length);
    if (end >= 0) {
      assertThat(rows.outcome()).isNotEqualTo(Outcome.REJECTED);
    }
    return end;
  }

  @Test
  void simpleRowsAreTakenAndNoOthers() {
    Layout own = Layouts.own("timestamp", "type", "payment_method", "amount", "note");
    String row = "2026-01-15T10:30:00,deposit,visa,1.00,";
    for (String note :
        List.of("", "x", "12\" pipe", "\"a, b\"", "\"\"", "\u00e9", "\"x\"\r", "\r")) {
      String line = row + note + "\n";
      assertThat(taken(own, line)).as(line).isEqualTo(line.getBytes(UTF_8).length);
    }
    for (String note : List.of("\"a \"\"b\"\"\"", "\"two\nlines\"", "\"x", "\"x\"y", "\"x\" ")) {
      assertThat(taken(own, row + note + "\n")).as(note).isNegative();
    }
    assertThat(taken(own, row + "x")).as("no line feed yet").isNegative();
    assertThat(taken(own, row + "x".repeat(RECORD_BYTES_MAX) + "\n")).isNegative();
    assertThat(taken(own, "x,deposit,visa,1.00,\n")).as("a rejected row").isNegative();
    assertThat(taken(own, "\n")).as("nothing").isEqualTo(1);
    assertThat(taken(own, ",,, ,\r\n")).as("empty cells").isEqualTo(7);
  }

  @Test
  void aRowOfAsManyCellsAsItHasBytesIsOneRow() throws IOException {
    Layout own = Layouts.own("timestamp", "type", "payment_method", "amount");
    int max = RecordScanner.RECORD_BYTES_MAX;
    String commas = ",".repeat(max - 2);
    String rows =
        commas + "\n" + commas + "xx\n\"\"" + commas + "\n\"y\"" + ",".repeat(max - 3) + "\n";
    RowsRead slowly = RowsRead.slowly(own, rows.getBytes(UTF_8), max);
    Blocks blocks =
        new Blocks(new ByteArrayInputStream(rows.getBytes(UTF_8)), 0, 2 * max, max, () -> false);
    RowReader reader = new RowReader(own, blocks, 0, List.of(), 1);

    assertThat(RowsRead.of(RowsRead.groups(reader))).isEqualTo(slowly);
    assertThat(slowly.rows()).as("two of them hold nothing").isEqualTo(2);
    assertThat(slowly.rejectedRows()).extracting("line").containsExactly(2L, 4L);
  }
}
