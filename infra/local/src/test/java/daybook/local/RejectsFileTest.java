package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Rejects.Row;
import org.junit.jupiter.api.Test;

class RejectsFileTest {

  private static final String HEADER = "line,byte_offset,reason,column,expected,text\n";

  @Test
  void textMayHaveCommasAndQuotes() {
    assertThat(
            RejectsFile.firstRows(HEADER + "4,120,quoting,\"\",\"\"\"x\"\",\",\"a,\"\"b\"\",\"\n"))
        .containsExactly(new Row(4, 120, "quoting", "", "\"x\",", "a,\"b\","));
  }

  @Test
  void onlyTheFirstThreeAreTaken() {
    assertThat(RejectsFile.firstRows(HEADER + "1,0,type,\"\",\"\",\"\"\n".repeat(4))).hasSize(3);
  }

  /** The file is read from its start up to some byte. */
  @Test
  void rowThatIsCutOffIsLeftOut() {
    assertThat(RejectsFile.firstRows(HEADER + "4,120,type,\"\",\"\",\"a\"\n5,130,type,\"\",\"b"))
        .containsExactly(new Row(4, 120, "type", "a"));
    assertThat(RejectsFile.firstRows("line,byte")).isEmpty();
  }
}
