package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final LocalDate DAY = LocalDate.of(2026, 1, 15);
  private static final DailyTotals VISA = ExpectedTotals.of(DAY, "deposits", "visa", "10.00");
  private static final DailyTotals EXPECTED =
      VISA.plus(ExpectedTotals.of(DAY, "withdrawals", "wire", "7.00"));

  @Test
  void sameTotalsAreExact() {
    Comparison comparison = Comparison.of(EXPECTED, EXPECTED);

    assertThat(comparison.exact()).isTrue();
    assertThat(comparison.totals()).isEqualTo(2);
    assertThat(comparison.nothingMissing()).isTrue();
  }

  @Test
  void scaleIsNoDifference() {
    assertThat(Comparison.of(VISA, ExpectedTotals.of(DAY, "deposits", "visa", "10")).exact())
        .isTrue();
  }

  @Test
  void centLessIsFoundAndMissing() {
    Comparison comparison = Comparison.of(VISA, ExpectedTotals.of(DAY, "deposits", "visa", "9.99"));

    assertThat(comparison.differences())
        .containsExactly("2026-01-15 deposits visa: expected 10.00, found 9.99 (-0.01)");
    assertThat(comparison.exact()).isFalse();
    assertThat(comparison.nothingMissing()).isFalse();
  }

  @Test
  void centMoreIsFound() {
    Comparison comparison =
        Comparison.of(VISA, ExpectedTotals.of(DAY, "deposits", "visa", "10.01"));

    assertThat(comparison.differences())
        .containsExactly("2026-01-15 deposits visa: expected 10.00, found 10.01 (0.01)");
    assertThat(comparison.nothingMissing()).isTrue();
  }

  @Test
  void missingTotalIsFound() {
    Comparison comparison = Comparison.of(EXPECTED, VISA);

    assertThat(comparison.differences())
        .containsExactly("2026-01-15 withdrawals wire: expected 7.00, found 0 (-7.00)");
    assertThat(comparison.totals()).isEqualTo(2);
    assertThat(comparison.nothingMissing()).isFalse();
  }

  @Test
  void extraTotalIsFound() {
    Comparison comparison = Comparison.of(VISA, EXPECTED);

    assertThat(comparison.differences())
        .containsExactly("2026-01-15 withdrawals wire: expected 0, found 7.00 (7.00)");
    assertThat(comparison.nothingMissing()).isTrue();
  }

  @Test
  void moneyInAnotherCellIsTwoDifferences() {
    Comparison comparison =
        Comparison.of(VISA, ExpectedTotals.of(DAY, "deposits", "wire", "10.00"));

    assertThat(comparison.differences()).hasSize(2);
    assertThat(comparison.nothingMissing()).isFalse();
  }
}
