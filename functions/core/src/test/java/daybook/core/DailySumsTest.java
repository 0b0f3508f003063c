package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DailySumsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 1, 15);
  private static final AggregateKey DEPOSITS = new AggregateKey(DAY, TransactionType.DEPOSIT);
  private static final AggregateKey WITHDRAWALS = new AggregateKey(DAY, TransactionType.WITHDRAWAL);

  private final DailySums sums = new DailySums();

  private static Transaction deposit(int hour, String method, long cents) {
    return new Transaction(DAY, hour, TransactionType.DEPOSIT, method, new Amount(cents));
  }

  @Test
  void everyTransactionIsInOneFieldOfEveryView() {
    sums.add(deposit(9, "paypal", 1_230));
    sums.add(deposit(23, "paypal", 70));
    sums.add(deposit(9, "visa", 5));
    sums.add(new Transaction(DAY, 0, TransactionType.WITHDRAWAL, "visa", new Amount(1)));

    assertThat(sums.sums().byKey())
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    DEPOSITS,
                    Map.of("paypal", new Sum(1_300, 2), "visa", new Sum(5, 1)),
                    WITHDRAWALS,
                    Map.of("visa", new Sum(1, 1)),
                    DEPOSITS.in(View.HOURS),
                    Map.of("09", new Sum(1_235, 2), "23", new Sum(70, 1)),
                    WITHDRAWALS.in(View.HOURS),
                    Map.of("00", new Sum(1, 1)))));
    assertThat(sums.rows()).isEqualTo(4);
  }

  @Test
  void sumsAddUpToWhatTheirTransactionsDo() {
    DailySums parts = new DailySums();
    for (int i = 0; i < 10; i++) {
      DailySums part = new DailySums();
      part.add(deposit(i % 3, "m" + i % 2, 100L + i));
      sums.add(deposit(i % 3, "m" + i % 2, 100L + i));
      parts.add(part.sums());
    }
    assertThat(parts.sums()).isEqualTo(sums.sums());
    assertThat(parts.rows()).isEqualTo(10);
  }

  @Test
  void severalLikeOneAreAddedAtOnce() {
    DailySums one = new DailySums();
    one.add(deposit(9, "visa", 5));
    one.add(deposit(9, "visa", 7));
    sums.add(deposit(9, "visa", 0), new Sum(12, 2));
    assertThat(sums.sums()).isEqualTo(one.sums());
  }

  @Test
  void sumBeyondTheRangeOfLongIsRefusedInsteadOfWrapped() {
    sums.add(deposit(9, "visa", Long.MAX_VALUE - 1));
    sums.add(deposit(9, "visa", 1));
    assertThat(sums.sums().byKey().get(DEPOSITS)).containsEntry("visa", new Sum(Long.MAX_VALUE, 2));
    assertThatThrownBy(() -> sums.add(deposit(9, "visa", 1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void countThatIsNotKnownStaysUnknown() {
    Sum uncounted = new Sum(100, Sum.UNKNOWN);
    assertThat(uncounted.plus(new Sum(1, 1))).isEqualTo(new Sum(101, Sum.UNKNOWN));
    assertThat(new Sum(1, 1).plus(uncounted).isCounted()).isFalse();
    assertThatThrownBy(() -> new Sum(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Sum(1, -2)).isInstanceOf(IllegalArgumentException.class);
  }
}
