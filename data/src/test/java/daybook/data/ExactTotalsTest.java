package daybook.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvParseException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactTotalsTest {

  private static final String HEADER = "timestamp,type,payment_method,amount,sleep_ms\n";

  @Test
  void rowsAreSummedByDayTypeAndMethod() throws IOException {
    ExactTotals totals =
        sum(
            HEADER
                + "2026-01-01T00:00:00,deposit,visa,0.10,1\n"
                + "2026-01-01T23:59:59,deposit,visa,0.20,\n"
                + "2026-01-01T12:00:00,withdrawal,visa,5,1\n"
                + "2026-01-02T01:00:00+02:00,deposit,wire,7.5,1\n"
                + "2026-01-02T00:00:00Z,deposit,wire,8.00,1\n");

    assertThat(totals.byDay())
        .isEqualTo(
            Map.of(
                "2026-01-01",
                Map.of(
                    "deposits",
                    Map.of("visa", new BigDecimal("0.30"), "wire", new BigDecimal("7.50")),
                    "withdrawals",
                    Map.of("visa", new BigDecimal("5.00"))),
                "2026-01-02",
                Map.of("deposits", Map.of("wire", new BigDecimal("8.00")))));
    assertThat(totals.accepted()).isEqualTo(5);
    assertThat(totals.rejected()).isZero();
  }

  @Test
  void badRowsAreCountedAndNotSummed() throws IOException {
    ExactTotals totals =
        sum(
            HEADER
                + "2026-01-01T00:00:00,deposit,visa,1.00,1\n"
                + "2026-01-01,deposit,visa,1.00,1\n"
                + "2026-02-30T00:00:00,deposit,visa,1.00,1\n"
                + "2026-01-01T00:00:00,fee,visa,1.00,1\n"
                + "2026-01-01T00:00:00,deposit,-visa,1.00,1\n"
                + "2026-01-01T00:00:00,deposit,visa,1.001,1\n"
                + "2026-01-01T00:00:00,deposit,visa,-1.00,1\n"
                + "2026-01-01T00:00:00,deposit,visa,1.00\n"
                + "2026-01-01T00:00:00,deposit,vi.sa,1.00,1\n");

    assertThat(totals.byDay())
        .isEqualTo(
            Map.of("2026-01-01", Map.of("deposits", Map.of("visa", new BigDecimal("1.00")))));
    assertThat(totals.accepted()).isEqualTo(1);
    assertThat(totals.rejected()).isEqualTo(8);
  }

  @Test
  void bytesThatAreNotUtf8CostARowOnlyWhereTheyAreRead() throws IOException {
    String rows =
        """
        timestamp,type,payment_method,amount,note
        2026-01-01T00:00:00,deposit,visa,1.00,caf\u00e9
        2026-01-01T00:00:00,deposit,caf\u00e9,2.00,
        2026-01-01T00:00:00,deposit,caf\u00c3\u00a9,4.00,
        """;

    ExactTotals totals = ExactTotals.of(new ByteArrayInputStream(rows.getBytes(ISO_8859_1)));

    assertThat(totals.byDay().get("2026-01-01").get("deposits"))
        .isEqualTo(Map.of("visa", new BigDecimal("1.00"), "caf\u00e9", new BigDecimal("4.00")));
    assertThat(totals.rejectedFor()).isEqualTo(Map.of("encoding", 1L));
  }

  @Test
  void currenciesAreNeverSummedTogether() throws IOException {
    ExactTotals totals =
        sum(
            """
            timestamp,type,payment_method,amount,currency
            2026-01-01T00:00:00,deposit,visa,1.00,EUR
            2026-01-01T00:00:00,deposit,visa,2.00,usd
            2026-01-01T00:00:00,deposit,visa,4.00,Eur
            2026-01-01T00:00:00,deposit,visa,8.00,
            """);

    assertThat(totals.byDay().get("2026-01-01"))
        .isEqualTo(
            Map.of(
                "deposits:EUR", Map.of("visa", new BigDecimal("5.00")),
                "deposits:USD", Map.of("visa", new BigDecimal("2.00"))));
    assertThat(totals.rejectedFor()).isEqualTo(Map.of("currency", 1L));
  }

  @Test
  void whatDidNotBecomeMoneyIsSkippedByItsStatus() throws IOException {
    ExactTotals totals =
        sum(
            """
            timestamp,type,payment_method,amount,status
            2026-01-01T00:00:00,deposit,visa,1.00,approved
            2026-01-01T00:00:00,deposit,visa,2.00,Pending
            2026-01-01T00:00:00,deposit,visa,ten,declined
            2026-01-01T00:00:00,deposit,visa,8.00,perhaps
            """);

    assertThat(totals.accepted()).isEqualTo(1);
    assertThat(totals.skippedBy()).isEqualTo(Map.of("pending", 1L, "declined", 1L));
    assertThat(totals.skipped()).isEqualTo(2);
    assertThat(totals.rejectedFor()).isEqualTo(Map.of("status", 1L));
  }

  @Test
  void rowsThatAQuoteHasMergedAreNoNote() throws IOException {
    ExactTotals totals =
        sum(
            """
            timestamp,type,payment_method,amount,note
            2026-01-01T00:00:00,deposit,visa,1.00,"5 inch
            2026-01-01T00:00:00,deposit,visa,2.00,x
            not a row
            2026-01-01T00:00:00,deposit,visa,4.00,7 inch"
            2026-01-01T00:00:00,deposit,visa,8.00,"a note
            of two lines"
            """);

    assertThat(totals.accepted()).isEqualTo(1);
    assertThat(totals.rejectedFor()).isEqualTo(Map.of("rows_in_quotes", 3L));
  }

  @Test
  void aRowOfEmptyCellsIsNothingAndAHeaderIsNoRow() throws IOException {
    ExactTotals totals = sum("sep=,\n" + HEADER + ",,,,\n\"\", ,\n" + HEADER + "Total,,,0.00,\n");

    assertThat(totals.accepted()).isZero();
    assertThat(totals.skippedBy()).isEqualTo(Map.of("repeated_header", 1L));
    assertThat(totals.rejectedFor()).isEqualTo(Map.of("no_transaction", 1L));
  }

  @Test
  void whatDeservesAWordIsRemarked() throws IOException {
    ExactTotals totals =
        sum(
            HEADER
                + "1970-01-01T00:00:00,deposit,visa,1.00,12\n"
                + "2026-01-01T00:00:00,deposit,visa,1,12\n"
                + "2026-01-01T00:00:00,deposit,visa,1,125\n");

    assertThat(totals.accepted()).isEqualTo(3);
    assertThat(totals.remarks()).isEqualTo(Map.of("day_zero", 1L, "cents_in_next_column", 1L));
  }

  @Test
  void aFileWithoutUsableHeaderCountsNothing() throws IOException {
    String headerTwice =
        """
        timestamp,type,payment_method,amount,amount
        2026-01-01T00:00:00,deposit,visa,1.00,1.00
        """;
    String columnMissing = "timestamp,type,amount\n2026-01-01T00:00:00,deposit,1.00\n";
    String headerNone = "2026-01-01T00:00:00,deposit,visa,1.00,1\n";
    for (String csv : List.of("", "\n \n", headerNone, columnMissing, headerTwice)) {
      assertThat(sum(csv)).as(csv).isEqualTo(ExactTotals.none());
    }
  }

  @Test
  void brokenQuotesAreRefusedRatherThanGuessed() {
    assertThatThrownBy(() -> sum(HEADER + "\"2026-01-01T00:00:00,deposit,visa,1.00,1\n"))
        .isInstanceOf(CsvParseException.class);
    assertThatThrownBy(() -> sum(HEADER + "\"2026-01-01T00:00:00\"Z,deposit,visa,1.00,1\n"))
        .isInstanceOf(CsvParseException.class);
  }

  @Test
  void aGzipStreamThatIsCutOffIsRefused() throws IOException {
    byte[] whole = gzip(HEADER + "2026-01-01T00:00:00,deposit,visa,1.00,1\n");

    assertThat(ExactTotals.of(new ByteArrayInputStream(whole)).accepted()).isEqualTo(1);
    assertThatThrownBy(
            () -> ExactTotals.of(new ByteArrayInputStream(Arrays.copyOf(whole, whole.length - 10))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aFileIsReadByItsPath(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("one.csv.gz");
    Files.write(file, gzip(HEADER + "2026-01-01T00:00:00,deposit,visa,1.00,1\n"));

    assertThat(ExactTotals.of(file).accepted()).isEqualTo(1);
  }

  @Test
  void theSampleSumsToItsAmountsInCents() throws IOException {
    Path sample = Path.of("transactions_1_month.csv");
    long cents =
        Files.readAllLines(sample).stream()
            .skip(1)
            .mapToLong(row -> Long.parseLong(row.split(",", -1)[3].replace(".", "")))
            .sum();

    ExactTotals totals = ExactTotals.of(sample);

    assertThat(
            totals.byDay().values().stream()
                .flatMap(day -> day.values().stream())
                .flatMap(group -> group.values().stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualTo(BigDecimal.valueOf(cents, 2));
    assertThat(totals.accepted()).isEqualTo(5_000);
    assertThat(totals.rejected()).isZero();
    assertThat(totals.byDay()).hasSize(30);
  }

  private static ExactTotals sum(String csv) throws IOException {
    return ExactTotals.of(new ByteArrayInputStream(csv.getBytes(UTF_8)));
  }

  private static byte[] gzip(String csv) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(csv.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
