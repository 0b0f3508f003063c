package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyTest {

  private static final Currency EUR = new Currency("EUR");

  @ParameterizedTest
  @ValueSource(strings = {"", "eur", "EU", "EURO", "E1R", "ÉUR", "EUR\n", " EUR", "€"})
  void whatIsNotThreeCapitalLettersIsNoCurrency(String text) {
    assertThat(Currency.parse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Currency(text))
        .withMessageContaining("expected three capital letters such as EUR");
  }

  @Test
  void codeThatNoListHasIsACurrency() {
    assertThat(Currency.parse("XQZ")).contains(new Currency("XQZ"));
  }

  @Test
  void groupOfACurrencyNamesTypeAndCurrency() {
    TransactionType deposits = TransactionType.DEPOSIT.in(EUR);
    assertThat(deposits.group()).isEqualTo("deposits:EUR");
    assertThat(deposits.currency()).contains(EUR);
    assertThat(deposits.withoutCurrency()).isEqualTo(TransactionType.DEPOSIT);
    assertThat(deposits.isOf(TransactionType.DEPOSIT)).isTrue();
    assertThat(deposits.isOf(TransactionType.WITHDRAWAL)).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> deposits.in(EUR));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"deposits", "deposits:eur", "deposits:EURO", "deposits_reversed", "d:x:E"})
  void otherGroupsNameNoCurrency(String group) {
    TransactionType type = new TransactionType(group);
    assertThat(type.currency()).isEmpty();
    assertThat(type.withoutCurrency()).isEqualTo(type);
  }

  @Test
  void keyOfACurrencyIsReadAsItIsWritten() {
    AggregateKey key = new AggregateKey(LocalDate.of(2026, 1, 15), TransactionType.DEPOSIT.in(EUR));
    assertThat(key.toString()).isEqualTo("2026-01-15:deposits:EUR");
    assertThat(AggregateKey.parse(key.toString())).isEqualTo(key);
    assertThat(AggregateKey.parse(key.in(View.HOURS).toString())).isEqualTo(key.in(View.HOURS));
  }
}
