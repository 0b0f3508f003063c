package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.protocol.RejectReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

  @Test
  void carriageReturnsBeforeALineFeedBelongToTheLineEnd() throws IOException {
    String text = "a,b\r\r\n\"c\",\"d\"\r\r\r\n\r\r\n\"e\r\r\nf\"\r\r\ng\r,h\r\n\"i\"\rj\n";
    for (int pieceMax : List.of(1, 2, 5, 100)) {
      InputStream in = new ChoppedStream(text.getBytes(UTF_8), new Random(pieceMax), pieceMax);
      RecordScanner scanner = new RecordScanner(in, 0, 0);

      assertThat(shown(scanner))
          .containsExactly(
              "1: a,b", "2: \"c\",\"d\"", "3: ", "4: \"e\r\r\nf\"", "6: g\r,h", "7: quoting");
    }
  }

  private static List<String> shown(RecordScanner scanner) throws IOException {
    List<String> shown = new ArrayList<>();
    while (scanner.next()) {
      int length = scanner.end() - scanner.start();
      RejectReason problem = scanner.problem();
      String text = new String(scanner.bytes(), scanner.start(), length, UTF_8);
      shown.add(scanner.line() + ": " + (problem == null ? text : problem.code()));
    }
    return shown;
  }

  @Test
  void lineEndOfManyCarriageReturnsIsNoContent() throws IOException {
    for (int returns : List.of(9, 10, 11, 200, 70_000)) {
      String text =
          "abcdefgh\"" + "\r".repeat(returns) + "\n\"q\"" + "\r".repeat(returns) + "\nz\n";

      assertThat(shown(new RecordScanner(bytes(text), 0, 0, 10)))
          .as("%d carriage returns", returns)
          .containsExactly("1: abcdefgh\"", "2: \"q\"", "3: z");
    }
  }

  @Test
  void lineThatGoesOnBehindManyCarriageReturnsIsTooLong() throws IOException {
    for (int returns : List.of(9, 10, 11, 36, 37, 38, 39, 200, 70_000)) {
      String text = "ab" + "\r".repeat(returns) + "c\r\nz\n";

      assertThat(shown(new RecordScanner(bytes(text), 0, 0, 10)))
          .as("%d carriage returns", returns)
          .containsExactly("1: record_too_long", "2: z");
    }
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void carriageReturnsBehindAQuoteAreNotCountedForEachAnew() throws IOException {
    String line = "\"a\"" + "\r".repeat(60_000) + "x\n";

    assertThat(shown(new RecordScanner(bytes(line.repeat(200)), 0, 0))).hasSize(200);
  }

  @Test
  void recordTellsThePhysicalLinesThatItTakes() throws IOException {
    RecordScanner scanner = new RecordScanner(bytes("x\n\"a\r\nb,c\n\n\rd\r\r\n\",e\r\nf"), 100, 7);

    assertThat(scanner.next()).isTrue();
    assertThat(scanner.lines()).isEqualTo(1);
    assertThat(scanner.physicalLines()).containsExactly(new PhysicalLine(8, 100, 0, 1));
    assertThat(scanner.next()).isTrue();
    assertThat(scanner.lines()).isEqualTo(5);
    assertThat(scanner.physicalLines())
        .containsExactly(
            new PhysicalLine(9, 102, 2, 4),
            new PhysicalLine(10, 106, 6, 9),
            new PhysicalLine(11, 110, 10, 10),
            new PhysicalLine(12, 111, 11, 13),
            new PhysicalLine(13, 116, 16, 19));
    assertThat(scanner.next()).isTrue();
    assertThat(scanner.line()).isEqualTo(14);
    assertThat(scanner.physicalLines()).containsExactly(new PhysicalLine(14, 121, 21, 22));
  }

  @Test
  void lastRecordWithoutALineEndTellsItsLinesToo() throws IOException {
    RecordScanner scanner = new RecordScanner(bytes("a,\"b\nc\""), 0, 0);

    assertThat(scanner.next()).isTrue();
    assertThat(scanner.physicalLines())
        .containsExactly(new PhysicalLine(1, 0, 0, 4), new PhysicalLine(2, 5, 5, 7));
  }

  @Test
  void recordWithBrokenQuotesIsOneLine() throws IOException {
    RecordScanner scanner = new RecordScanner(bytes("a,\"b\nc\n"), 0, 0);

    assertThat(scanner.next()).isTrue();
    assertThat(scanner.problem()).isEqualTo(RejectReason.QUOTING);
    assertThat(scanner.physicalLines()).containsExactly(new PhysicalLine(1, 0, 0, 4));
  }
}
