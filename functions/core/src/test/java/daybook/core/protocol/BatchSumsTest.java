package daybook.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailySums;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.UnknownFormException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BatchSumsTest {

  private static final ImportId ID = new ImportId("0123456789abcdef0123456789abcdef");
  private static final BatchId BATCH = new BatchId(ID, 100, 250);
  private static final ImportPosition END =
      new ImportPosition(250, 7, 3, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);

  private static final String DAY = "2026-01-15:deposits visa 12.30 1\n";
  private static final String HOUR = "hours:2026-01-15:deposits 09 12.30 1\n";

  private final BatchSums sums = new BatchSums();

  private static Batch batch(String form, String content) throws UnreadableBatchException {
    String head = form + BATCH + "\n" + ProtocolJson.write(END) + "\n";
    return Batch.decode((head + content).getBytes(UTF_8));
  }

  private void add(String content) throws UnreadableBatchException {
    sums.add(batch("2 ", content));
  }

  private static Totals random(Random random, long centsMax) {
    DailySums all = new DailySums();
    int methods = random.nextBoolean() ? 3 : 200;
    int days = 1 + random.nextInt(random.nextInt(20) == 0 ? 800 : 40);
    int rows = random.nextInt(random.nextInt(20) == 0 ? 2_000 : 100);
    for (int i = 0; i < rows; i++) {
      all.add(
          new Transaction(
              LocalDate.of(2025, 11, 1).plusDays(random.nextInt(days)),
              random.nextInt(24),
              TransactionType.KNOWN.get(random.nextInt(2)),
              "m-" + "x".repeat(random.nextInt(3)) + random.nextInt(methods),
              new Amount((random.nextLong() & Long.MAX_VALUE) % centsMax)));
    }
    return all.sums();
  }

  /** What a batch of form 2 looks like, written by strings and unbounded numbers. */
  private static String slowContent(Totals totals) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<AggregateKey, SortedMap<String, Sum>> line : totals.byKey().entrySet()) {
      List<String> words = new ArrayList<>();
      words.add(line.getKey().toString());
      line.getValue()
          .forEach(
              (field, sum) -> {
                words.add(field);
                words.add(BigDecimal.valueOf(sum.cents(), 2).toPlainString());
                words.add(Long.toString(sum.count()));
              });
      text.append(String.join(" ", words)).append('\n');
    }
    return text.toString();
  }

  @Test
  void batchesAreWrittenByteForByteAndAddUp() throws UnreadableBatchException {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      BatchSums added = new BatchSums();
      DailySums expected = new DailySums();
      int batches = 1 + random.nextInt(3);
      for (int i = 0; i < batches; i++) {
        Totals part = random(random, random.nextBoolean() ? 2_000_00 : 1L << 50);
        Batch batch = Batch.of(BATCH, END, part);
        String head = "2 " + BATCH + "\n" + ProtocolJson.write(END) + "\n";
        assertThat(new String(batch.element(), UTF_8))
            .as("seed %d", seed)
            .isEqualTo(head + slowContent(part));
        assertThat(batch.sums()).as("seed %d", seed).isEqualTo(part);
        added.add(Batch.decode(batch.element()));
        expected.add(part);
      }
      assertThat(added.sums()).as("seed %d", seed).isEqualTo(expected.sums());
      assertThat(added.rows()).as("seed %d", seed).isEqualTo(expected.rows());
    }
  }

  @Test
  void amountsAreWrittenAndReadToTheCentUpToTheLargest() throws UnreadableBatchException {
    List<Long> numbers = new ArrayList<>(List.of(1L, 9L, 10L, 99L, 100L, 101L, 999L, 12_345_678L));
    for (int power = 7; power < 63; power++) {
      numbers.addAll(List.of((1L << power) - 1, 1L << power, (1L << power) + 1));
    }
    for (long power = 1_000; power < 1_000_000_000_000_000_000L; power *= 10) {
      numbers.addAll(List.of(power - 1, power, power + 1));
    }
    numbers.add(Long.MAX_VALUE);
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      numbers.add(1 + (random.nextLong() >>> (2 + random.nextInt(61))));
    }
    AggregateKey key = AggregateKey.parse("2026-01-15:deposits");
    for (long number : numbers) {
      SortedMap<AggregateKey, SortedMap<String, Sum>> byKey = new TreeMap<>();
      byKey.put(key, new TreeMap<>(Map.of("visa", new Sum(number - 1, number))));
      byKey.put(key.in(View.HOURS), new TreeMap<>(Map.of("09", new Sum(number - 1, number))));
      Totals totals = new Totals(byKey);
      Batch batch = Batch.of(BATCH, END, totals);
      assertThat(new String(batch.element(), UTF_8)).endsWith("}\n" + slowContent(totals));
      assertThat(batch.sums()).isEqualTo(totals);
    }
  }

  @Test
  void leadingZerosOfAnAmountSayNothing() throws UnreadableBatchException {
    add(DAY.replace("12.30", "0".repeat(30) + "12.30") + HOUR);
    assertThat(sums.sums().byKey().get(AggregateKey.parse("2026-01-15:deposits")))
        .containsEntry("visa", new Sum(1_230, 1));
  }

  @Test
  void batchesOfBothFormsAddUp() throws UnreadableBatchException {
    sums.add(batch("", "2026-01-15T09:30:00Z,deposit,visa,12.30\n"));
    add(DAY + HOUR);
    sums.add(batch("", "2026-01-15T10:30:00Z,deposit,wire,0.01\n"));
    assertThat(slowContent(sums.sums()))
        .isEqualTo(
            """
            2026-01-15:deposits visa 24.60 2 wire 0.01 1
            hours:2026-01-15:deposits 09 24.60 2 10 0.01 1
            """);
    assertThat(sums.rows()).isEqualTo(3);
  }

  @Test
  void namesOfAnyScriptAndWithBlanksAreWrittenAndReadAgainInTheOrderOfTheirBytes()
      throws UnreadableBatchException {
    List<String> names =
        List.of(
            "A",
            "A  B",
            "A B",
            "A&B",
            "A'B",
            "A/B",
            "AB",
            "Apple Pay",
            "Domino's",
            "a_b",
            "\u00dcb",
            "\u652f\u4ed8\u5b9d",
            "\uff21",
            "\ud840\udc00");
    DailySums all = new DailySums();
    for (String name : names) {
      LocalDate day = LocalDate.of(2026, 1, 15);
      all.add(new Transaction(day, 9, TransactionType.DEPOSIT, name, new Amount(100)));
    }
    Batch batch = Batch.of(BATCH, END, all.sums());
    List<String> written = names.stream().map(name -> name.replace(' ', '!') + " 1.00 1").toList();
    assertThat(new String(batch.element(), UTF_8))
        .contains("2026-01-15:deposits " + String.join(" ", written) + "\n");
    sums.add(Batch.decode(batch.element()));
    assertThat(sums.sums()).isEqualTo(all.sums());
    sums.add(batch("", "2026-01-15T09:30:00Z,deposit,Apple Pay,1.00\n"));
    assertThat(sums.sums().byKey().get(AggregateKey.parse("2026-01-15:deposits")))
        .containsEntry("Apple Pay", new Sum(200, 2));
  }

  @Test
  void viewsAreComparedBatchByBatch() throws UnreadableBatchException {
    add(DAY + HOUR);
    Batch totalsAlone = batch("2 ", DAY);
    assertThatThrownBy(() -> sums.add(totalsAlone))
        .isInstanceOf(UnreadableBatchException.class)
        .hasMessageContaining(BATCH.toString())
        .hasMessageContaining("in hours too, found 0.00 of 0 rows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-15:deposits visa 12.30 1 visa 1.00 1~ | byte 70: expected one sum of visa",
        "2026-01-14:deposits visa 12.30 1~             | byte 70: expected one line of",
        "2026-01-16:deposits vi.sa 12.30 1~            | byte 70: expected the name of a field, found vi.sa",
        "2026-01-16:deposits  12.30 1~                 | byte 70: expected the name of a field",
        "2026-01-16:deposits !pay 12.30 1~            | byte 70: expected the name of a field, found !pay",
        "2026-01-16:deposits Pay! 12.30 1~            | byte 70: expected the name of a field, found Pay!",
        "2026-01-16:deposits U\u0308 12.30 1~         | byte 70: expected the name of a field, found U",
        "2026-01-16:deposits visa 12,30 1~             | byte 70: expected an amount such as 12.30, found 12,30",
        "2026-01-16:deposits visa .30 1~               | byte 70: expected an amount such as 12.30, found .30",
        "2026-01-16:deposits visa 12.300 1~            | byte 70: expected an amount such as 12.30, found 12.300",
        "2026-01-16:deposits visa 92233720368547758.08 1~ | byte 70: long overflow",
        "2026-01-16:deposits visa 1.00 9223372036854775808~ | byte 70: long overflow",
        "2026-01-16:deposits visa 12.30 01~            | byte 70: expected a number of rows, found 01",
        "2026-01-16:deposits visa 12.30 +1~            | byte 70: expected a number of rows, found +1",
        "2026-01-16:deposits visa 12.30~               | byte 70: expected name, amount and count",
        "2026-01-16:deposits visa~                     | byte 70: expected name, amount and count",
        "2026-01-16:deposits~                          | byte 70: expected a key, then name, amount",
        "~                                             | byte 70: expected YYYY-MM-DD:group",
        "2026-01-16:deposits visa 12.30 1              | expected a line feed after byte 70",
      })
  void messageNamesTheBatchAndThePlace(String line, String message) throws Exception {
    String before = DAY.replace("01-15", "01-14") + HOUR.replace("01-15", "01-14");
    assertThat(before).hasSize(70);
    Batch bad = batch("2 ", before + line.replace('~', '\n'));
    assertThatThrownBy(() -> sums.add(bad))
        .isInstanceOf(UnreadableBatchException.class)
        .hasMessageContaining(BATCH.toString())
        .hasMessageContaining(message);
  }

  @Test
  void sumOfBatchesPastTheLargestIsRefused() throws UnreadableBatchException {
    String largest = (DAY + HOUR).replace("12.30", "92233720368547758.07");
    add(largest);
    Batch more = batch("2 ", (DAY + HOUR).replace("12.30", "0.01"));
    assertThatThrownBy(() -> sums.add(more))
        .isInstanceOf(UnreadableBatchException.class)
        .hasMessageContaining("byte 0: long overflow");
  }

  @Test
  void rowsPastTheLargestNumberAreRefused() throws UnreadableBatchException {
    String many = (DAY + HOUR).replace(" 1\n", " " + Long.MAX_VALUE + "\n");
    add(many);
    Batch more = batch("2 ", (DAY + HOUR).replace("01-15", "01-16"));
    assertThatThrownBy(() -> sums.add(more)).isInstanceOf(UnreadableBatchException.class);
  }

  @Test
  void unknownViewBeforeABadLineIsAnUnknownForm() throws UnreadableBatchException {
    Batch batch = batch("2 ", "weeks:2026-01-15:deposits 3 12.30 1\nnonsense");
    assertThatThrownBy(() -> sums.add(batch)).isInstanceOf(UnknownFormException.class);
  }

  @Test
  void sumWithoutRowsIsNotWritten() {
    SortedMap<AggregateKey, SortedMap<String, Sum>> byKey = new TreeMap<>();
    byKey.put(
        AggregateKey.parse("2026-01-15:deposits"),
        new TreeMap<>(Map.of("visa", new Sum(1, Sum.UNKNOWN))));
    assertThatThrownBy(() -> Batch.of(BATCH, END, new Totals(byKey)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1 rows");
  }
}
