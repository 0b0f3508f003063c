package daybook.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellTextTest {

  @Test
  void whatMightBeAFormulaIsGuardedOnce() {
    assertThat(CellText.line("=1+1", 10)).isEqualTo("'=1+1");
    assertThat(CellText.line("a; +1;-2", 10)).isEqualTo("a;' +1;'-2");
    assertThat(CellText.line("'=1+1", 10)).isEqualTo("'=1+1");
    assertThat(CellText.line("a=b", 10)).isEqualTo("a=b");
  }

  @Test
  void controlCharactersAreLeftOutBeforeAnythingElse() {
    assertThat(CellText.line("\n\t=a\u0085b\r", 10)).isEqualTo("'=ab");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(CellText.line("😀".repeat(10), 10)).isEqualTo("😀".repeat(10));
    assertThat(CellText.line("😀".repeat(11), 10)).isEqualTo("😀".repeat(9) + "…");
  }
}
