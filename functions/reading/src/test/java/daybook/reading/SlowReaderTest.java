package daybook.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.DailySums;
import daybook.core.port.Rejects;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The slow reader itself, on rows whose outcome anybody sees. */
class SlowReaderTest {

  /** That rows come to what the slow reader says. */
  static void assertSame(String what, RowsRead read, List<SlowReader.Row> expected) {
    DailySums sums = new DailySums();
    Map<String, Long> counts = new TreeMap<>();
    List<String> rejects = new ArrayList<>();
    for (SlowReader.Row row : expected) {
      row.transaction().ifPresent(sums::add);
      counts.merge(row.what(), 1L, Long::sum);
      if (row.what().startsWith("rejected ")) {
        rejects.add(row.offset() + " " + row.line() + " " + row.what().substring(9));
      }
    }
    Map<String, Long> found = new TreeMap<>();
    read.rejected().forEach((reason, count) -> found.put("rejected " + reason.code(), count));
    read.skipped().forEach((rule, count) -> found.put("skipped " + rule.code(), count));
    found.put("accepted", read.accepted());
    counts.remove("nothing");
    counts.putIfAbsent("accepted", 0L);
    assertThat(read.rejectedRows().stream().map(SlowReaderTest::place).toList())
        .as(what)
        .isEqualTo(rejects);
    assertThat(found).as(what).isEqualTo(counts);
    assertThat(read.sums()).as(what).isEqualTo(sums.sums());
  }

  private static String place(Rejects.Row row) {
    return row.offset() + " " + row.line() + " " + row.reason();
  }

  private static List<String> outcomes(String header, String rows) {
    SlowReader slow = new SlowReader(rows.getBytes(UTF_8), 1_000);
    List<String> names = Arrays.stream(header.split(",", -1)).map(SlowReader::name).toList();
    return slow.rows(slow.records(), names).stream()
        .sorted(Comparator.comparing(SlowReader.Row::offset))
        .map(SlowReader.Row::what)
        .toList();
  }

  @Test
  void everyOutcomeIsToldApart() {
    String row = "2026-01-15T10:30:00,deposit,visa,1.00";
    assertThat(outcomes("timestamp,type,payment_method,amount", row)).containsExactly("accepted");
    assertThat(
            outcomes(
                "timestamp,type,payment_method,amount,",
                """
                2026-01-15 10:30:00,Deposit,visa,1.00,
                ,,,
                Total,,,1.00
                Timestamp,TYPE,payment method,Amount
                2026-01-15 10:30,deposit,-,1.00
                2026-01-15 10:30,deposit,visa,1.00,2
                2026-01-15 10:30,deposit,"a
                2026-01-15 10:31,deposit,visa,1.00
                b",1.00
                """))
        .containsExactly(
            "accepted",
            "nothing",
            "rejected no_transaction",
            "skipped repeated_header",
            "rejected payment_method",
            "rejected column_count",
            "rejected rows_in_quotes",
            "rejected rows_in_quotes");
    assertThat(
            outcomes(
                "timestamp,type,payment_method,amount,currency,status",
                """
                2026-01-15 10:30,deposit,visa,1.00,eur,approved
                2026-01-15 10:30,deposit,visa,1.00,eur,PENDING
                2026-01-15 10:30,deposit,visa,1.00,euro,approved
                2026-01-15 10:30,deposit,visa,1.00,eur,
                """))
        .containsExactly("accepted", "skipped pending", "rejected currency", "rejected status");
  }
}
