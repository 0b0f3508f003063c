package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.Currency;
import daybook.core.Deployment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {

  private static final String HEADER = "timestamp,type,payment_method,amount\n";

  @TempDir private Path folder;

  @Test
  void rowsOfTheDeploymentsCurrencyAreAddedUpWithThoseThatNameNone() throws Exception {
    Path file = folder.resolve("a.csv");
    Files.writeString(
        file,
        """
        timestamp,type,payment_method,amount,currency,status
        2026-01-01T10:00:00,deposit,visa,1.00,EUR,approved
        2026-01-01T10:00:00,deposit,visa,2.00,USD,approved
        2026-01-01T10:00:00,deposit,visa,4.00,USD,declined
        """);

    Sample plain = Sample.read(file, Deployment.DEFAULT);
    Sample euro =
        Sample.read(file, new Deployment(ZoneOffset.UTC, Optional.of(new Currency("EUR"))));

    assertThat(plain.totals().currencies()).containsExactly("EUR", "USD");
    assertThat(euro.totals().currencies()).containsExactly("", "USD");
    assertThat(euro.totals().sum("deposits")).isEqualByComparingTo("1.00");
    assertThat(euro.skipped()).isEqualTo(1);
  }

  @Test
  void rowsAreCountedAndAddedUp() throws Exception {
    Path file = write("good.csv", HEADER + "2020-05-01T00:00:00,deposit,visa,10.43\nno row\n");

    Sample sample = Sample.read(file, Deployment.DEFAULT);

    assertThat(sample.accepted()).isEqualTo(1);
    assertThat(sample.rejected()).isEqualTo(1);
    assertThat(sample.totals().sum("deposits")).isEqualByComparingTo("10.43");
  }

  @Test
  void brokenQuotesAreSaidWithTheirPlace() throws IOException {
    Path file = write("quotes.csv", HEADER + "2020-05-01T00:00:00,deposit,\"visa,10.43\n");

    assertThatThrownBy(() -> Sample.read(file, Deployment.DEFAULT))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("cannot add up " + file + " to compare it: ")
        .hasMessageContaining("line 2")
        .hasMessageEndingWith(
            "; start with --no-sample and import it, which takes what can be read");
  }

  @Test
  void cutOffGzipIsSaid() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
      gzip.write(HEADER.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(whole.toByteArray(), 25));

    assertThatThrownBy(() -> Sample.read(file, Deployment.DEFAULT))
        .isInstanceOf(FailureException.class)
        .hasMessageStartingWith("cannot add up " + file + " to compare it: it is cut off; ");
  }

  @Test
  void fileWithoutARowThatCountsIsRefused() throws IOException {
    Path file = write("empty.csv", HEADER);

    assertThatThrownBy(() -> Sample.read(file, Deployment.DEFAULT))
        .isInstanceOf(FailureException.class)
        .hasMessage(file + " has no row that would count");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
