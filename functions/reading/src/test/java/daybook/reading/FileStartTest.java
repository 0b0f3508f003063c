package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.reading.FileStart.Cells;
import daybook.testkit.Gzip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileStartTest {

  private static final Dialect COMMA = Dialect.delimitedBy(',');
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static FileStart start(byte[] stored) throws IOException {
    return FileStart.read(new ByteArrayInputStream(stored));
  }

  private static List<Cells> records(String text) throws IOException {
    return start(text.getBytes(UTF_8)).records(COMMA);
  }

  @Test
  void cellsAreWithoutQuotesAndBlanksAndHaveTheLineOfTheirRecord() throws IOException {
    assertThat(records("a, b ,\"c \"\"d\"\"\n e\"\n\nf,g,h"))
        .containsExactly(
            new Cells(1, List.of("a", "b", "c \"d\"\n e")), new Cells(4, List.of("f", "g", "h")));
  }

  @Test
  void recordsAreCutAtTheDelimiterThatIsAskedFor() throws IOException {
    FileStart start = start("a;b,c\n".getBytes(UTF_8));

    assertThat(start.records(COMMA)).containsExactly(new Cells(1, List.of("a;b", "c")));
    assertThat(start.records(Dialect.delimitedBy(';')))
        .containsExactly(new Cells(1, List.of("a", "b,c")));
  }

  @Test
  void textIsTheSameInEveryEncoding() throws IOException {
    List<Cells> expected = List.of(new Cells(1, List.of("name", "Café")));
    String text = "name,Café\n";

    for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      for (String mark : List.of("", "\ufeff", "\ufeff\ufeff")) {
        byte[] bytes = (mark + text).getBytes(charset);
        String which = charset + " with " + mark.length();
        assertThat(start(bytes).records(COMMA)).as(which).isEqualTo(expected);
        assertThat(start(Gzip.of(bytes)).records(COMMA)).as(which).isEqualTo(expected);
      }
    }
    assertThat(start(text.getBytes(WINDOWS)).records(COMMA)).isEqualTo(expected);
  }

  @Test
  void encodingIsNamedAsMappingsNameIt() throws IOException {
    String text = "name,Café\n";

    assertThat(start(text.getBytes(UTF_8)).encoding()).isEqualTo("UTF-8");
    assertThat(start(text.getBytes(UTF_16LE)).encoding()).isEqualTo("UTF-16");
    assertThat(start(text.getBytes(WINDOWS)).encoding()).isEqualTo("windows-1252");
  }

  /** Half a character at the place up to which a long file is looked at. */
  @Test
  void characterThatIsCutDoesNotMakeAnotherEncoding() throws IOException {
    String row = "x".repeat(98) + "\n";
    String rows = row.repeat(FileStart.BYTES_MAX / row.length());
    String last = "y".repeat(FileStart.BYTES_MAX - rows.length() - 1) + "é,z\n";

    FileStart start = start((rows + last).getBytes(UTF_8));

    assertThat(start.encoding()).isEqualTo("UTF-8");
  }

  /** It would be a row that nobody has written. */
  @Test
  void recordThatIsCutIsNotGiven() throws IOException {
    String row = "a,".repeat(1_000) + "end\n";
    List<Cells> records = records(row.repeat(FileStart.BYTES_MAX / row.length() + 1));

    assertThat(records).hasSize(FileStart.BYTES_MAX / row.length());
    assertThat(records.get(records.size() - 1).cells()).hasSize(1_001).endsWith("end");
  }

  @Test
  void recordsAreBounded() throws IOException {
    assertThat(records("a,b\n".repeat(FileStart.RECORDS_MAX + 1))).hasSize(FileStart.RECORDS_MAX);
  }

  @Test
  void damageLeavesWhatCameBeforeIt() throws IOException {
    byte[] whole = Gzip.of("a,b\n1,2\n".getBytes(UTF_8));

    assertThat(start(Arrays.copyOf(whole, whole.length - 8)).records(COMMA))
        .containsExactly(new Cells(1, List.of("a", "b")), new Cells(2, List.of("1", "2")));
  }

  @Test
  void recordWithBrokenQuotesIsLeftOut() throws IOException {
    assertThat(records("a,b\n1,\"2\"3\n4,5\n"))
        .containsExactly(new Cells(1, List.of("a", "b")), new Cells(3, List.of("4", "5")));
  }

  @Test
  void whatIsNoTextIsNamed() throws IOException {
    assertThat(start("PK\u0003\u0004 and more".getBytes(UTF_8)).noText().orElseThrow().reason())
        .isEqualTo("zip");
    assertThat(start("a,b\n".getBytes(UTF_8)).noText()).isEmpty();
    assertThat(start(new byte[0]).noText()).isEmpty();
    assertThat(start(new byte[0]).records(COMMA)).isEmpty();
  }

  @Test
  void fileThatCannotBeReadIsAFailure() {
    assertThatThrownBy(() -> FileStart.read(ChoppedStream.broken()))
        .isInstanceOf(IOException.class)
        .hasMessage("broken");
  }
}
