package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetTotalsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 1, 15);
  private static final TransactionType EURO = TransactionType.DEPOSIT.in(new Currency("EUR"));

  private static Transaction transaction(
      TransactionType type, int hour, String method, long cents) {
    return new Transaction(DAY, hour, type, method, new Amount(cents));
  }

  @Test
  void reversalsHaveGroupsOfTheirOwnInEveryCurrency() {
    assertThat(TransactionType.DEPOSIT.reversed().group()).isEqualTo("deposits_reversed");
    assertThat(EURO.reversed().group()).isEqualTo("deposits_reversed:EUR");
    assertThat(EURO.reversed().original()).isEqualTo(EURO);
    assertThat(TransactionType.WITHDRAWAL.reversed().original())
        .isEqualTo(TransactionType.WITHDRAWAL);
    assertThat(EURO.isReversed()).isFalse();
    assertThatThrownBy(() -> EURO.reversed().reversed()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(EURO::original).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void netIsWhatWasAddedWithoutWhatWasReversedInEveryView() {
    DailySums sums = new DailySums();
    sums.add(transaction(TransactionType.DEPOSIT, 10, "visa", 1_250));
    sums.add(transaction(TransactionType.DEPOSIT, 10, "visa", 300));
    sums.add(transaction(EURO, 11, "paypal", 500));
    sums.reverse(transaction(TransactionType.DEPOSIT, 10, "visa", 1_250));
    sums.reverse(transaction(EURO, 11, "paypal", 500));

    Totals net = sums.sums().net();

    AggregateKey deposits = new AggregateKey(DAY, TransactionType.DEPOSIT);
    assertThat(net.byKey())
        .isEqualTo(
            Map.of(
                deposits,
                Map.of("visa", new Sum(300, 1)),
                deposits.in(View.HOURS),
                Map.of("10", new Sum(300, 1))));
  }

  @Test
  void rowsThatWereNeverCountedStayUncounted() {
    assertThat(new Sum(1_000, Sum.UNKNOWN).minus(new Sum(1_000, 1)))
        .isEqualTo(new Sum(0, Sum.UNKNOWN));
  }

  @Test
  void moreReversedThanAddedIsNoAnswer() {
    DailySums alone = new DailySums();
    alone.reverse(transaction(TransactionType.DEPOSIT, 10, "visa", 1_250));
    DailySums other = new DailySums();
    other.add(transaction(TransactionType.DEPOSIT, 10, "paypal", 9_999));
    other.reverse(transaction(TransactionType.DEPOSIT, 10, "visa", 1_250));
    DailySums less = new DailySums();
    less.add(transaction(TransactionType.DEPOSIT, 10, "visa", 1_249));
    less.reverse(transaction(TransactionType.DEPOSIT, 10, "visa", 1_250));

    for (DailySums sums : new DailySums[] {alone, other, less}) {
      assertThatThrownBy(() -> sums.sums().net()).isInstanceOf(ArithmeticException.class);
    }
  }
}
