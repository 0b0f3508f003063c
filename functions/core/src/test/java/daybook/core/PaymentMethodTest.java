package daybook.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PaymentMethodTest {

  /** As docs/DATA.md has it, without the normal form. */
  private static final Pattern RULE =
      Pattern.compile(
          "(?=.{1,64}$)(?!\\p{M})" + "(?:[\\p{L}\\p{Nd}]|[\\p{Mn}\\p{Mc} _&/()'+-](?<!^.))*(?<! )",
          Pattern.DOTALL);

  /** Letters and marks that show as nothing, of Unicode's list. */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u3164\uFE00-\uFE0F\uFFA0\\x{E0000}-\\x{E0FFF}]");

  private static boolean isName(String text) {
    return isName(text.getBytes(UTF_8));
  }

  private static boolean isName(byte[] text) {
    byte[] within = new byte[text.length + 2];
    within[0] = ',';
    within[within.length - 1] = ',';
    System.arraycopy(text, 0, within, 1, text.length);
    return PaymentMethod.isName(within, 1, within.length - 1);
  }

  private static boolean isSlowName(String text) {
    return RULE.matcher(text).matches()
        && !INVISIBLE.matcher(text).find()
        && Normalizer.normalize(text, Normalizer.Form.NFC).equals(text);
  }

  @Test
  void everyCodePointCountsAsTheRuleSaysAtTheStartWithinAndAtTheEnd() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String one = Character.toString(c);
      if (Character.getType(c) == Character.SURROGATE) {
        continue;
      }
      for (String text : new String[] {one, one + "a", "a" + one, "a" + one + "a"}) {
        if (isName(text) != isSlowName(text)) {
          assertThat(isName(text)).as("U+%04X in %s", c, text).isEqualTo(isSlowName(text));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "visa",
        "Apple Pay",
        "Credit Card",
        "Überweisung",
        "支付宝",
        "Банковский перевод",
        "Marks & Spencer",
        "SEPA (Core)",
        "Debit/Credit",
        "Domino's",
        "a+b",
        "a-b_c",
        "तत्काल भुगतान",
        "บัตรเครดิต",
        "بطاقة",
        "カード払い",
        "신용카드",
        "3",
        "\uD840\uDC00"
      })
  void namesThatPeopleAndProvidersWriteAreNames(String name) {
    assertThat(isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " visa",
        "visa ",
        "\tvisa",
        "a\u00A0b",
        "a\u2009b",
        "a.b",
        "$a",
        "a$",
        "a,b",
        "a\"b",
        "a!b",
        "a~b",
        "=a",
        "-a",
        "+a",
        "(a)",
        "'a",
        "&a",
        "_a",
        "a\u0000",
        "a\u200Bb",
        "a\u200D",
        "\uFEFFa",
        "U\u0308ber",
        "\u0301a",
        "e\u0301",
        "a\u2212b",
        "a\u2013b",
        "½",
        "\u2160",
        "€",
        "😀",
        "a\uFE0F",
        "\u3164",
        "\uAC00\u1160",
        "\u212Bngstrom"
      })
  void everythingElseIsNone(String text) {
    assertThat(isName(text)).isFalse();
  }

  @Test
  void nameHasOneToSixtyFourCodePointsHoweverManyBytes() {
    for (String letter : new String[] {"a", "ü", "支", "\uD840\uDC00"}) {
      assertThat(isName(letter.repeat(PaymentMethod.LENGTH_MAX))).as(letter).isTrue();
      assertThat(isName(letter.repeat(PaymentMethod.LENGTH_MAX + 1))).as(letter).isFalse();
    }
  }

  @Test
  void malformedBytesAreNoName() {
    byte[][] all = {
      {'a', (byte) 0xE4},
      {(byte) 0x80},
      {'a', (byte) 0xC0, (byte) 0xA0},
      {(byte) 0xE0, (byte) 0x80, (byte) 0xA0},
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
      {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
      {(byte) 0xE6, (byte) 0x94}
    };
    for (byte[] text : all) {
      assertThat(isName(text)).isFalse();
    }
  }

  @Test
  void randomBytesAreANameOnlyWhereTheirTextIs() {
    Random random = new Random(20260131);
    String pool = "aZ9 _-+&/()'.$!üÜ支\u0308\u0301\uAC00\u1100\u1161\u093C\u0958\u00A0€";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(6); n >= 0; n--) {
        text.append(pool.charAt(random.nextInt(pool.length())));
      }
      byte[] bytes = text.toString().getBytes(UTF_8);
      if (random.nextInt(3) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      String read = new String(bytes, UTF_8);
      boolean wellFormed = read.indexOf('\uFFFD') < 0;
      assertThat(isName(bytes))
          .as("round %d: %s", i, new String(bytes, StandardCharsets.ISO_8859_1))
          .isEqualTo(wellFormed && isSlowName(read));
    }
  }
}
