package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.protocol.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecordScannerTest {

  /** Far more than the memory of the tests would hold twice. */
  private static final long HUGE = 1L << 30;

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /** Gives one byte over and over. */
  private static InputStream many(char c, long count) {
    return new InputStream() {
      private long left = count;

      @Override
      public int read() {
        return left-- > 0 ? c : -1;
      }

      @Override
      public int read(byte[] into, int from, int length) {
        if (left <= 0) {
          return -1;
        }
        int given = (int) Math.min(left, length);
        Arrays.fill(into, from, from + given, (byte) c);
        left -= given;
        return given;
      }
    };
  }

  @Test
  void lineOfOneGibibyteIsOneRecordAndTheNextOneIsFound() throws IOException {
    InputStream in = new SequenceInputStream(many('x', HUGE), bytes("\r\na,b\n"));
    RecordScanner scanner = new RecordScanner(in, 0, 0);

    assertThat(scanner.next()).isTrue();
    assertThat(scanner.problem()).isEqualTo(RejectReason.RECORD_TOO_LONG);
    assertThat(scanner.end() - scanner.start()).isEqualTo(RecordScanner.RECORD_BYTES_MAX);
    assertThat(scanner.next()).isTrue();
    assertThat(scanner.offset()).isEqualTo(HUGE + 2);
    assertThat(scanner.line()).isEqualTo(2);
    assertThat(scanner.problem()).isNull();
    assertThat(scanner.next()).isFalse();
  }

  /**
   * Each of these lines, read as the start of a record, ends inside a quoted field, and so does
   * each when read inside one: no search for a closing quote ends before the bound of a record.
   */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void quoteOpenedOnEveryLineIsNotSearchedForOnEveryLineAnew() throws IOException {
    String line = "a\",\"x\n";
    int lines = 500_000;
    RecordScanner scanner = new RecordScanner(bytes(line.repeat(lines) + "\"b\"\n"), 0, 0);

    for (int i = 0; i < lines; i++) {
      assertThat(scanner.next()).isTrue();
      assertThat(scanner.offset()).isEqualTo((long) i * line.length());
      assertThat(scanner.line()).isEqualTo(i + 1);
      assertThat(scanner.problem()).isEqualTo(RejectReason.QUOTING);
    }
    assertThat(scanner.next()).isTrue();
    assertThat(scanner.line()).isEqualTo(lines + 1);
    assertThat(scanner.problem()).isNull();
    assertThat(scanner.next()).isFalse();
  }

  @Test
  void streamThatBreaksOffLeavesThePositionAtTheLastRecord() throws IOException {
    InputStream broken = ChoppedStream.broken();
    RecordScanner scanner =
        new RecordScanner(new SequenceInputStream(bytes("a\nb,\"c\nd"), broken), 100, 7);

    assertThat(scanner.next()).isTrue();
    assertThatThrownBy(scanner::next).isInstanceOf(IOException.class);
    assertThat(scanner.nextOffset()).isEqualTo(102);
    assertThat(scanner.nextLine()).isEqualTo(8);
  }
}
