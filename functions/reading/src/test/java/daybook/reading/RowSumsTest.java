package daybook.reading;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Amount;
import daybook.core.DailySums;
import daybook.core.Totals;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.UnreadableBatchException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class RowSumsTest {

  private static final BatchId BATCH =
      new BatchId(new ImportId("0123456789abcdef0123456789abcdef"), 0, 250);
  private static final ImportPosition END =
      new ImportPosition(250, 7, 3, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);

  private static final List<Integer> METHODS = List.of(1, 2, 7, 8, 9, 100, 200);

  private static final List<LocalDate> FIRST_DAYS =
      List.of(LocalDate.of(2026, 1, 1), LocalDate.of(1969, 12, 1), LocalDate.of(1, 1, 1));

  /** What a batch of these says. */
  static Totals totals(RowSums sums) {
    return totals(SumSpeed.lines(sums));
  }

  /** What a batch with this content says. */
  static Totals totals(String lines) {
    try {
      return Batch.of(BATCH, END, lines).sums();
    } catch (UnreadableBatchException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T any(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  @Test
  void batchesAreTheSameBytesAsByWayOfTotals() {
    for (int seed = 0; seed < 1_000; seed++) {
      Random random = new Random(seed);
      PaymentMethods methods = new PaymentMethods(List.of());
      RowSums sums = new RowSums(methods);
      for (int batch = 0; batch < 3; batch++) {
        DailySums slow = new DailySums();
        fill(random, methods, sums, slow);
        assertThat(SumSpeed.write(sums).element())
            .as("seed %d, batch %d", seed, batch)
            .isEqualTo(Batch.of(BATCH, END, slow.sums()).element());
        sums.clear();
      }
    }
  }

  private static void fill(Random random, PaymentMethods methods, RowSums sums, DailySums slow) {
    int methodsMax = any(random, METHODS);
    int days = 1 + random.nextInt(random.nextInt(20) == 0 ? 800 : 31);
    LocalDate first = any(random, FIRST_DAYS);
    long centsMax = random.nextBoolean() ? 2_000_00 : 1L << 53;
    int rows = random.nextInt(random.nextInt(20) == 0 ? 1_000 : 100);
    for (int i = 0; i < rows && !sums.isFull(); i++) {
      byte[] name = ("M-" + random.nextInt(methodsMax)).getBytes(StandardCharsets.US_ASCII);
      int method = methods.admit(name, 0, name.length);
      int group = group(random);
      Transaction transaction =
          new Transaction(
              first.plusDays(random.nextInt(days)),
              random.nextInt(24),
              Groups.type(group),
              new String(methods.bytes(method), StandardCharsets.US_ASCII),
              new Amount((random.nextLong() & Long.MAX_VALUE) % centsMax));
      long day = transaction.day().toEpochDay();
      sums.add(day, group, transaction.hour(), method, transaction.amount().cents());
      slow.add(transaction);
    }
  }

  /** A type, and in one of two files one of some currencies, or none. */
  private static int group(Random random) {
    int currency = random.nextInt(2) * random.nextInt(3) * (1 + random.nextInt(7_000));
    return Groups.group(random.nextInt(TransactionType.KNOWN.size()), currency);
  }

  @Test
  void everyCurrencyThatThreeLettersNameHasAGroupOfItsOwn() {
    for (String code : List.of("AAA", "AED", "EUR", "ZZY", "ZZZ")) {
      int group = Groups.group(1, Groups.currency(code));
      assertThat(group).isBetween(Groups.group(1, 1), Groups.COUNT - 1);
      assertThat(Groups.type(group).group()).isEqualTo("withdrawals:" + code);
      assertThat(Groups.currency(code.toLowerCase(Locale.ROOT))).isEqualTo(Groups.currency(code));
    }
    for (String none : List.of("", "EU", "EURO", "E R", "\u00c4UR", "12E", "@@@", "[[[")) {
      assertThat(Groups.currency(none)).as(none).isEqualTo(Groups.INVALID);
    }
  }

  @Test
  void methodWithoutARowInTheBatchIsNotInIt() {
    PaymentMethods methods = new PaymentMethods(List.of("visa", "wire"));
    RowSums sums = new RowSums(methods);
    sums.add(0, 0, 9, 1, 1_230);
    assertThat(new String(SumSpeed.write(sums).element(), StandardCharsets.US_ASCII))
        .endsWith("}\n1970-01-01:deposits wire 12.30 1\nhours:1970-01-01:deposits 09 12.30 1\n");
  }
}
