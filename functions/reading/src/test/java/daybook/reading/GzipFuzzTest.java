package daybook.reading;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import daybook.testkit.Gzip;
import daybook.testkit.fuzz.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Damaged gzip, read in pieces of every length. */
class GzipFuzzTest {

  /** What a stream gives up to its end, or its damage, of which there is a reason then. */
  private record Read(List<Byte> bytes, BrokenStreamException.@Nullable Reason reason) {}

  @Test
  void gzipGivesTheSameBytesHoweverItIsCut() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    GoldenCases.all().stream()
        .map(GoldenCase::bytes)
        .filter(bytes -> bytes.length > 1 && bytes[0] == 0x1f)
        .forEach(seeds::add);
    List<byte[]> words = new ArrayList<>();
    for (String text : List.of("", "a", "timestamp,type\n".repeat(9))) {
      words.add(Gzip.of(text.getBytes(US_ASCII)));
    }
    Stream.of(
            new byte[] {0x1f, (byte) 0x8b, 8, 31},
            new byte[8],
            new byte[512],
            new byte[] {1, 0, 0, -1, -1})
        .forEach(words::add);
    new Fuzz("gzip", seeds, words, GzipFuzzTest::inflateTwice).run();
  }

  private static Object inflateTwice(byte[] stored, Random random) throws IOException {
    Read whole = read(stored, Long.MAX_VALUE, stored.length + 1, 10_000, random);
    Read pieces = read(stored, Long.MAX_VALUE, 3, 500, random);
    assertThat(pieces).isEqualTo(whole);
    long bound = random.nextInt(whole.bytes().size() + 1);
    Read bounded = read(stored, bound, 100, 500, random);
    assertThat(bounded.bytes()).isEqualTo(whole.bytes().subList(0, (int) bound));
    if (bound < whole.bytes().size()) {
      assertThat(bounded.reason()).isEqualTo(BrokenStreamException.Reason.INFLATION_RATIO);
    }
    if (whole.reason() == null) {
      byte[] platform = memberByMember(stored);
      assertThat(whole.bytes()).isEqualTo(listed(platform, platform.length));
    }
    return Map.of("reason", "" + whole.reason(), "bytes", Math.min(2, whole.bytes().size()));
  }

  /** What the platform makes of each member, zeros between them left out. */
  private static byte[] memberByMember(byte[] stored) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    PushbackInputStream left = new PushbackInputStream(new ByteArrayInputStream(stored));
    int b = left.read();
    while (b >= 0) {
      if (b != 0) {
        left.unread(b);
        // Byte by byte, and none at hand behind the member: so it stops there.
        InputStream member =
            new FilterInputStream(left) {
              @Override
              public int available() {
                return 0;
              }
            };
        content.writeBytes(new GZIPInputStream(member, 1).readAllBytes());
      }
      b = left.read();
    }
    return content.toByteArray();
  }

  private static Read read(byte[] stored, long max, int pieceMax, int readMax, Random random)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BrokenStreamException.Reason reason = null;
    try (GzipStream in = new GzipStream(new ChoppedStream(stored, random, pieceMax), max)) {
      byte[] buffer = new byte[readMax];
      int count = in.read(buffer, 0, 1 + random.nextInt(readMax));
      while (count >= 0) {
        bytes.write(buffer, 0, count);
        count = in.read(buffer, 0, 1 + random.nextInt(readMax));
      }
    } catch (BrokenStreamException e) {
      reason = e.reason();
    }
    return new Read(listed(bytes.toByteArray(), bytes.size()), reason);
  }

  private static List<Byte> listed(byte[] bytes, int count) {
    List<Byte> listed = new ArrayList<>(count);
    for (byte b : bytes) {
      listed.add(b);
    }
    return listed;
  }
}
