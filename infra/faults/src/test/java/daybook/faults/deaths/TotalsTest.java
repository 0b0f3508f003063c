package daybook.faults.deaths;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The comparison sees a cent too many, a cent too few, and a cell that is there or missing. */
class TotalsTest {

  private static Cells stats(String visa) throws IOException {
    return Cells.ofStats(
        "{\"data\":{\"2026-01-15\":{\"deposits\":{\"visa\":%s},\"withdrawals\":{}}}}"
            .formatted(visa));
  }

  @Test
  void centTooManyOrTooFewIsADifference() throws IOException {
    assertThat(stats("5210.43").difference(stats("5210.42"))).isEqualTo(new BigDecimal("0.01"));
    assertThat(stats("5210.42").difference(stats("5210.43"))).isEqualTo(new BigDecimal("0.01"));
    assertThat(stats("5210.43").difference(stats("5210.43"))).isEqualTo(new BigDecimal("0.00"));
  }

  @Test
  void cellOnOneSideOnlyIsADifference() throws IOException {
    assertThat(stats("0.01").difference(Cells.NONE)).isEqualTo(new BigDecimal("0.01"));
    assertThat(Cells.NONE.difference(stats("0.01"))).isEqualTo(new BigDecimal("0.01"));
  }

  @Test
  void onlyWhatIsMoreIsAbove() throws IOException {
    assertThat(stats("5210.43").above(stats("5210.42"))).hasSize(1);
    assertThat(stats("0.01").above(Cells.NONE)).hasSize(1);
    assertThat(stats("5210.42").above(stats("5210.42"))).isEmpty();
    assertThat(stats("5210.41").above(stats("5210.42"))).isEmpty();
  }
}
