package daybook.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TransactionIdTest {

  private static final Pattern FORM = Pattern.compile(TransactionId.PATTERN);

  @Test
  void idsAreWhatTheirPatternSays() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      assertIsAsThePatternSays(String.valueOf((char) c));
    }
    Random random = new Random(1);
    String pool = "azAZ09._:-azAZ09._:-azAZ09._:-azAZ09._:- /;@[`{\u00e9\u0161\ud83d";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(68); length > 0; length--) {
        text.append(pool.charAt(random.nextInt(random.nextInt(20) == 0 ? pool.length() : 40)));
      }
      assertIsAsThePatternSays(text.toString());
    }
  }

  private static void assertIsAsThePatternSays(String text) {
    assertThat(TransactionId.isId(text)).as(text).isEqualTo(FORM.matcher(text).matches());
  }

  @Test
  void anotherTextIsRefused() {
    assertThatThrownBy(() -> new TransactionId("a b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 1 to 64 letters, digits and . _ : -, found a b");
  }
}
