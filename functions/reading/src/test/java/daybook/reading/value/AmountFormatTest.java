package daybook.reading.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.reading.value.AmountFormat.Grouping;
import daybook.reading.value.AmountFormat.Negative;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountFormatTest {

  private static final Set<Negative> ALL = EnumSet.allOf(Negative.class);
  private static final List<String> SYMBOLS = List.of("€", "EUR", "EURO", "$", "US$", "kr.");

  private static final AmountFormat POINT = AmountFormat.of('.', Grouping.COMMA, ALL, SYMBOLS);
  private static final AmountFormat COMMA = AmountFormat.of(',', Grouping.POINT, ALL, SYMBOLS);
  private static final AmountFormat BLANK = AmountFormat.of(',', Grouping.BLANK, ALL, SYMBOLS);
  private static final AmountFormat SWISS = AmountFormat.of('.', Grouping.APOSTROPHE, ALL, SYMBOLS);
  private static final AmountFormat PLAIN =
      AmountFormat.of('.', Grouping.NONE, Set.of(), List.of());

  private static final List<Grouping> GROUPINGS = List.of(Grouping.values());

  private static long cents(AmountFormat format, String text) {
    return Bytes.read(text, format::cents);
  }

  private static AmountFormat format(String name) {
    return switch (name) {
      case "POINT" -> POINT;
      case "COMMA" -> COMMA;
      case "BLANK" -> BLANK;
      case "SWISS" -> SWISS;
      default -> PLAIN;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POINT | 1,234.56 | 123456",
        "POINT | 1.000 | 100",
        "POINT | 1.250 | 125",
        "POINT | 12. | 1200",
        "POINT | .5 | 50",
        "POINT | +3.25 | 325",
        "POINT | -3.25 | -325",
        "POINT | \u22123.25 | -325",
        "POINT | 3.25- | -325",
        "POINT | 3.25\u2212 | -325",
        "POINT | (3.25) | -325",
        "POINT | -0.00 | 0",
        "POINT | 1234.56 | 123456",
        "POINT | 12,345,678,901.00 | 1234567890100",
        "POINT | $-3.25 | -325",
        "POINT | -$3.25 | -325",
        "POINT | - $ 3.25 | -325",
        "POINT | ($3.25) | -325",
        "POINT | $(3.25) | -325",
        "POINT | (3.25) EUR | -325",
        "POINT | US$3.25 | 325",
        "COMMA | 1.234,56 | 123456",
        "COMMA | 1.234 | 123400",
        "COMMA | 1.234,56\u00A0€ | 123456",
        "COMMA | ` -1.234,56 EURO ` | -123456",
        "COMMA | 12,30- EUR | -1230",
        "COMMA | 12,30 EUR- | -1230",
        "COMMA | kr.1.000,00 | 100000",
        "BLANK | 1\u00A0234,56 | 123456",
        "BLANK | 1\u202F234\u202F567,00 | 123456700",
        "BLANK | 1 234 | 123400",
        "BLANK | 1\u2009234 € | 123400",
        "SWISS | 1'234.50 | 123450",
        "SWISS | 1\u2019234.50 | 123450",
        "PLAIN | 12.30 | 1230",
        "PLAIN | 99999999999.99 | 9999999999999"
      })
  void amountsAreReadAsTheMappingSays(String format, String text, long cents) {
    assertThat(cents(format(format), text)).isEqualTo(cents);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POINT | ``",
        "POINT | ` `",
        "POINT | .",
        "POINT | -",
        "POINT | ()",
        "POINT | EUR",
        "POINT | 1.255",
        "POINT | 1.2501",
        "POINT | 1,23",
        "POINT | 1,2345.00",
        "POINT | 1234,567.00",
        "POINT | 12,34,567.00",
        "POINT | ,234.00",
        "POINT | 1,,234.00",
        "POINT | 1,234,.00",
        "POINT | 1.234,567",
        "POINT | 1.23.4",
        "POINT | --3",
        "POINT | -3-",
        "POINT | +3-",
        "POINT | (-3)",
        "POINT | -(3)",
        "POINT | (3",
        "POINT | 3)",
        "POINT | ((3))",
        "POINT | EUR 3 EUR",
        "POINT | €€3",
        "POINT | 1 234",
        "POINT | 1\u00A0234.00",
        "POINT | GBP 3",
        "POINT | 1e3",
        "POINT | 3%",
        "POINT | 123456789012",
        "POINT | \u200E3.00",
        "COMMA | 1,234.56",
        "COMMA | 1.23",
        "BLANK | 1 23",
        "BLANK | 1 234\u00A0567",
        "BLANK | 1  234",
        "SWISS | 1'234\u2019567",
        "PLAIN | -1",
        "PLAIN | 1-",
        "PLAIN | (1)",
        "PLAIN | 1,234.00",
        "PLAIN | $1"
      })
  void everythingElseIsInvalid(String format, String text) {
    assertThat(cents(format(format), text)).isEqualTo(AmountFormat.INVALID);
  }

  @Test
  void formsOfNegativeAmountsAreTakenWhereTheyAreAllowed() {
    Map<Negative, String> texts =
        Map.of(Negative.LEADING, "-3", Negative.TRAILING, "3-", Negative.PARENTHESES, "(3)");
    for (Negative allowed : Negative.values()) {
      AmountFormat format = AmountFormat.of('.', Grouping.NONE, EnumSet.of(allowed), List.of());
      texts.forEach(
          (form, text) -> {
            long expected = form == allowed ? -300 : AmountFormat.INVALID;
            assertThat(cents(format, text)).as("%s of %s", text, allowed).isEqualTo(expected);
          });
    }
  }

  private static String grouped(String digits, String mark) {
    StringBuilder text = new StringBuilder(digits);
    for (int at = digits.length() - 3; at > 0; at -= 3) {
      text.insert(at, mark);
    }
    return text.toString();
  }

  @Test
  void randomAmountsOfEveryFormatAreReadToTheCent() {
    Random random = new Random(7);
    for (int i = 0; i < 40_000; i++) {
      Grouping grouping = GROUPINGS.get(random.nextInt(GROUPINGS.size()));
      char decimal = grouping == Grouping.COMMA || random.nextBoolean() ? '.' : ',';
      if (grouping == Grouping.POINT) {
        decimal = ',';
      }
      AmountFormat format = AmountFormat.of(decimal, grouping, ALL, SYMBOLS);
      BigDecimal amount = BigDecimal.valueOf((random.nextLong() >>> 21) % 10_000_000_000_000L, 2);
      String[] parts = amount.setScale(2 + random.nextInt(3)).toPlainString().split("\\.", -1);
      String mark =
          switch (grouping) {
            case NONE -> "";
            case COMMA -> ",";
            case POINT -> ".";
            case BLANK -> " \u00A0\u202F\u2009".substring(random.nextInt(4)).substring(0, 1);
            case APOSTROPHE -> random.nextBoolean() ? "'" : "\u2019";
          };
      String whole = random.nextBoolean() ? parts[0] : grouped(parts[0], mark);
      String text = whole + decimal + parts[1];
      String[] forms = {
        text, "+" + text, "€ " + text, text + "\u00A0EUR", "-" + text, "(" + text + ")", text + "-"
      };
      int form = random.nextInt(forms.length);
      long cents = amount.movePointRight(2).longValueExact();
      assertThat(cents(format, forms[form])).as(forms[form]).isEqualTo(form < 4 ? cents : -cents);
    }
  }

  @Test
  void whatIsReadIsWhatItsDigitsSay() {
    Random random = new Random(8);
    String pool = "00123456789.,-+() €$'\u00A0\u2212e";
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder made = new StringBuilder();
      for (int n = random.nextInt(9); n >= 0; n--) {
        made.append(pool.charAt(random.nextInt(pool.length())));
      }
      String text = made.toString();
      for (AmountFormat format : List.of(POINT, COMMA, BLANK, SWISS, PLAIN)) {
        long cents = cents(format, text);
        if (cents == AmountFormat.INVALID) {
          continue;
        }
        read++;
        String mark = format == COMMA || format == BLANK ? "," : ".";
        String digits = text.replaceAll("[^0-9" + mark + "]", "").replace(',', '.');
        digits = digits.endsWith(".") ? digits + "0" : digits;
        BigDecimal expected = new BigDecimal("0" + digits).movePointRight(2);
        boolean negative = text.matches(".*[-\u2212(].*");
        assertThat(BigDecimal.valueOf(cents))
            .as(text)
            .isEqualByComparingTo(negative ? expected.negate() : expected);
      }
    }
    assertThat(read).isGreaterThan(5_000);
  }

  @Test
  void randomBytesNeverThrow() {
    Random random = new Random(9);
    for (int i = 0; i < 40_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      for (AmountFormat format : List.of(POINT, BLANK)) {
        Bytes.read(bytes, format::cents);
      }
    }
    assertThat(cents(POINT, "1")).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1", "-", "€ ", "+kr", "("})
  void symbolsThatWouldTakeAPartOfTheAmountAreRefused(String symbol) {
    assertThatThrownBy(() -> AmountFormat.of('.', Grouping.NONE, ALL, List.of(symbol)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + symbol + "\"");
  }

  @Test
  void marksThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> AmountFormat.of(',', Grouping.COMMA, ALL, List.of()))
        .hasMessageContaining("found , for both");
    assertThatThrownBy(() -> AmountFormat.of(';', Grouping.NONE, ALL, List.of()))
        .hasMessageContaining("found ;");
  }

  @Test
  void whatIsExpectedIsSaidByExamplesThatAreRead() {
    assertThat(COMMA.expected())
        .isEqualTo("an amount such as 1.234,56 or -1.234,56 or 1.234,56- or (1.234,56)");
    assertThat(PLAIN.expected()).isEqualTo("an amount such as 1234.56");
    for (String example :
        COMMA.expected().substring("an amount such as ".length()).split(" or ", -1)) {
      assertThat(Math.abs(cents(COMMA, example))).isEqualTo(123_456);
    }
  }
}
