package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.protocol.ObjectVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenFileTest {

  private static final String TEXT =
      "timestamp,type,payment_method,amount\n2020-05-01T00:00:00,deposit,visa,1.00\n";

  /** Checksum and length, behind the deflate data. */
  private static final int TRAILER_BYTES = 8;

  @TempDir private Path folder;
  private byte[] stored;

  @BeforeEach
  void compress() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(TEXT.getBytes(UTF_8));
    }
    stored = bytes.toByteArray();
  }

  @Test
  void cutOffStreamIsToldFromADamagedOne() throws IOException {
    byte[] cut = Arrays.copyOf(stored, stored.length - 1);
    byte[] damaged = stored.clone();
    damaged[stored.length - TRAILER_BYTES] ^= 1;

    assertThat(damage(cut))
        .contains("it is cut off, after %d unpacked bytes".formatted(TEXT.length()));
    assertThat(damage(damaged))
        .contains(
            "its checksum is wrong, some of it was changed, after %d unpacked bytes"
                .formatted(TEXT.length()));
  }

  @Test
  void streamThatBreaksOffInItsHeaderIsOne() throws IOException {
    assertThat(damage(Arrays.copyOf(stored, 12))).contains("it is cut off, after 0 unpacked bytes");
  }

  @Test
  void wholeFileAndOneThatIsGoneHaveNone() throws IOException {
    assertThat(damage(stored)).isEmpty();
    assertThat(damage(new byte[] {'x', '\n'})).isEmpty();
    assertThat(BrokenFile.damage(folder.resolve("none.csv.gz"), source(1))).isEmpty();
  }

  private Optional<String> damage(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("my.csv.gz"), bytes);
    return BrokenFile.damage(file, source(bytes.length));
  }

  private static ObjectVersion source(long bytes) {
    return new ObjectVersion("daybook-import", "my.csv.gz", null, "e", Instant.EPOCH, bytes);
  }
}
