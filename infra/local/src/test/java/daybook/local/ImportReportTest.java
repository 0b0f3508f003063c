package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Rejects;
import daybook.core.port.Rejects.Row;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ImportReportTest {

  private static final Instant BEGUN = Instant.parse("2026-01-15T10:30:00Z");
  private static final RejectsFile NOTHING = new RejectsFile("here/rejects.csv", List.of());

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void wholeFileIsOneLine() {
    print(entry(5_000, Map.of(), ImportState.COMPLETE, null), NOTHING, Optional.empty());

    assertThat(written())
        .isEqualTo(
            "my.csv: complete, 5,000 rows, 5,000 accepted, 0 rejected,"
                + " 1.5 s from begin to history\n");
  }

  @Test
  void endIsColouredByHowGoodItIs() {
    Console console = new Console(stream, stream, true, true);
    Map<RejectReason, Long> rejected = Map.of(RejectReason.TYPE, 1L);

    print(entry(2, Map.of(), ImportState.COMPLETE, null), NOTHING, Optional.empty(), console);
    print(entry(2, rejected, ImportState.COMPLETE, null), NOTHING, Optional.empty(), console);
    print(entry(0, rejected, ImportState.COMPLETE, null), NOTHING, Optional.empty(), console);

    assertThat(written().lines().filter(line -> line.startsWith("my.csv: ")))
        .extracting(line -> line.substring(0, line.indexOf("complete")))
        .containsExactly("my.csv: \u001b[32m", "my.csv: \u001b[33m", "my.csv: \u001b[31m");
  }

  @Test
  void fileWithoutRowsIsNotJustComplete() {
    print(entry(0, Map.of(), ImportState.COMPLETE, null), NOTHING, Optional.empty());

    assertThat(written()).startsWith("my.csv: complete, 0 rows").contains("NOTHING COUNTS: it has");
  }

  @Test
  void firstRejectedRowsAreShownShortenedAndTheOthersCounted() {
    RejectsFile rejects =
        new RejectsFile(
            "here/rejects.csv",
            List.of(
                new Row(4, 90, "amount", "2020-05-01T00:00:00,deposit,visa,10.435"),
                new Row(5, 130, "type", "\u00fc".repeat(73)),
                new Row(6, 204, "type", "x".repeat(72))));

    print(
        entry(
            2,
            Map.of(RejectReason.TYPE, 1_233L, RejectReason.AMOUNT, 1L),
            ImportState.COMPLETE,
            null),
        rejects,
        Optional.empty());

    assertThat(written())
        .contains("1,236 rows, 2 accepted, 1,234 rejected")
        .endsWith(
            """
              rejected rows: here/rejects.csv
                line 4, amount: 2020-05-01T00:00:00,deposit,visa,10.435
                line 5, type: %s…
                line 6, type: %s
                … and 1,231 more
              to correct and send in again: ./daybook rejects my.csv --as-source > corrected.csv
            """
                .formatted("\u00fc".repeat(71), "x".repeat(72)));
  }

  @Test
  void nothingMoreIsSaidWhereAllAreShownOrNoneCanBe() {
    LedgerEntry one = entry(2, Map.of(RejectReason.TYPE, 1L), ImportState.COMPLETE, null);

    print(one, new RejectsFile("r.csv", List.of(new Row(4, 90, "type", "x"))), Optional.empty());
    print(one, new RejectsFile("r.csv", List.of()), Optional.empty());

    assertThat(written()).contains("line 4, type: x").doesNotContain("more");
  }

  @Test
  void rowsThatAreTooManyForAFileAreInTheirParts() {
    String where = "3000000000 bytes in 9 files under s3://daybook-rejects/01/parts/";

    print(
        entry(2, Map.of(RejectReason.TYPE, 30_000_000L), ImportState.COMPLETE, null),
        new RejectsFile("r.csv", List.of(new Row(0, 0, Rejects.IN_PARTS, where))),
        Optional.empty());

    assertThat(written()).contains("    too many for one file: " + where + "\n");
  }

  @Test
  void brokenGzipSaysWhatIsWrongHowFarItGotAndWhatToDo() {
    print(
        entry(88_695, Map.of(), ImportState.INCOMPLETE, "gzip_corrupt"),
        NOTHING,
        Optional.of("it is cut off, after 4118800 unpacked bytes"));

    assertThat(written())
        .isEqualTo(
            """
            my.csv: incomplete (gzip_corrupt), 88,695 rows, 88,695 accepted, 0 rejected,\
             1.5 s from begin to history
              its gzip stream cannot be read to its end: it is cut off, after 4118800 unpacked bytes
              taken in: the 88,695 rows up to line 88,696, byte 4,118,790 of the text;\
             nothing behind them
              import the others as a file of their own: a whole one would count these again
            """);
  }

  @Test
  void brokenGzipOfWhichNothingCouldBeReadSaysSo() {
    print(entry(0, Map.of(), ImportState.INCOMPLETE, "gzip_corrupt"), NOTHING, Optional.empty());

    assertThat(written())
        .endsWith("  its gzip stream cannot be read to its end\n  nothing of it was taken in\n");
  }

  @Test
  void refusedFileShowsWhatStandsInThePlaceOfItsHeader() {
    print(
        entry(0, Map.of(), ImportState.REJECTED, "header_missing"),
        new RejectsFile("r.csv", List.of(new Row(1, 0, "header_missing", "a,b"))),
        Optional.empty());

    assertThat(written())
        .endsWith(
            """
              none of it counts, no line names the columns
              what was found: r.csv
                line 1: a,b
              what fits it, or what is missing: ./daybook map my.csv
            """);
  }

  @Test
  void reasonOfALaterVersionIsNoFailure() {
    print(entry(1, Map.of(), new ImportState("paused"), "too_late"), NOTHING, Optional.empty());
    print(entry(1, Map.of(), new ImportState("paused"), null), NOTHING, Optional.empty());

    assertThat(written()).contains("paused (too_late)", "paused, 1 row,");
  }

  private static LedgerEntry entry(
      long accepted, Map<RejectReason, Long> rejected, ImportState state, String reason) {
    return new LedgerEntry(
        new ImportId("0".repeat(ImportId.DIGITS)),
        new ObjectVersion("daybook-import", "my.csv", null, "e", BEGUN, 1_000_000),
        new ImportPosition(4_118_790, 88_696, accepted, rejected, new TreeSet<>(), state, reason),
        List.of(),
        BEGUN,
        BEGUN.plusMillis(1_500));
  }

  private void print(LedgerEntry entry, RejectsFile rejects, Optional<String> damage) {
    print(entry, rejects, damage, new Console(stream, false));
  }

  private static void print(
      LedgerEntry entry, RejectsFile rejects, Optional<String> damage, Console console) {
    ImportReport.print(
        new ImportReport.Finished(entry, Path.of("my.csv"), rejects, damage),
        new Commands("./daybook", ""),
        console);
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
