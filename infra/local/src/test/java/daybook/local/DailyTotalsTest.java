package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DailyTotalsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 1, 15);

  @Test
  void centsThatADoubleCannotHoldAreRead() throws FailureException {
    DailyTotals totals =
        DailyTotals.ofStats(
            "{\"data\":{\"2026-01-15\":{\"deposits\":{\"paypal\":9007199254740993.01},"
                + "\"withdrawals\":{}}}}");

    assertThat(totals.total(DAY, "deposits", "paypal"))
        .isEqualTo(new BigDecimal("9007199254740993.01"));
  }

  @Test
  void emptyGroupsAndDaysAreAbsent() throws FailureException {
    DailyTotals totals =
        DailyTotals.ofStats(
            "{\"data\":{\"2026-01-14\":{\"deposits\":{},\"withdrawals\":{}},"
                + "\"2026-01-15\":{\"deposits\":{\"visa\":1.00},\"withdrawals\":{}}}}");

    assertThat(totals.byDay()).containsOnlyKeys(DAY);
    assertThat(totals.byDay().get(DAY)).containsOnlyKeys("deposits");
    assertThat(totals.count()).isEqualTo(1);
    assertThat(totals.total(DAY, "withdrawals", "visa")).isEqualByComparingTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"data\":{\"soon\":{\"deposits\":{\"a\":1}}}}", "<html>"})
  void whatIsNoAnswerIsAFailure(String body) {
    assertThatThrownBy(() -> DailyTotals.ofStats(body))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("the API answered something else than totals: ");
  }

  @Test
  void totalThatIsNoNumberIsAFailureAndNotZero() {
    assertThatThrownBy(
            () ->
                DailyTotals.ofStats(
                    "{\"data\":{\"2026-01-15\":{\"deposits\":{\"visa\":\"1.00\"}}}}"))
        .isInstanceOf(FailureException.class);
  }

  @Test
  void sumsCellByCell() {
    DailyTotals one = ExpectedTotals.of(DAY, "deposits", "visa", "0.10");
    DailyTotals two = ExpectedTotals.of(DAY, "deposits", "visa", "0.20");
    DailyTotals other = ExpectedTotals.of(DAY.plusDays(1), "withdrawals", "wire", "5.00");

    DailyTotals sum = one.plus(two).plus(other);

    assertThat(sum.total(DAY, "deposits", "visa")).isEqualTo(new BigDecimal("0.30"));
    assertThat(sum.count()).isEqualTo(2);
    assertThat(sum.sum("deposits")).isEqualTo(new BigDecimal("0.30"));
    assertThat(sum.sum("withdrawals")).isEqualTo(new BigDecimal("5.00"));
    assertThat(one.count()).isEqualTo(1);
  }
}
