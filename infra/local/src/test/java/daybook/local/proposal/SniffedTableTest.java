package daybook.local.proposal;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.reading.FileStart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SniffedTableTest {

  static Optional<SniffedTable> sniff(byte[] file) throws IOException {
    return SniffedTable.of(FileStart.read(new ByteArrayInputStream(file)));
  }

  static SniffedTable table(String text) throws IOException {
    return sniff(text.getBytes(UTF_8)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(chars = {',', ';', '\t', '|', '^', '~'})
  void delimiterIsSeenByHowManyCellsItMakes(char delimiter) throws IOException {
    String text = "Date|Paid|Note\n2026-01-05|5|\"a,b;c\"\n2026-01-06|6|\"d, e\"\n";

    SniffedTable table = table(text.replace('|', delimiter));

    assertThat(table.delimiter()).isEqualTo(delimiter);
    assertThat(table.quote()).isEqualTo('"');
    assertThat(table.header()).containsExactly("Date", "Paid", "Note");
    assertThat(table.rows()).hasSize(2);
    assertThat(table.rows().get(1)).startsWith("2026-01-06", "6");
  }

  /** Each has as many commas as there are columns. */
  @Test
  void decimalCommasAreNoDelimiters() throws IOException {
    SniffedTable table = table("Tag;Betrag;Saldo\n05.01.2026;1,50;2,50\n06.01.2026;2,50;5,00\n");

    assertThat(table.delimiter()).isEqualTo(';');
    assertThat(table.rows().get(0)).containsExactly("05.01.2026", "1,50", "2,50");
  }

  @Test
  void headerIsFoundBelowWhatStandsAboveIt() throws IOException {
    SniffedTable table =
        table(
            "Report\nPrinted,2026-02-01 10:00\n,\n\nDate,Tender,Paid,Note\n2026-01-05,Cash,5.00,\n");

    assertThat(table.headerLine()).isEqualTo(5);
    assertThat(table.header()).containsExactly("Date", "Tender", "Paid", "Note");
    assertThat(table.rows()).containsExactly(List.of("2026-01-05", "Cash", "5.00", ""));
  }

  @Test
  void firstRowIsNoHeader() throws IOException {
    assertThat(sniff("2026-01-05,5.00,visa\n2026-01-06,6.00,visa\n".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void whatHasNoColumnsIsNoTable() throws IOException {
    for (String text : List.of("", "\n\n", "one column\n1\n2\n", "just some words of a letter\n")) {
      assertThat(sniff(text.getBytes(UTF_8))).as(text).isEmpty();
    }
  }

  @Test
  void cellsThatAllHaveSingleQuotesAreReadWithoutThem() throws IOException {
    SniffedTable table = table("'Date','Paid'\n'2026-01-05','1.5'\n'2026-01-06','2.5'\n");

    assertThat(table.quote()).isEqualTo('\'');
    assertThat(table.header()).containsExactly("Date", "Paid");
    assertThat(table.rows().get(0)).containsExactly("2026-01-05", "1.5");
  }

  @Test
  void rowsHaveAsManyCellsAsTheHeader() throws IOException {
    SniffedTable table = table("a,b,c,d\n1,2,3\n1,2,3,4,,\n1,2,3,4,5\nonly\n1,2,3,4\n");

    assertThat(table.rows())
        .containsExactly(
            List.of("1", "2", "3", ""), List.of("1", "2", "3", "4"), List.of("1", "2", "3", "4"));
  }

  @Test
  void firstThousandRowsAreLookedAt() throws IOException {
    SniffedTable table = table("a,b\n" + "1,2\n".repeat(SniffedTable.ROWS_MAX + 1));

    assertThat(table.rows()).hasSize(SniffedTable.ROWS_MAX);
  }

  @Test
  void encodingIsSaid() throws IOException {
    String text = "Date\tMünze\n2026-01-05\t5\n";

    assertThat(sniff(text.getBytes(Charset.forName("windows-1252"))).orElseThrow().encoding())
        .isEqualTo("windows-1252");
    SniffedTable wide = sniff(("\ufeff" + text).getBytes(UTF_16LE)).orElseThrow();
    assertThat(wide.encoding()).isEqualTo("UTF-16");
    assertThat(wide.header()).containsExactly("Date", "Münze");
  }

  @Test
  void nameThatIsThereTwiceMakesNoOtherHeader() throws IOException {
    SniffedTable table = table("Date,Amount,Method,AMOUNT\n2026-01-05,5,visa,6\n");

    assertThat(table.headerLine()).isEqualTo(1);
    assertThat(table.isDoubled(0)).isFalse();
    assertThat(table.isDoubled(1)).isTrue();
    assertThat(table.isDoubled(3)).isTrue();
  }
}
