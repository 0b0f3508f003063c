package daybook.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RejectsFileTest {

  private static final String FILE =
      """
      line,byte_offset,reason,column,expected,text
      3,90,amount,"Amount","a number, found ""ten"" there","x,""y"",ten"
      4,120,no_transaction,"","a transaction","Total"
      """;

  @Test
  void everyLineIsTakenApart() {
    RejectsFile file = RejectsFile.of(FILE.getBytes(UTF_8));

    assertThat(file.rejects())
        .containsExactly(
            new GoldenCase.Reject(3, 90, "amount", "Amount", "x,\"y\",ten"),
            new GoldenCase.Reject(4, 120, "no_transaction", "", "Total"));
    assertThat(file.lines().get(0).expected()).isEqualTo("a number, found \"ten\" there");
  }

  @Test
  void theTextIsTheFileAgain() {
    assertThat(RejectsFile.of(FILE.getBytes(UTF_8)).text()).isEqualTo(FILE);
  }

  @Test
  void whatWasExpectedCanBeLeftOut() {
    RejectsFile without = RejectsFile.of(FILE.getBytes(UTF_8)).withoutExpected();

    assertThat(without.lines()).allMatch(line -> line.expected().isEmpty());
    assertThat(without.rejects()).isEqualTo(RejectsFile.of(FILE.getBytes(UTF_8)).rejects());
    assertThat(without.text()).contains("3,90,amount,\"Amount\",\"\",\"x,\"\"y\"\",ten\"\n");
  }

  @Test
  void aFileOfOtherColumnsIsRefused() {
    byte[] file = "line,byte_offset,reason,text\n3,90,amount,\"x\"\n".getBytes(UTF_8);

    assertThatThrownBy(() -> RejectsFile.of(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 columns");
  }

  @Test
  void aFileWithoutLinesIsItsHeader() {
    assertThat(new RejectsFile(List.of()).text())
        .isEqualTo("line,byte_offset,reason,column,expected,text\n");
  }
}
