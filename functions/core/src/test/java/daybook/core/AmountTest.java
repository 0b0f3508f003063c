package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AmountTest {

  @Test
  void textHasExactlyTwoDigitsAndReadsBack() {
    assertThat(new Amount(0)).hasToString("0.00");
    assertThat(new Amount(5)).hasToString("0.05");
    assertThat(new Amount(1230)).hasToString("12.30");
    assertThat(Amount.parse("52763.85")).isEqualTo(new Amount(5_276_385));
    assertThat(Amount.parse(new Amount(Long.MAX_VALUE).toString()).cents())
        .isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", ".50", "1.5", "1.505", "-1.00", "1,00", "1e2.00", "1.00 "})
  void otherFormsAreRefusedByName(String text) {
    assertThatThrownBy(() -> Amount.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void driftedDoubleNamesTheCentItCameFrom() {
    assertThat(Amount.ofDouble(Double.parseDouble("190856.71999999999994202")))
        .hasToString("190856.72");
    assertThat(Amount.ofDouble(0.1 + 0.2)).hasToString("0.30");
  }

  @Test
  void doubleKeepsEveryCentBelowTheBound() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      long cents = random.nextLong(Amount.TOTAL_CENTS_BOUND);
      assertThat(Amount.ofDouble(new Amount(cents).toDouble()).cents()).isEqualTo(cents);
    }
    long last = Amount.TOTAL_CENTS_BOUND - 1;
    assertThat(Amount.ofDouble(new Amount(last).toDouble()).cents()).isEqualTo(last);
  }

  @Test
  void negativeInfiniteAndTooLargeAmountsAreRefused() {
    assertThatThrownBy(() -> new Amount(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Amount.ofDouble(Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Amount.ofDouble(1e18)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void decimalHasScaleTwo() {
    assertThat(new Amount(100).toBigDecimal()).isEqualTo(new BigDecimal("1.00"));
  }
}
