package daybook.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransactionGeneratorTest {

  private static final GeneratorOptions SAMPLE = GeneratorOptions.SAMPLE;
  private static final Path SAMPLE_FILE = Path.of("transactions_1_month.csv");

  @Test
  void sampleFileIsWhatTheGeneratorMakesOfItsOptions() throws IOException {
    assertThat(Files.readAllBytes(SAMPLE_FILE)).isEqualTo(bytes(SAMPLE));
  }

  @Test
  void secondSampleIsWhatTheGeneratorMakesOfItsOptions() throws IOException {
    List<String> statuses = new ArrayList<>(Collections.nCopies(8, "approved"));
    statuses.addAll(List.of("pending", "declined"));
    GeneratorOptions options =
        new GeneratorOptions(
            1_000,
            SAMPLE.from(),
            7,
            SAMPLE.seed(),
            SAMPLE.methods(),
            SAMPLE.minAmount(),
            SAMPLE.maxAmount(),
            12_000,
            List.of("EUR", "GBP", "USD"),
            statuses);

    assertThat(Files.readAllBytes(Path.of("transactions_currencies.csv")))
        .isEqualTo(bytes(options));
  }

  @Test
  void sampleHasFiveThousandRowsOfTwoTypesAndFiveMethods() throws IOException {
    List<Row> rows = rows(Files.readAllBytes(SAMPLE_FILE));

    assertThat(rows).hasSize(5_000);
    assertThat(distinct(rows, Row::type)).containsExactlyInAnyOrder("deposit", "withdrawal");
    assertThat(distinct(rows, Row::method))
        .containsExactlyInAnyOrder("apple_pay", "crypto", "paypal", "visa", "wire");
  }

  @Test
  void sampleCoversAllThirtyDaysInRandomOrder() throws IOException {
    List<Row> rows = rows(Files.readAllBytes(SAMPLE_FILE));
    List<LocalDateTime> times = rows.stream().map(Row::time).toList();

    assertThat(distinct(rows, row -> row.time().toLocalDate()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.iterate(LocalDate.of(2026, 1, 1), day -> day.plusDays(1)).limit(30).toList());
    assertThat(LongStream.range(1, times.size()).filter(i -> isLater(times, (int) i)).count())
        .as("rows that are later than the one before: about half of them")
        .isBetween(2_300L, 2_700L);
  }

  @Test
  void sampleAmountsAreCentsFromFiveToTwoThousand() throws IOException {
    List<BigDecimal> amounts =
        rows(Files.readAllBytes(SAMPLE_FILE)).stream().map(Row::amount).toList();

    assertThat(amounts)
        .allMatch(amount -> amount.scale() == 2)
        .allMatch(amount -> amount.compareTo(new BigDecimal("5.00")) >= 0)
        .allMatch(amount -> amount.compareTo(new BigDecimal("2000.00")) <= 0);
    assertThat(amounts.stream().min(Comparator.naturalOrder()).orElseThrow())
        .isLessThan(new BigDecimal("10.00"));
    assertThat(amounts.stream().max(Comparator.naturalOrder()).orElseThrow())
        .isGreaterThan(new BigDecimal("1995.00"));
  }

  @Test
  void sampleWaitsSumToAMinute() throws IOException {
    assertThat(rows(Files.readAllBytes(SAMPLE_FILE)).stream().mapToLong(Row::sleepMs).sum())
        .isEqualTo(60_000);
  }

  @Test
  void sameOptionsGiveSameBytes() throws IOException {
    assertThat(bytes(options(777, 9, "1.00", "2.00", 0)))
        .isEqualTo(bytes(options(777, 9, "1", "2", 0)));
  }

  @Test
  void anotherSeedGivesOtherRows() throws IOException {
    assertThat(bytes(options(100, 1, "1.00", "2.00", 0)))
        .isNotEqualTo(bytes(options(100, 2, "1.00", "2.00", 0)));
  }

  @Test
  void anotherSumOfWaitsLeavesTheOtherColumnsAlone() throws IOException {
    List<Row> some = rows(bytes(options(500, 3, "1.00", "2.00", 500)));
    List<Row> more = rows(bytes(options(500, 3, "1.00", "2.00", 50_000)));

    assertThat(some.stream().map(Row::withoutWait).toList())
        .isEqualTo(more.stream().map(Row::withoutWait).toList());
  }

  @Test
  void waitsSumToAnyTotalExactlyAndStayWithinTwiceTheAverage() throws IOException {
    Random random = new Random(4711);
    for (int round = 0; round < 200; round++) {
      long rows = 1L + random.nextInt(400);
      long total = random.nextInt(4) == 0 ? random.nextInt(5) : random.nextInt(2_000_000);
      List<Row> made = rows(bytes(options(rows, round, "1.00", "2.00", total)));

      assertThat(made).as("round %d", round).hasSize((int) rows);
      assertThat(made.stream().mapToLong(Row::sleepMs).sum())
          .as("round %d", round)
          .isEqualTo(total);
      assertThat(made).allMatch(row -> row.sleepMs() <= 2 * (total / rows + 1));
    }
  }

  @Test
  void largestWaitsHaveNineDigitsAtMost() throws IOException {
    long total = 50 * GeneratorOptions.SLEEP_MS_A_ROW_MAX;
    List<Row> rows = rows(bytes(options(50, 1, "1.00", "2.00", total)));

    assertThat(rows.stream().mapToLong(Row::sleepMs).sum()).isEqualTo(total);
    assertThat(rows).allMatch(row -> row.sleepMs() <= 999_999_999);
  }

  @Test
  void bothEndsOfTheAmountsAreReached() throws IOException {
    assertThat(distinct(rows(bytes(options(200, 5, "0.00", "0.02", 0))), Row::amount))
        .containsExactlyInAnyOrder(
            new BigDecimal("0.00"), new BigDecimal("0.01"), new BigDecimal("0.02"));
    assertThat(distinct(rows(bytes(options(20, 5, "7.50", "7.50", 0))), Row::amount))
        .containsExactly(new BigDecimal("7.50"));
  }

  @Test
  void amountsBeyondAnIntAreMadeToo() throws IOException {
    List<Row> rows = rows(bytes(options(2_000, 5, "0.00", "99999999999.99", 0)));

    assertThat(rows)
        .allMatch(row -> row.amount().compareTo(GeneratorOptions.AMOUNT_MAX) <= 0)
        .anyMatch(row -> row.amount().compareTo(new BigDecimal("99000000000.00")) > 0)
        .anyMatch(row -> row.amount().compareTo(new BigDecimal("1000000000.00")) < 0);
  }

  @Test
  void daysMayCrossMonthsLeapDaysAndEndWithTheCalendar() throws IOException {
    assertThat(daysOf(LocalDate.of(2024, 2, 28), 3)).contains(LocalDate.of(2024, 2, 29)).hasSize(3);
    assertThat(daysOf(LocalDate.of(9999, 12, 31), 1)).containsExactly(LocalDate.of(9999, 12, 31));
    assertThat(daysOf(LocalDate.of(1, 1, 1), 1)).containsExactly(LocalDate.of(1, 1, 1));
  }

  @Test
  void rowsAreWrittenAsTheyAreMade() throws IOException {
    LargestWrite out = new LargestWrite();
    TransactionGenerator.generate(options(100_000, 1, "5.00", "9.00", 0), out);

    assertThat(out.bytes).isGreaterThan(4_000_000);
    assertThat(out.largest).isLessThanOrEqualTo(65_536);
  }

  @Test
  void longestRowsFitTheBuffer() throws IOException {
    String longest = "m".repeat(64);
    GeneratorOptions options =
        new GeneratorOptions(
            5_000,
            LocalDate.of(2026, 1, 1),
            1,
            1,
            List.of(longest),
            GeneratorOptions.AMOUNT_MAX,
            GeneratorOptions.AMOUNT_MAX,
            5_000 * GeneratorOptions.SLEEP_MS_A_ROW_MAX,
            List.of("EUR"),
            List.of("approved"));

    assertThat(lines(bytes(options)))
        .hasSize(5_001)
        .allMatch(line -> line.startsWith("timestamp,") || line.contains("," + longest + ","));
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> options(0, 1, "1.00", "2.00", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows");
    assertThatThrownBy(() -> options(1, 1, "2.00", "1.99", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxAmount");
    assertThatThrownBy(() -> options(1, 1, "1.00", "2.00", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sleepMsTotal");
    GeneratorOptions plain = options(1, 1, "1.00", "2.00", 0);
    for (List<String> codes : List.of(List.of("eur"), List.of("EUR", "EUR"), List.of(""))) {
      assertThatThrownBy(() -> with(plain, codes, List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("currencies");
    }
    assertThatThrownBy(() -> with(plain, List.of(), List.of("paid")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("statuses");
  }

  @Test
  void currenciesAndStatusesAreFurtherColumnsAndLeaveTheOthersAlone() throws IOException {
    GeneratorOptions plain = options(2_000, 11, "1.00", "9.00", 4_000);
    List<String> words = List.of("approved", "approved", "approved", "declined");
    String[] rows = lines(bytes(with(plain, List.of("EUR", "USD", "JPY"), words)));
    String[] plainRows = lines(bytes(plain));

    assertThat(rows).hasSameSizeAs(plainRows);
    assertThat(rows[0]).isEqualTo(plainRows[0] + ",currency,status");
    for (int i = 1; i < rows.length; i++) {
      assertThat(rows[i]).matches(plainRows[i] + ",(EUR|USD|JPY),(approved|declined)");
    }
    assertThat(Stream.of(rows).filter(row -> row.endsWith(",approved")).count())
        .as("three of four words")
        .isBetween(1_350L, 1_650L);
    assertThat(Stream.of(rows).filter(row -> row.contains(",JPY,")).count())
        .as("one of three codes")
        .isBetween(550L, 780L);
  }

  @Test
  void eachFurtherColumnIsThereOnlyWhereItIsAskedFor() throws IOException {
    GeneratorOptions plain = options(50, 11, "1.00", "9.00", 0);

    assertThat(lines(bytes(with(plain, List.of("EUR"), List.of()))))
        .allMatch(line -> line.matches(".*(,sleep_ms,currency|,0,EUR)"));
    assertThat(lines(bytes(with(plain, List.of(), List.of("pending")))))
        .allMatch(line -> line.matches(".*(,sleep_ms,status|,0,pending)"));
  }

  @Test
  void theOracleSumsAFileByItsCurrenciesAndLeavesOutWhatWasNotApproved() throws IOException {
    GeneratorOptions options =
        with(
            options(300, 7, "1.00", "9.00", 0),
            List.of("EUR", "USD"),
            List.of("approved", "pending", "declined"));
    BigDecimal euros = BigDecimal.ZERO;
    for (String line : lines(bytes(options))) {
      boolean counts = line.endsWith(",EUR,approved");
      euros = euros.add(counts ? new BigDecimal(line.split(",", -1)[3]) : BigDecimal.ZERO);
    }

    ExactTotals totals = ExactTotals.of(new ByteArrayInputStream(bytes(options)));

    assertThat(
            totals.byDay().values().stream()
                .flatMap(day -> day.entrySet().stream())
                .filter(group -> group.getKey().endsWith(":EUR"))
                .flatMap(group -> group.getValue().values().stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualTo(euros);
    assertThat(totals.accepted() + totals.skipped()).isEqualTo(300);
    assertThat(totals.skippedBy().keySet()).isEqualTo(Set.of("pending", "declined"));
  }

  private static GeneratorOptions with(
      GeneratorOptions plain, List<String> currencies, List<String> statuses) {
    return new GeneratorOptions(
        plain.rows(),
        plain.from(),
        plain.days(),
        plain.seed(),
        plain.methods(),
        plain.minAmount(),
        plain.maxAmount(),
        plain.sleepMsTotal(),
        currencies,
        statuses);
  }

  private static String[] lines(byte[] csv) {
    return new String(csv, US_ASCII).split("\n");
  }

  private static GeneratorOptions options(
      long rows, long seed, String min, String max, long sleepMsTotal) {
    return new GeneratorOptions(
        rows,
        SAMPLE.from(),
        SAMPLE.days(),
        seed,
        SAMPLE.methods(),
        new BigDecimal(min),
        new BigDecimal(max),
        sleepMsTotal);
  }

  private static Set<LocalDate> daysOf(LocalDate from, int days) throws IOException {
    GeneratorOptions options =
        new GeneratorOptions(
            500, from, days, 1, List.of("visa"), BigDecimal.ONE, BigDecimal.TEN, 0);
    return distinct(rows(bytes(options)), row -> row.time().toLocalDate());
  }

  private static byte[] bytes(GeneratorOptions options) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TransactionGenerator.generate(options, out);
    return out.toByteArray();
  }

  private static boolean isLater(List<LocalDateTime> times, int i) {
    return times.get(i).isAfter(times.get(i - 1));
  }

  private static <T> Set<T> distinct(List<Row> rows, Function<Row, T> value) {
    return rows.stream().map(value).collect(Collectors.toCollection(HashSet::new));
  }

  private static List<Row> rows(byte[] csv) {
    String text = new String(csv, US_ASCII);
    assertThat(text).startsWith("timestamp,type,payment_method,amount,sleep_ms\n").endsWith("\n");
    return text.lines().skip(1).map(Row::of).toList();
  }

  private record Row(
      LocalDateTime time, String type, String method, BigDecimal amount, long sleepMs) {

    static Row of(String line) {
      String[] fields = line.split(",", -1);
      assertThat(fields).hasSize(5);
      return new Row(
          LocalDateTime.parse(fields[0]),
          fields[1],
          fields[2],
          new BigDecimal(fields[3]),
          Long.parseLong(fields[4]));
    }

    Row withoutWait() {
      return new Row(time, type, method, amount, 0);
    }
  }

  private static final class LargestWrite extends OutputStream {
    private long bytes;
    private int largest;

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes += length;
      largest = Math.max(largest, length);
    }
  }
}
