package daybook.reading.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainAmountTest {

  private static long cents(String text) {
    return Bytes.read(text, PlainAmount::cents);
  }

  private static long expected(String text) {
    Optional<String> digits = SlowIso.amount(text);
    return digits.isEmpty()
        ? PlainAmount.INVALID
        : new BigDecimal(digits.get()).movePointRight(2).longValueExact();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "0|0",
        "1|100",
        "12.3|1230",
        "12.30|1230",
        ".5|50",
        ".50|50",
        "12.|1200",
        "+3.25|325",
        "+.5|50",
        " 3.00|300",
        "\t3.00 |300",
        "10.5000|1050",
        "1.2500|125",
        "3.0000|300",
        "1.0000|100",
        "00.10|10",
        "99999999999.99|9999999999999",
        "1.00000000000000000000000|100",
        "00000000001|100"
      })
  void plainDecimalsAreRead(String text, long cents) {
    assertThat(cents(text)).isEqualTo(cents).isEqualTo(expected(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "+",
        "+.",
        "-1",
        "-0.00",
        "1-",
        "(1)",
        "1.000",
        "1.250",
        "1.255",
        "0.000",
        ".500",
        "1.2550",
        "1.00001",
        "12.340000000000001",
        "1.5E+03",
        "1e3",
        "1,50",
        "1,000.00",
        "1 000",
        "1 .5",
        "+ 1",
        "++1",
        "1+",
        "100000000000",
        "000000000001",
        "€1",
        "1 EUR",
        "1..2",
        "1.2.3",
        "\u22121",
        "\u20122.00",
        "\u200F2.00",
        "\uFEFF4.00",
        "1\u00A0234.56",
        "NaN",
        "0x1",
        "\uFF11",
        "\u0661"
      })
  void everythingElseIsRefused(String text) {
    assertThat(cents(text)).isEqualTo(PlainAmount.INVALID).isEqualTo(expected(text));
  }

  @Test
  void randomTextsAreReadAsUnboundedNumbersReadThem() {
    Random random = new Random(49);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(16); n > 0; n--) {
        text.append("00000123456789..+- \t,e".charAt(random.nextInt(22)));
      }
      String one = text.toString();
      if (cents(one) != expected(one)) {
        assertThat(cents(one)).as(one).isEqualTo(expected(one));
      }
    }
  }

  @Test
  void randomBytesNeverThrow() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      assertThat(Bytes.read(bytes, PlainAmount::cents))
          .isEqualTo(expected(new String(bytes, ISO_8859_1)));
      PlainAmount.hint(bytes, 0, bytes.length);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-12.34 | a refund is written as a withdrawal of a positive amount",
        "12.34- | a refund is written as a withdrawal",
        "(12.34) | a refund is written as a withdrawal",
        "\u221210.00 | its minus sign is <U+2212> and not -, and an amount is not negative",
        "\u20122.00 | its minus sign is <U+2012>",
        "1.000 | a mapping says which",
        "1.255 | three decimals (KWD, BHD, JOD)",
        "1.2550 | more than two decimals",
        "12.340000000000001 | binary fractions",
        "1.5E+03 | exponent",
        "10,37 | a decimal comma",
        "1,000 | 1,000 may have a thousands separator or a decimal comma",
        "1,000.00 | its thousands are separated",
        "1.000,00 | its thousands are separated",
        "1\u00A0234.56 | its thousands are separated",
        "1\u202F000.00 | its thousands are separated",
        "1'000.00 | its thousands are separated",
        "1,00,000.00 | its thousands are separated",
        "\u200F2.00 | cannot be seen stands in it: <U+200F>",
        "\uFEFF4.00 | cannot be seen stands in it: <U+FEFF>",
        "123456789012 | more than 11 digits",
        "€ 12.30 | a currency stands beside it",
        "12.30 EUR | a currency stands beside it"
      })
  void knownTrapsAreNamed(String text, String hint) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(cents(text)).isEqualTo(PlainAmount.INVALID);
    assertThat(PlainAmount.hint(bytes, 0, bytes.length).orElseThrow()).contains(hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "visa", "n/a", "--", "1 of 2"})
  void otherTextsHaveNoHint(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(PlainAmount.hint(bytes, 0, bytes.length)).isEmpty();
  }
}
