package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class PaymentMethodTest {

  /** As docs/DATA.md has it. */
  private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private static boolean isName(String text) {
    byte[] bytes = ("," + text + ",").getBytes(StandardCharsets.ISO_8859_1);
    return PaymentMethod.isName(bytes, 1, bytes.length - 1);
  }

  @Test
  void everyByteCountsAsTheRuleSaysAtTheStartAndBehindIt() {
    for (char c = 0; c < 256; c++) {
      for (String text : new String[] {c + "", c + "a", "a" + c, "a" + c + "a"}) {
        assertThat(isName(text)).as("byte %d", (int) c).isEqualTo(RULE.matcher(text).matches());
      }
    }
  }

  @Test
  void nameHasOneToSixtyFourCharacters() {
    assertThat(isName("")).isFalse();
    assertThat(isName("a".repeat(PaymentMethod.LENGTH_MAX))).isTrue();
    assertThat(isName("a".repeat(PaymentMethod.LENGTH_MAX + 1))).isFalse();
  }
}
