package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {

  private static final String HEADER = "timestamp,type,payment_method,amount\n";

  @TempDir private Path folder;

  @Test
  void rowsAreCountedAndAddedUp() throws Exception {
    Path file = write("good.csv", HEADER + "2020-05-01T00:00:00,deposit,visa,10.43\nno row\n");

    Sample sample = Sample.read(file, ZoneOffset.UTC);

    assertThat(sample.accepted()).isEqualTo(1);
    assertThat(sample.rejected()).isEqualTo(1);
    assertThat(sample.totals().sum("deposits")).isEqualByComparingTo("10.43");
  }

  @Test
  void brokenQuotesAreSaidWithTheirPlace() throws IOException {
    Path file = write("quotes.csv", HEADER + "2020-05-01T00:00:00,deposit,\"visa,10.43\n");

    assertThatThrownBy(() -> Sample.read(file, ZoneOffset.UTC))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("cannot add up " + file + " to compare it: ")
        .hasMessageContaining("line 2")
        .hasMessageEndingWith("; start with --no-sample, ./daybook import takes what can be read");
  }

  @Test
  void cutOffGzipIsSaid() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
      gzip.write(HEADER.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(whole.toByteArray(), 25));

    assertThatThrownBy(() -> Sample.read(file, ZoneOffset.UTC))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("cannot add up " + file + " to compare it: it is cut off; ");
  }

  @Test
  void fileWithoutARowThatCountsIsRefused() throws IOException {
    Path file = write("empty.csv", HEADER);

    assertThatThrownBy(() -> Sample.read(file, ZoneOffset.UTC))
        .isInstanceOf(FailureException.class)
        .hasMessage(file + " has no row that would count");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
