package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ImportNoticesTest {

  private static final Instant BEGUN = Instant.parse("2026-01-15T10:30:00Z");
  private static final String REJECTS = ": ./daybook rejects my.csv";
  private static final String IMPORTS = ": ./daybook imports";

  @Test
  void nothingIsSaidOfWhatCountsAsItShould() {
    assertThat(notice(end(5_000, 0, ImportState.COMPLETE, null))).isEmpty();
    assertThat(notice(end(91, 9, ImportState.COMPLETE, null))).isEmpty();
  }

  @Test
  void rowsThatDoNotCountAreToldWithTheirPart() {
    assertThat(notice(end(0, 7, ImportState.COMPLETE, null)))
        .hasValue("my.csv: ALL ROWS REJECTED: 7 of 7" + REJECTS);
    assertThat(notice(end(89, 10, ImportState.COMPLETE, null)))
        .hasValue("my.csv: MANY ROWS REJECTED: 10 of 99" + REJECTS);
  }

  @Test
  void fileWithoutRowsIsNoSuccess() {
    assertThat(notice(end(0, 0, ImportState.COMPLETE, null)))
        .hasValue("my.csv: NOTHING COUNTS: it has no rows" + IMPORTS);
  }

  @Test
  void refusedFileSaysWhyAndWhereToLook() {
    assertThat(notice(end(0, 0, ImportState.REJECTED, "header_missing")))
        .hasValue("my.csv: REFUSED (header_missing), no line names the columns" + REJECTS);
    assertThat(notice(end(0, 0, ImportState.NOT_IMPORTED, "name")))
        .hasValue(
            "my.csv: NOT IMPORTED, only names that end in .csv or .csv.gz are imported" + IMPORTS);
  }

  @Test
  void halfAFileIsNotWhole() {
    assertThat(notice(end(3, 0, ImportState.INCOMPLETE, "source_gone")))
        .hasValue("my.csv: NOT WHOLE, it was deleted or replaced while it was read" + IMPORTS);
  }

  @Test
  void sameContentNamesTheFirstThoughRowsWereRejected() {
    ImportTerms again = ImportTerms.NONE.with(Optional.of("first.csv"));

    assertThat(notice(end(3, 1, ImportState.COMPLETE, null), again))
        .hasValue("my.csv: THE SAME CONTENT as first.csv, all of it counts again" + IMPORTS);
    assertThat(notice(end(0, 1, ImportState.COMPLETE, null), again))
        .hasValue("my.csv: ALL ROWS REJECTED: 1 of 1" + REJECTS);
  }

  private static ImportPosition end(long accepted, long rejected, ImportState state, String why) {
    Map<RejectReason, Long> reasons =
        rejected == 0 ? Map.of() : Map.of(RejectReason.TYPE, rejected);
    return new ImportPosition(10_000, 100, accepted, reasons, new TreeSet<>(), state, why);
  }

  private static Optional<String> notice(ImportPosition end) {
    return notice(end, ImportTerms.NONE);
  }

  private static Optional<String> notice(ImportPosition end, ImportTerms terms) {
    LedgerEntry entry =
        new LedgerEntry(
            new ImportId("0".repeat(ImportId.DIGITS)),
            new ObjectVersion("daybook-import", "my.csv", null, "e", BEGUN, 10_000),
            terms,
            end,
            List.of(),
            BEGUN,
            BEGUN.plusMillis(1_500),
            FurtherFields.NONE);
    return ImportNotices.notice(entry, new Commands("./daybook", ""));
  }
}
