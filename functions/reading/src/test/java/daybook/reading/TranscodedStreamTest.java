package daybook.reading;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.testkit.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscodedStreamTest {

  /** Many times the buffers of the stream. */
  private static final int LONG = 300_000;

  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static String read(byte[] stored, Charset charset, Random random, int pieceMax)
      throws IOException {
    InputStream pieces = new ChoppedStream(stored, random, pieceMax);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (TranscodedStream in = new TranscodedStream(pieces, charset)) {
      byte[] buffer = new byte[1 + random.nextInt(9_000)];
      int count = in.read(buffer, 0, 1 + random.nextInt(buffer.length));
      while (count >= 0) {
        text.write(buffer, 0, count);
        count = in.read(buffer, 0, 1 + random.nextInt(buffer.length));
      }
    }
    return text.toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-8"})
  void textIsTheSameHoweverItIsCut(String charset) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < LONG) {
      text.appendCodePoint(
          List.of((int) 'a', 0xfc, 0x20ac, 0x4e00, 0x1f600, (int) '\n').get(random.nextInt(6)));
    }
    byte[] stored = text.toString().getBytes(Charset.forName(charset));
    for (int pieceMax : List.of(1, 3, 8_191, 8_192, 8_193, 100_000)) {
      assertThat(read(stored, Charset.forName(charset), random, pieceMax))
          .as("seed %d, pieces of %d", seed, pieceMax)
          .isEqualTo(text.toString());
    }
  }

  @Test
  void loneSurrogatesBecomeReplacementCharactersWhereverTheyAreCut() throws IOException {
    byte[] lone = {0x3d, (byte) 0xd8};
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    for (int i = 0; i < 5_000; i++) {
      stored.writeBytes("a\ud83d\ude00b".getBytes(UTF_16LE));
      stored.writeBytes(lone);
    }
    stored.writeBytes("c".getBytes(UTF_16LE));
    for (int pieceMax : List.of(1, 2, 5, 8_192, 50_000)) {
      String text = read(stored.toByteArray(), UTF_16LE, random, pieceMax);

      assertThat(text.equals("a\ud83d\ude00b\ufffd".repeat(5_000) + "c"))
          .as("seed %d, pieces of %d", seed, pieceMax)
          .isTrue();
    }
  }

  @Test
  void halfACharacterAtTheEndBecomesAReplacementCharacter() throws IOException {
    byte[] stored = "abc".getBytes(UTF_16LE);

    for (int pieceMax : List.of(1, 2, 9)) {
      assertThat(read(Arrays.copyOf(stored, 5), UTF_16LE, random, pieceMax)).isEqualTo("ab\ufffd");
    }
  }

  @Test
  void marksAreLeftOutAtTheStartOnly() throws IOException {
    byte[] stored = "\ufeff\ufeffa\ufeffb".getBytes(UTF_16BE);
    for (int pieceMax = 1; pieceMax < stored.length; pieceMax++) {
      assertThat(read(stored, UTF_16BE, random, pieceMax)).isEqualTo("a\ufeffb");
    }
    assertThat(read("\ufeff".getBytes(UTF_16BE), UTF_16BE, random, 9)).isEmpty();
    assertThat(read(new byte[0], UTF_16BE, random, 9)).isEmpty();
  }

  @Test
  void encodingsOfOneByteAreDecodedAsTheyAreNamed() throws IOException {
    byte[] stored = {'a', (byte) 0x80, (byte) 0xfc, (byte) 0x81, '\n'};

    assertThat(read(stored, WINDOWS, random, 2)).isEqualTo("a\u20ac\u00fc\ufffd\n");
    assertThat(read(stored, ISO_8859_1, random, 2)).isEqualTo("a\u0080\u00fc\u0081\n");
    assertThat(read(stored, Charset.forName("ISO-8859-15"), random, 2))
        .isEqualTo("a\u0080\u00fc\u0081\n");
  }

  @Test
  void everyCharacterBeforeABreakIsGivenFirst() throws IOException {
    byte[] whole = "abc".getBytes(UTF_16LE);
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(Arrays.copyOf(whole, 5)), ChoppedStream.broken());
    TranscodedStream in = new TranscodedStream(broken, UTF_16LE);

    assertThat(in.readNBytes(2)).isEqualTo("ab".getBytes(UTF_8));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("broken");
    }
  }

  @Test
  void anyBytesAreTheSameTextHoweverTheyAreCut() {
    List<byte[]> seeds =
        List.of(
            "\ufefftimestamp,type\n\ud83d\ude00".getBytes(UTF_16LE),
            "\ufefftimestamp,type\n".getBytes(UTF_16BE));
    List<byte[]> words =
        List.of(new byte[] {0x3d, (byte) 0xd8}, new byte[] {(byte) 0xde, 0}, new byte[] {-1, -2});
    new Fuzz("transcoded", seeds, words, TranscodedStreamTest::readTwice).run();
  }

  /** Unit by unit in UTF-16; every other encoding as the platform has it. */
  private static String slowly(byte[] stored, Charset charset) {
    if (charset.equals(WINDOWS)) {
      return new String(stored, charset);
    }
    StringBuilder units = new StringBuilder();
    int low = charset.equals(UTF_16LE) ? 0 : 1;
    for (int i = 0; i + 1 < stored.length; i += 2) {
      units.append((char) ((stored[i + low] & 0xff) | (stored[i + 1 - low] & 0xff) << 8));
    }
    units.append(stored.length % 2 == 0 ? "" : "\ufffd");
    return units
        .codePoints()
        .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Object readTwice(byte[] stored, Random random) throws IOException {
    String last = "";
    for (Charset charset : List.of(UTF_16LE, UTF_16BE, WINDOWS)) {
      String whole = slowly(stored, charset).replaceFirst("^\ufeff+", "");
      last = read(stored, charset, random, 1 + random.nextInt(20));
      assertThat(last).isEqualTo(whole);
    }
    return last.indexOf('\ufffd') >= 0;
  }
}
