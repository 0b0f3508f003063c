package daybook.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VisibleTextTest {

  @Test
  void whatCannotBeSeenIsNamed() {
    assertThat(VisibleText.of("a\u00a0b\u200bc\ufeffd\u202ee\u0000f\u0085g\u2028h", 100))
        .isEqualTo("a<U+00A0>b<U+200B>c<U+FEFF>d<U+202E>e<U+0000>f<U+0085>g<U+2028>h");
    assertThat(VisibleText.of("a\r\n\tb c", 100)).isEqualTo("a\\r\\n\\tb c");
    assertThat(VisibleText.of("\udb40\udc01\ud83d\ude00\ud800", 100))
        .isEqualTo("<U+E0001>\ud83d\ude00<U+D800>");
  }

  @Test
  void whatIsSeenStaysWhatItIs() {
    String text = "Zahlungsart Überweisung 支付 \u2212 \ufffd e\u0301";

    assertThat(VisibleText.of(text, 100)).isEqualTo(text);
  }

  @Test
  void textIsCutAtItsBound() {
    assertThat(VisibleText.of("\ud83d\ude00".repeat(5), 3))
        .isEqualTo("\ud83d\ude00".repeat(3) + "…");
    assertThat(VisibleText.of("abc", 3)).isEqualTo("abc");
  }

  @Test
  void nothingInvisibleIsLeftOfAnyText() {
    Random random = new Random(5);
    for (int round = 0; round < 10_000; round++) {
      String text =
          new StringBuilder()
              .appendCodePoint(random.nextInt(0x3000))
              .appendCodePoint(random.nextInt(0x110000))
              .toString();

      assertThat(VisibleText.of(text, 10).codePoints())
          .as("%s", text.codePoints().boxed().toList())
          .noneMatch(VisibleText::isInvisible);
    }
  }
}
