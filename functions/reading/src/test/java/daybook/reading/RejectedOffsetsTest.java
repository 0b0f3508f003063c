package daybook.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RejectedOffsetsTest {

  private static final String HEADER = "line,byte_offset,reason,column,expected,text\n";

  private static List<Long> offsets(String file) throws IOException {
    List<Long> offsets = new ArrayList<>();
    of(file).forEachRemaining((long offset) -> offsets.add(offset));
    return offsets;
  }

  @Test
  void offsetOfEachLineIsRead() throws IOException {
    assertThat(
            offsets(
                HEADER
                    + "2,40,amount,\"amount\",\"expected, so\",\"a \"\"quoted\"\" one,7\"\n"
                    + "4,8000000000,type,\"type\",\"\",\"x\"\n"))
        .containsExactly(40L, 8_000_000_000L);
    assertThat(offsets(HEADER)).isEmpty();
    assertThat(offsets("")).isEmpty();
  }

  /** A record of several lines, and a quote that never ends, are one line all the same. */
  @Test
  void textOfRecordWithLineEndsIsOneLine() throws IOException {
    String text = RejectText.of("a,\"5,\r\n55\n\",\u0085b\"").replace("\"", "\"\"");

    assertThat(
            offsets(HEADER + "2,40,amount,\"\",\"\",\"" + text + "\"\n4,90,type,\"\",\"\",\"\"\n"))
        .containsExactly(40L, 90L);
  }

  @Test
  void lineThatStandsForRowsElsewhereIsKnown() throws IOException {
    String parts = "0,0,in_parts,\"\",\"\",\"9 bytes in 2 files\"\n";

    assertThat(of(HEADER + parts).inParts()).isTrue();
    assertThat(of(HEADER + "2,0,amount,\"\",\"\",\"in_parts\"\n").inParts()).isFalse();
    assertThat(of("").inParts()).isFalse();
  }

  private static RejectedOffsets of(String file) throws IOException {
    return RejectedOffsets.of(new BufferedReader(new StringReader(file)));
  }

  @Test
  void damagedFileIsRefused() {
    assertThatThrownBy(() -> offsets(HEADER + "2\n"))
        .isInstanceOf(RejectedOffsets.DamagedException.class);
    assertThatThrownBy(() -> offsets(HEADER + "2,40,a\n2,x,a\n"))
        .hasCauseInstanceOf(RejectedOffsets.DamagedException.class);
  }
}
