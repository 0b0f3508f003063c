package daybook.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4111111111111111 | ************1111",
        "a,4111 1111 1111 1111,b | a,**** **** **** 1111,b",
        "5500-0000-0000-0004 | ****-****-****-0004",
        "pan:378282246310005. | pan:***********0005.",
        "12 4111111111111111 99 | 12 ************1111 99",
        "6304000000000000000 | ***************0000",
        "4222222222222;4012888888881881 | *********2222;************1881"
      })
  void cardNumberKeepsItsLastFourDigits(String record, String shown) {
    assertThat(RejectText.of(record)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4111111111111112",
        "411111111111",
        "41111111111111111111",
        "4111  1111  1111  1111",
        "4111.1111.1111.1111",
        "2026-01-15T10:30:00,deposit,visa,99999999999.99,12"
      })
  void otherDigitsStay(String record) {
    assertThat(RejectText.of(record)).isEqualTo(record);
  }

  @Test
  void cardNumberAcrossTheCutIsMaskedBeforeTheCut() {
    String before = "x".repeat(RejectText.CODE_POINTS_MAX - 10);

    assertThat(RejectText.of(before + "4111111111111111")).isEqualTo(before + "*".repeat(10));
  }

  @Test
  void hiddenCharactersAreShownAndDoNotHideACardNumber() {
    assertThat(RejectText.of("4111\t1111\u00001111\u00851111"))
        .isEqualTo("****\\t****<U+0000>****<U+0085>1111");
    assertThat(RejectText.of("4111\u200B1111\u200E1111\uFEFF1111"))
        .isEqualTo("****<U+200B>****<U+200E>****<U+FEFF>1111");
    assertThat(RejectText.of("4111" + "\u0000".repeat(2_000) + " 111111111111"))
        .isEqualTo("****<U+0000>×2000 ********1111");
  }

  @Test
  void cardNumberAcrossTheCutAndAnEscapeIsMaskedBeforeTheCut() {
    String before = "x".repeat(RejectText.CODE_POINTS_MAX - 10);

    assertThat(RejectText.of(before + "41\u00001111111111" + " 1111"))
        .isEqualTo(before + "**<U+0000>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\t=1+1` | \\t=1+1",
        "`` | ``",
        "` =1+1` | `' =1+1`",
        "\u00a0\u200b\ufeff-1 | <U+00A0><U+200B><U+FEFF>-1",
        "\uff1d1 | <U+FF1D>1",
        "\uff20a;\uff0b1;\uff0d1 | <U+FF20>a;<U+FF0B>1;<U+FF0D>1",
        "a;=1+1;b | a;'=1+1;b",
        "a; @SUM(1);;-2 | a;' @SUM(1);;'-2",
        "=a;=b | '=a;'=b",
        "a=b;c-d;e | a=b;c-d;e",
        "visa,-5.00,+1 | visa,-5.00,+1"
      })
  void formulaIsDefusedWhereverASpreadsheetMayBeginACell(String record, String shown) {
    assertThat(RejectText.of(record)).isEqualTo(shown);
  }

  @Test
  void quotesComeOnTopOfTheCutOneForEachCell() {
    int cells = RejectText.CODE_POINTS_MAX / 2;

    assertThat(RejectText.of("=;".repeat(RejectText.CODE_POINTS_MAX)))
        .isEqualTo("'=;".repeat(cells));
  }
}
