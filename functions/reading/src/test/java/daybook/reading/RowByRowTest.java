package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ObjectVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowByRowTest {

  private static final LayoutChoice OWN = new LayoutChoice.Own();
  private static final String HEADER = "timestamp,type,payment_method,amount,status\n";
  private static final String GOOD = "2026-01-05T10:00:00,deposit,visa,5.00,approved\n";

  private static OpenObject open(String text) throws IOException {
    byte[] stored = text.getBytes(UTF_8);
    ObjectVersion version = new ObjectVersion("b", "k", null, "", Instant.EPOCH, stored.length);
    return new OpenObject(
        offset -> new ByteArrayInputStream(stored, (int) offset, stored.length), version);
  }

  private static List<RowByRow.Row> rows(String text) throws Exception {
    List<RowByRow.Row> rows = new ArrayList<>();
    try (OpenObject object = open(text)) {
      RowByRow reader = new RowByRow(object, object.readHeader(OWN, Layouts.TERMS));
      for (Optional<RowByRow.Row> row = reader.next(); row.isPresent(); row = reader.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }

  @Test
  void eachRowIsGivenWithItsLineItsTextAndWhatItComesTo() throws Exception {
    List<RowByRow.Row> rows =
        rows(
            HEADER
                + GOOD
                + "\n"
                + GOOD.replace("5.00", "five")
                + GOOD.replace("approved", "declined"));

    assertThat(rows).extracting(RowByRow.Row::line).containsExactly(2L, 4L, 5L);
    assertThat(rows)
        .extracting(RowByRow.Row::text)
        .containsExactly(
            GOOD.strip(),
            "2026-01-05T10:00:00,deposit,visa,five,approved",
            "2026-01-05T10:00:00,deposit,visa,5.00,declined");
    assertThat(rows.get(0).group().accepted()).isEqualTo(1);
    assertThat(rows.get(1).group().rejectedRows()).singleElement().matches(row -> row.line() == 4);
    assertThat(rows.get(2).group().skipped()).hasSize(1);
  }

  /** What is shown of a file and what becomes of it must be the same. */
  @Test
  void rowsComeToWhatTheImporterMakesOfThem() throws Exception {
    String text =
        HEADER
            + GOOD
            + GOOD.replace("visa", "\"two\nlines\"")
            + GOOD.replace("visa", "\"vi\"sa")
            + GOOD.replace("5.00", "1,50")
            + GOOD.replace("deposit", "withdrawal").replace("approved", "pending")
            + ",,,,\n"
            + GOOD.replace("2026-01-05", "2026-02-30")
            + GOOD.strip();

    List<RowGroup> single = rows(text).stream().map(RowByRow.Row::group).toList();

    try (OpenObject object = open(text)) {
      Layout layout = object.readHeader(OWN, Layouts.TERMS);
      List<RowGroup> together = new ArrayList<>();
      try (RowReader reader = object.rowsFrom(ImportPosition.START, layout, 1)) {
        for (RowGroup group = reader.next(); group != null; group = reader.next()) {
          together.add(group);
        }
      }
      RowsRead expected = RowsRead.of(together);
      assertThat(RowsRead.of(single)).isEqualTo(expected);
      assertThat(expected.accepted()).isEqualTo(2);
      assertThat(expected.rejectedRows()).hasSize(4);
      assertThat(expected.skipped()).hasSize(1);
    }
  }

  @Test
  void rowThatIsTooLongIsPassedOver() throws Exception {
    char[] filler = new char[RecordScanner.RECORD_BYTES_MAX + 1];
    Arrays.fill(filler, 'x');

    List<RowByRow.Row> rows = rows(HEADER + GOOD + new String(filler) + "\n" + GOOD);

    assertThat(rows).extracting(RowByRow.Row::line).containsExactly(2L, 4L);
  }
}
