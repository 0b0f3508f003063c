package daybook.reading.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {

  /** What must never come out. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{C}\\p{Zl}\\p{Zp}\uFFFD\u2212\uFF01-\uFF60\uFFE0-\uFFE6]|[\\p{Z}&&[^ ]]|[\\p{Pd}&&[^-]]");

  private static String record(String text) {
    return Shown.record(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`a\tb\rc\nd` | a\\tb\\rc\\nd",
        "1\u00A0234.56 | 1<U+00A0>234.56",
        "\u200E2023-10-05 | <U+200E>2023-10-05",
        "\u200F2.00,\uFEFF4.00 | <U+200F>2.00,<U+FEFF>4.00",
        "\u221210 \u20122 \u20133 | <U+2212>10 <U+2012>2 <U+2013>3",
        "\uFF11\uFF0E5 | <U+FF11><U+FF0E>5",
        "a\u0000b | a<U+0000>b",
        "\uE000\u0378 | <U+E000><U+0378>",
        "a\uFFFDb | a<U+FFFD>b",
        "a\uFE0F\u3164\u2028 | a<U+FE0F><U+3164><U+2028>",
        "\uDB40\uDC41 | <U+E0041>",
        "Überweisung 支付宝 тест | Überweisung 支付宝 тест",
        "€ – 5 | € <U+2013> 5",
        "😀 ½ ° | 😀 ½ °"
      })
  void nothingInARecordIsHidden(String text, String shown) {
    assertThat(record(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "vis\u0430 | vis<U+0430>",
        "Überweisung | <U+00DC>berweisung",
        "` 12.30 ` | ` 12.30 `",
        "12\u00A0€ | 12<U+00A0><U+20AC>",
        "`\t\u007F` | \\t<U+007F>",
        "😀 | <U+1F600>"
      })
  void everythingBeyondAsciiInACellIsHidden(String text, String shown) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(Shown.cell(bytes, 0, bytes.length)).isEqualTo(shown).isEqualTo(Shown.cell(text));
  }

  @Test
  void bytesThatAreNoTextAreShownByTheirValue() {
    byte[] bytes = {'M', (byte) 0xFC, 'l', (byte) 0xE4, (byte) 0xC3, (byte) 0xA4, (byte) 0xC3};
    assertThat(Shown.record(bytes)).isEqualTo("M<0xFC>l<0xE4>ä<0xC3>");
    assertThat(Shown.cell(bytes, 1, 4)).isEqualTo("<0xFC>l<0xE4>");
  }

  @Test
  void longRunsAreCounted() {
    assertThat(record("a" + "\u0000".repeat(188) + "b")).isEqualTo("a<U+0000>×188b");
    assertThat(record("\t".repeat(9))).isEqualTo("\\t×9");
    assertThat(record("\t".repeat(8))).isEqualTo("\\t".repeat(8));
    assertThat(record("\u200B".repeat(10) + "\u200C")).isEqualTo("<U+200B>×10<U+200C>");
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) 0xE4);
    bytes[18] = (byte) 0xB8;
    bytes[19] = (byte) 0xAD;
    assertThat(Shown.record(bytes)).isEqualTo("<0xE4>×17中");
    assertThat(record("-".repeat(20))).isEqualTo("-".repeat(20));
  }

  @Test
  void textIsBoundedAndNoEscapeIsCut() {
    assertThat(record("x".repeat(600))).isEqualTo("x".repeat(500));
    assertThat(record("😀".repeat(600))).isEqualTo("😀".repeat(500));
    assertThat(record("x".repeat(495) + "\u00A0y")).isEqualTo("x".repeat(495));
    assertThat(record("x".repeat(492) + "\u00A0y")).isEqualTo("x".repeat(492) + "<U+00A0>");
    assertThat(Shown.cell("x".repeat(200))).isEqualTo("x".repeat(100));
  }

  @Test
  void ofRandomBytesNothingIsHiddenAndTheBoundIsKept() {
    Random random = new Random(45);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(700)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(300); n > 0; n--) {
          int bits = random.nextInt(21);
          text.appendCodePoint(Math.min(random.nextInt(1 << bits), Character.MAX_CODE_POINT));
        }
        bytes = text.toString().getBytes(UTF_8);
      }
      String shown = Shown.record(bytes);
      assertThat(shown).doesNotContainPattern(UNSEEN);
      assertThat(shown.codePointCount(0, shown.length()))
          .isLessThanOrEqualTo(Shown.RECORD_CODE_POINTS_MAX);
      String cell = Shown.cell(bytes, 0, bytes.length);
      assertThat(cell.replace("×", "")).matches("[ -~]*");
      assertThat(cell.length()).isLessThanOrEqualTo(Shown.CELL_CODE_POINTS_MAX);
    }
  }
}
