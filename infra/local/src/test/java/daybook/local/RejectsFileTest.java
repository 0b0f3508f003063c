package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Rejects.Row;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
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

  @Test
  void rowOfAVersionWithoutColumnAndExpectationIsRead() {
    assertThat(RejectsFile.firstRows("line,byte_offset,reason,text\n4,120,type,\"a,b\"\n"))
        .containsExactly(new Row(4, 120, "type", "a,b"));
  }

  /** At its place stands the first row of the file, which may count. */
  @Test
  void fileWhoseRowsAreInPartsIsNoFileOfRows() {
    byte[] file = (HEADER + "0,0,in_parts,\"\",\"\",\"9 bytes in s3://r/parts\"\n").getBytes(UTF_8);

    assertThatThrownBy(() -> RejectsFile.whole(new ByteArrayInputStream(file)))
        .isInstanceOf(FailureException.class)
        .hasMessage("too many rejected rows for one file: 9 bytes in s3://r/parts");
  }

  @Test
  void fileIsReadFromItsHeaderOnHoweverLongItIs() throws Exception {
    byte[] file = (HEADER + "1,0,type,\"\",\"\",\"x\"\n".repeat(9_000)).getBytes(UTF_8);

    try (InputStream rows = RejectsFile.whole(new ByteArrayInputStream(file))) {
      assertThat(rows.readAllBytes()).isEqualTo(file);
    }
  }
}
