package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TotalsTableTest {

  private static final LocalDate DAY = LocalDate.of(2026, 1, 15);

  @Test
  void hasABlockAGroupALineADayAndAColumnAMethod() {
    DailyTotals totals =
        ExpectedTotals.of(DAY, "deposits", "visa", "1234.50")
            .plus(ExpectedTotals.of(DAY, "deposits", "paypal", "0.05"))
            .plus(ExpectedTotals.of(DAY.plusDays(1), "deposits", "visa", "1.00"))
            .plus(ExpectedTotals.of(DAY, "withdrawals", "wire", "2.00"));

    assertThat(new TotalsTable(totals).lines())
        .containsExactly(
            "deposits          paypal         visa        total",
            "2026-01-15          0.05     1,234.50     1,234.55",
            "2026-01-16          0.00         1.00         1.00",
            "all days            0.05     1,235.50     1,235.55",
            "",
            "withdrawals         wire        total",
            "2026-01-15          2.00         2.00",
            "2026-01-16          0.00         0.00",
            "all days            2.00         2.00",
            "");
  }

  @Test
  void longRangeIsCutAndSaysSoAndStillSumsAll() {
    DailyTotals totals = ExpectedTotals.NONE;
    for (int day = 0; day < 43; day++) {
      totals = totals.plus(ExpectedTotals.of(DAY.plusDays(day), "deposits", "visa", "1.00"));
    }

    List<String> deposits = new TotalsTable(totals).lines().subList(0, 43);

    assertThat(deposits.get(40)).startsWith(DAY.plusDays(39).toString());
    assertThat(deposits.get(41)).isEqualTo("… and 3 more days");
    assertThat(deposits.get(42)).startsWith("all days").endsWith("43.00");
  }

  @Test
  void methodsThatHaveNoColumnAreInTheTotal() {
    DailyTotals totals = ExpectedTotals.NONE;
    for (int method = 1; method <= 8; method++) {
      totals = totals.plus(ExpectedTotals.of(DAY, "deposits", "m" + method, "1.00"));
    }

    List<String> lines = new TotalsTable(totals).lines();

    assertThat(lines.get(0)).contains(" m6 ").doesNotContain("m7");
    assertThat(lines.get(1)).endsWith("8.00");
  }
}
