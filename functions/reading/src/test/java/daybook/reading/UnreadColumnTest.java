package daybook.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadColumnTest {

  /** Of many ignored columns only the first are kept with an import. */
  @Test
  void whatMayChangeAmountsComesFirstAndTheOthersKeepTheirOrder() {
    assertThat(
            UnreadColumn.first(
                List.of("b", "Balance Transaction-ID", "Fee", "a", "Status", "Währung", "c")))
        .containsExactly("Währung", "Status", "Fee", "Balance Transaction-ID", "b", "a", "c");
  }

  @Test
  void namesAreKnownInAnyForm() {
    assertThat(UnreadColumn.of("payment_status")).contains(UnreadColumn.STATUS);
    assertThat(UnreadColumn.of(" CURRENCY ")).contains(UnreadColumn.CURRENCY);
    assertThat(UnreadColumn.of("fees paid")).isEmpty();
  }
}
