package daybook.importer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Metric;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.importer.ImportResult.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Objects of which nothing counts, and the same bytes twice. */
class NothingCountsTest {

  private static final String HEADER = "timestamp,type,payment_method,amount\n";
  private static final String ROW = "2026-01-15T10:30:00,deposit,visa,1.00\n";

  private final ImporterHarness harness = ImporterHarness.withVersions();

  private ObjectVersion put(String key, String text) {
    return harness.objects.put(ImporterHarness.BUCKET, key, text.getBytes(UTF_8));
  }

  private LedgerEntry finished(ObjectVersion version) {
    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.IMPORTED);
    harness.applyAll();
    harness.dump();
    assertThat(harness.run(version).outcome()).isEqualTo(Outcome.FINISHED);
    return harness.ledgerEntry(version);
  }

  @Test
  void fileWithoutARowThatCountsIsRejected() {
    String rows =
        "2026-01-15T10:30:00,deposit,visa,x\n".repeat(2) + "2026-01-15T10:30:00,x,visa,1\n";
    LedgerEntry entry = finished(put("a.csv", HEADER + rows));

    assertThat(entry.end().state()).isEqualTo(ImportState.REJECTED);
    assertThat(entry.end().reason()).isEqualTo("nothing_accepted");
    assertThat(entry.end().detail()).isEqualTo("3 rows rejected: 2 amount, 1 type");
    assertThat(entry.end().rejectedRows()).isEqualTo(3);
    assertThat(harness.composedRows(entry.source()).orElseThrow()).hasSize(3);
  }

  @Test
  void fileWithoutRowsIsCompleteAndOneWithARowIsToo() {
    assertThat(finished(put("a.csv", HEADER)).end().state()).isEqualTo(ImportState.COMPLETE);
    assertThat(finished(put("b.csv", HEADER + ROW + "x\n")).end().state())
        .isEqualTo(ImportState.COMPLETE);
  }

  @Test
  void otherNameIsNotLookedInto() {
    LedgerEntry entry = finished(put("in/notes.TXT", HEADER + ROW));

    assertThat(entry.end().state()).isEqualTo(ImportState.NOT_IMPORTED);
    assertThat(entry.end().reason()).isEqualTo("name");
    assertThat(entry.end().detail()).isEqualTo("its name ends in .txt; expected .csv or .csv.gz");
    assertThat(entry.end().offset()).isZero();
    assertThat(harness.history()).isEmpty();
  }

  @Test
  void nameWithoutAnEndingSaysSo() {
    assertThat(Endings.ofName("a.b/c")).startsWith("its name has no such ending; ");
    assertThat(Endings.ofName("x." + "y".repeat(500))).startsWith("its name has no such ending; ");
  }

  @Test
  void endingMayBeOfAnyCase() {
    assertThat(finished(put("A.CSV", HEADER + ROW)).end().accepted()).isEqualTo(1);
  }

  @Test
  void mappingIsNoImport() {
    ObjectVersion mapping = put("mappings/bank.csv", HEADER + ROW);

    assertThat(harness.run(mapping).outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(harness.redis.look(mapping.importId()).record()).isEmpty();
  }

  @Test
  void sameContentCountsAgainAndIsTold() {
    finished(put("a.csv", HEADER + ROW));
    LedgerEntry second = finished(put("b.csv", HEADER + ROW));

    assertThat(second.terms().sameContentAs()).contains("a.csv");
    assertThat(second.end().accepted()).isEqualTo(1);
    assertThat(harness.metrics.value(Metric.ROWS_ACCEPTED)).isEqualTo(2);
  }

  @Test
  void sameContentOfARunningImportOfTheSameKeyNamesItsVersion() {
    ObjectVersion first = put("a.csv", HEADER + ROW);
    harness.run(first);
    ObjectVersion second = put("a.csv", HEADER + ROW);
    harness.run(second);

    assertThat(harness.redis.look(second.importId()).record().orElseThrow().terms())
        .satisfies(
            terms ->
                assertThat(terms.sameContentAs())
                    .isEqualTo(Optional.of("a.csv (version " + first.versionId() + ")")));
  }
}
