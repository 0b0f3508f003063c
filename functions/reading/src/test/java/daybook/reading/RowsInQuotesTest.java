package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsInQuotesTest {

  private static final Layout OWN =
      Layouts.own("timestamp", "type", "payment_method", "amount", "note");
  private static final String ROW = "2026-01-15T10:30:00,deposit,visa,1.00,";

  private static List<Long> found(Layout layout, String record) throws IOException {
    int max = RecordScanner.RECORD_BYTES_MAX;
    Blocks blocks =
        new Blocks(new ByteArrayInputStream(record.getBytes(UTF_8)), 0, 2 * max, max, () -> false);
    RecordScanner scanner = new RecordScanner(blocks, 0, max, layout.dialect());
    assertThat(scanner.next()).isTrue();
    assertThat(scanner.nextOffset()).as("one record").isEqualTo(record.getBytes(UTF_8).length);
    return new RowsInQuotes(layout, max).find(scanner).stream().map(PhysicalLine::number).toList();
  }

  @Test
  void rowsThatAStrayQuoteJoinsAreFound() throws IOException {
    assertThat(found(OWN, ROW + "\"6 inch\n" + ROW + "a\n" + ROW + "b\"\n"))
        .containsExactly(2L, 3L);
    assertThat(found(OWN, ROW + "\"6 inch\r\n" + ROW + "a\r\n\r\nx\r\n" + ROW + "b\"\r\n"))
        .containsExactly(2L, 5L);
    assertThat(found(OWN, ROW + "\"\n" + ROW + "\"\"quoted\"\"\n\"\n")).containsExactly(2L);
    assertThat(found(OWN, ROW + "\"\n2026-01-15T10:30:00,deposit,\u00fcber,1,caf\u00e9\nx\"\n"))
        .containsExactly(2L);
  }

  @Test
  void notesAreNoRows() throws IOException {
    for (String note :
        List.of(
            "two\nlines",
            "paid 2026-01-15T10:30:00, deposit, visa, 1.00\nand more",
            "a,b,c,d,e\n1,2,3,4,5",
            "2026-01-15T10:30:00,deposit,visa\nthree cells",
            "x\n2026-01-15T10:30:00,refund,visa,1.00,\n2026-02-30T10:30:00,deposit,visa,1.00,",
            "\n\n\n",
            "timestamp,type,payment_method,amount,note\n,,,,")) {
      assertThat(found(OWN, ROW + "\"" + note + "\"\n")).as(note).isEmpty();
    }
  }

  @Test
  void aNameTooManyMakesARowNoLessARow() throws IOException {
    StringBuilder rows = new StringBuilder(ROW + "\"");
    for (int i = 0; i < 300; i++) {
      rows.append("\n2026-01-15T10:30:00,deposit,m").append(i).append(",1.00,");
    }
    assertThat(found(OWN, rows + "\"\n")).hasSize(300);
  }

  @Test
  void rowsOfAMappingAreFoundByItsOwnRules() throws IOException {
    Layout bank =
        Layouts.of(
            """
            {"name": "bank", "title": "A bank", "delimiter": ";", "quote": "'", "decimal": ",",
             "timestamp": {"column": "Day", "format": "dd.MM.yyyy"},
             "amount": {"column": "Paid", "signed": true}, "payment_method": "bank"}""",
            "Day",
            "What",
            "Paid");
    assertThat(found(bank, "01.02.2026;'a\n02.02.2026;b;-5,00\n03.02.2026;c';1,00\n"))
        .containsExactly(2L, 3L);
    assertThat(found(bank, "01.02.2026;'a\n02.02.2026;b;0,00\nx';1,00\n"))
        .as("zero is no money")
        .isEmpty();
  }

  @Test
  void eachOfThemIsRejectedWhereItStands() throws IOException {
    String rows = ROW + "\"6 inch\n" + ROW + "a\nnote\n" + ROW + "b\"\n" + ROW + "c\n";
    RowsRead read = RowsRead.slowly(OWN, rows.getBytes(UTF_8), RecordScanner.RECORD_BYTES_MAX);
    assertThat(read.accepted()).isEqualTo(1);
    assertThat(read.rejectedRows()).extracting("line").containsExactly(1L, 2L, 4L);
    assertThat(read.rejectedRows())
        .extracting("offset")
        .containsExactly(0L, (long) rows.indexOf(ROW, 1), (long) rows.indexOf("note\n") + 5);
    assertThat(read.rejectedRows()).extracting("reason").containsOnly("rows_in_quotes");
    assertThat(read.rejectedRows().get(2).expected())
        .isEqualTo("expected a row of its own; it is in a quoted cell that opens 3 lines above");
    assertThat(read.rejectedRows().get(1).text()).isEqualTo(ROW + "a");
  }
}
