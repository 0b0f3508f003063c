package daybook.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "payment_method",
        "Payment Method",
        "PAYMENT-METHOD",
        "  payment\u2011method\t",
        "\ufeffpayment_method",
        "payment_method\u00a0",
        "payment\u200b_method",
        "pay\u00adment_method",
        "\u202epayment_method\u202c",
        "\uff50\uff41\uff59\uff4d\uff45\uff4e\uff54\uff3f\uff4d\uff45\uff54\uff48\uff4f\uff44",
        "paymentMethod",
        "payment\r\nmethod",
        "payment\u0085method"
      })
  void spellingsOfANameAreOneName(String name) {
    assertThat(HeaderNames.normal(name)).isEqualTo("paymentmethod");
    assertThat(HeaderNames.same(name, "payment_method")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"payment.method", "payment/method", "payment_methods", "payment_method_2"})
  void otherNamesStayOthers(String name) {
    assertThat(HeaderNames.same(name, "payment_method")).isFalse();
  }

  @Test
  void lowerCaseIsThatOfNoLanguage() {
    assertThat(HeaderNames.normal("TIMESTAMP ID")).isEqualTo("timestampid");
  }

  @Test
  void nameWithOneOrTwoLettersOtherwiseIsNear() {
    assertThat(HeaderNames.near("payment_methd", HeaderNames.NEEDED)).contains("payment_method");
    assertThat(HeaderNames.near("Time-Stmp", HeaderNames.NEEDED)).contains("timestamp");
    assertThat(HeaderNames.near("ammount", HeaderNames.NEEDED)).contains("amount");
    assertThat(HeaderNames.near("typ", HeaderNames.NEEDED)).contains("type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"time", "date", "tape2", "account", "", "value"})
  void nameOfAnotherWordIsNotNear(String name) {
    assertThat(HeaderNames.near(name, List.of("timestamp", "type", "payment_method"))).isEmpty();
  }

  @Test
  void longNameIsNotCompared() {
    assertThat(HeaderNames.near("amount".repeat(1_000), HeaderNames.NEEDED)).isEmpty();
  }
}
