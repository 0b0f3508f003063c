package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.testkit.Gzip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipStreamTest {

  private static final long NO_BOUND = Long.MAX_VALUE;

  /** Checksum and length, behind the deflate data. */
  private static final int TRAILER_BYTES = 8;

  private final long seed = Long.getLong("daybook.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  /**
   * What a stream gives.
   *
   * @param bytes up to its end or its damage
   * @param reason of the damage, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // only its components are ever compared
  private record Read(byte[] bytes, BrokenStreamException.Reason reason) {}

  private Read read(byte[] stored, long inflatedMax, int pieceMax, int readMax) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    InputStream pieces = new ChoppedStream(stored, random, pieceMax);
    try (GzipStream in = new GzipStream(pieces, inflatedMax)) {
      byte[] buffer = new byte[readMax];
      int count = in.read(buffer, 0, 1 + random.nextInt(readMax));
      while (count >= 0) {
        bytes.write(buffer, 0, count);
        count = in.read(buffer, 0, 1 + random.nextInt(readMax));
      }
      return new Read(bytes.toByteArray(), null);
    } catch (BrokenStreamException e) {
      return new Read(bytes.toByteArray(), e.reason());
    }
  }

  private byte[] text(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append("row ").append(random.nextInt(1000)).append('\n');
    }
    return text.substring(0, length).getBytes(UTF_8);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  @Test
  void membersAreReadAsOneStream() throws IOException {
    byte[] first = text(70_000);
    byte[] last = text(10);
    byte[] stored = join(Gzip.of(first), Gzip.of(new byte[0]), Gzip.of(last));

    Read read = read(stored, NO_BOUND, 50, 5_000);

    assertThat(read.reason()).isNull();
    assertThat(read.bytes()).isEqualTo(join(first, last));
  }

  @Test
  void damageAnywhereGivesTheSameBytesHoweverTheStreamIsCut() throws IOException {
    byte[] content = text(3_000);
    byte[] stored = Gzip.of(content);
    for (int at = 10; at < stored.length; at++) {
      byte[] damaged = stored.clone();
      damaged[at] ^= (byte) (1 + random.nextInt(255));

      Read whole = read(damaged, NO_BOUND, damaged.length, 10_000);
      Read pieces = read(damaged, NO_BOUND, 3, 7);

      assertThat(pieces.bytes()).as("seed %d, byte %d", seed, at).isEqualTo(whole.bytes());
      assertThat(pieces.reason()).as("seed %d, byte %d", seed, at).isEqualTo(whole.reason());
      if (whole.reason() == null) {
        // Bits that mean nothing, or a reference to another place with the same text: the checksum
        // holds, and so must the content.
        assertThat(whole.bytes()).as("seed %d, byte %d", seed, at).isEqualTo(content);
      }
    }
  }

  @Test
  void cutOffStreamGivesWhatCanBeHadBefore() throws IOException {
    byte[] content = text(3_000);
    byte[] stored = Gzip.of(content);
    for (int length = 2; length < stored.length; length++) {
      Read read = read(Arrays.copyOf(stored, length), NO_BOUND, 11, 1_000);

      assertThat(read.reason()).isEqualTo(BrokenStreamException.Reason.GZIP_CORRUPT);
      assertThat(read.bytes()).isEqualTo(Arrays.copyOf(content, read.bytes().length));
      if (length >= stored.length - TRAILER_BYTES) {
        assertThat(read.bytes()).as("only the trailer is cut").hasSize(content.length);
      }
    }
  }

  @Test
  void zerosBehindTheLastMemberArePaddingHoweverTheStreamIsCut() throws IOException {
    byte[] content = text(100);
    for (int zeros : List.of(1, 2, 7, 511, 65_536, 3_000_000)) {
      Read read =
          read(
              join(Gzip.of(content), new byte[zeros]), NO_BOUND, 1 + random.nextInt(70_000), 1_000);

      assertThat(read.bytes()).as("%d zeros, seed %d", zeros, seed).isEqualTo(content);
      assertThat(read.reason()).as("%d zeros, seed %d", zeros, seed).isNull();
    }
  }

  @Test
  void membersBetweenZerosAreReadOn() throws IOException {
    byte[] first = text(900);
    byte[] last = text(50);
    byte[] stored =
        join(
            Gzip.of(first),
            new byte[10_240 - 17],
            Gzip.of(new byte[0]),
            new byte[1],
            Gzip.of(last));

    Read read = read(join(stored, new byte[512]), NO_BOUND, 300, 1_000);

    assertThat(read.reason()).isNull();
    assertThat(read.bytes()).isEqualTo(join(first, last));
  }

  @Test
  void zerosBeforeTheFirstMemberAreNoPadding() throws IOException {
    assertThat(read(join(new byte[8], Gzip.of(text(9))), NO_BOUND, 9, 1_000).reason())
        .isEqualTo(BrokenStreamException.Reason.GZIP_CORRUPT);
  }

  @Test
  void otherBytesBehindTheLastMemberAreDamageThatSaysHowMany() throws IOException {
    byte[] content = text(100);
    for (byte[] behind :
        List.of(
            new byte[] {1},
            "row 17\n".getBytes(UTF_8),
            join(new byte[600], "PK".getBytes(UTF_8)),
            join(new byte[] {0x1f, 0x1f}, text(90_000)))) {
      byte[] stored = join(Gzip.of(content), behind);

      assertThat(read(stored, NO_BOUND, 9, 1_000))
          .usingRecursiveComparison()
          .isEqualTo(new Read(content, BrokenStreamException.Reason.GZIP_CORRUPT));
      assertThatThrownBy(
              () -> new GzipStream(new ByteArrayInputStream(stored), NO_BOUND).readAllBytes())
          .hasMessage(
              "%d bytes behind its last member are no gzip, after 100 unpacked bytes",
              behind.length);
    }
  }

  @Test
  void manyBytesBehindTheLastMemberAreNotCountedToTheirEnd() throws IOException {
    byte[] stored = join(Gzip.of(text(100)), text(1_100_000));

    assertThatThrownBy(
            () -> new GzipStream(new ByteArrayInputStream(stored), NO_BOUND).readAllBytes())
        .hasMessageStartingWith("more than 1048576 bytes behind its last member are no gzip");
  }

  @Test
  void memberThatIsCutOffBehindPaddingIsCutOff() throws IOException {
    byte[] last = Gzip.of(text(2_000));
    byte[] stored = join(Gzip.of(text(100)), new byte[50], Arrays.copyOf(last, last.length - 1));

    assertThatThrownBy(
            () -> new GzipStream(new ByteArrayInputStream(stored), NO_BOUND).readAllBytes())
        .hasMessage("it is cut off, after 2100 unpacked bytes");
  }

  @Test
  void damageIsReportedByEveryFurtherRead() throws IOException {
    byte[] stored = join(Gzip.of(text(100)), new byte[] {7}, Gzip.of(text(100)));
    GzipStream in = new GzipStream(new ByteArrayInputStream(stored), NO_BOUND);
    in.readNBytes(100);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(in::read).isInstanceOf(BrokenStreamException.class);
    }
  }

  @Test
  void boundEndsTheStreamExactlyThere() throws IOException {
    byte[] content = text(5_000);
    byte[] stored = Gzip.of(content);

    Read over = read(stored, content.length - 1, 100, 700);
    Read within = read(stored, content.length, 100, 700);

    assertThat(over.bytes()).isEqualTo(Arrays.copyOf(content, content.length - 1));
    assertThat(over.reason()).isEqualTo(BrokenStreamException.Reason.INFLATION_RATIO);
    assertThat(within.bytes()).isEqualTo(content);
    assertThat(within.reason()).isNull();
  }

  @Test
  void streamsOfThePlatformAreReadAsThePlatformReadsThem() throws IOException {
    for (int round = 0; round < 200; round++) {
      byte[] stored = Gzip.of(text(random.nextInt(20_000)));
      byte[] expected = new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes();

      Read read = read(stored, NO_BOUND, 1 + random.nextInt(3_000), 1 + random.nextInt(3_000));

      assertThat(read.bytes()).as("seed %d, round %d", seed, round).isEqualTo(expected);
    }
  }

  @Test
  void failingStoreIsNoDamage() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("503");
          }

          @Override
          public int read(byte[] buffer, int from, int length) throws IOException {
            throw new IOException("503");
          }
        };

    assertThatThrownBy(() -> new GzipStream(failing, NO_BOUND).readAllBytes())
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(BrokenStreamException.class);
  }
}
