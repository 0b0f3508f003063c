package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.UnknownFormException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AggregateKeyTest {

  @Test
  void textReadsBack() {
    AggregateKey key = new AggregateKey(LocalDate.of(987, 6, 5), TransactionType.WITHDRAWAL);
    assertThat(key).hasToString("0987-06-05:withdrawals");
    assertThat(AggregateKey.parse(key.toString())).isEqualTo(key);
  }

  @Test
  void furtherViewStandsBeforeTheDay() {
    AggregateKey key =
        new AggregateKey(View.HOURS, LocalDate.of(2026, 1, 15), TransactionType.DEPOSIT);
    assertThat(key).hasToString("hours:2026-01-15:deposits");
    assertThat(AggregateKey.parse(key.toString())).isEqualTo(key);
    assertThat(AggregateKey.parse("2026-01-15:hours:2026-01-15:x").type().group())
        .isEqualTo("hours:2026-01-15:x");
  }

  @Test
  void viewOfALaterVersionIsNoErrorOfForm() {
    assertThatThrownBy(() -> AggregateKey.parse("weeks:2026-01-15:deposits"))
        .isInstanceOf(UnknownFormException.class)
        .hasMessageContaining("weeks");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-15",
        "2026-02-30:deposits",
        "2026-01-15:Deposits",
        "2026-01-15:",
        "x:y",
        "hours:deposits",
        "Hours:2026-01-15:deposits"
      })
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> AggregateKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void daysWithoutFourDigitsAreRefused() {
    assertThatThrownBy(() -> new AggregateKey(LocalDate.of(10_000, 1, 1), TransactionType.DEPOSIT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AggregateKey(LocalDate.of(0, 1, 1), TransactionType.DEPOSIT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
