package daybook.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Rejects;
import daybook.core.port.Rejects.Row;
import daybook.core.port.RejectsFiles;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link Rejects} does. A subclass gives an empty bucket to every test. */
public abstract class RejectsContract {

  private static final ImportId ID = new ImportId("0123456789abcdef0123456789abcdef");

  /** An import that is read to its end. */
  protected static final ImportPosition WHOLE =
      ImportPosition.START.ending(ImportState.COMPLETE, null);

  private static final Optional<MappingRef> OWN = Optional.empty();
  private static final ImportId OTHER = new ImportId("fedcba9876543210fedcba9876543210");
  private static final String HEADER = "line,byte_offset,reason,column,expected,text\n";

  /** What is tested. */
  protected abstract Rejects rejects();

  /** The same bucket as whoever only reads it sees it. */
  protected abstract RejectsFiles files();

  /** The composed file of an import, or empty where there is none. */
  protected abstract Optional<String> composedFile(
      ImportId id, Optional<MappingRef> mapping, ImportPosition end);

  /** The same of own columns. */
  protected final Optional<String> composedFile(ImportId id, ImportPosition end) {
    return composedFile(id, OWN, end);
  }

  @Test
  void noPartsMakeNoFile() {
    rejects().putPart(OTHER, 0, List.of(row(2)));

    rejects().compose(ID, WHOLE);

    assertThat(composedFile(ID, WHOLE)).isEmpty();
  }

  @Test
  void partsAloneMakeNoFile() {
    rejects().putPart(ID, 0, List.of(row(2)));

    assertThat(composedFile(ID, WHOLE)).isEmpty();
  }

  @Test
  void readersFindTheFileOfEachReadingAndEnd() throws IOException {
    MappingRef mapping = new MappingRef("bank", "0123456789abcdef".repeat(4));
    ImportPosition early =
        new ImportPosition(
            100, 9, 0, Map.of(), new TreeSet<>(), ImportState.INCOMPLETE, "gzip_corrupt");
    rejects().putPart(ID, 0, List.of(row(2)));
    rejects().putPart(ID, Optional.of(mapping), 0, List.of(row(2), row(3)));
    rejects().compose(ID, WHOLE);
    rejects().compose(ID, Optional.of(mapping), early);

    for (LedgerEntry entry : List.of(entry(OWN, WHOLE), entry(Optional.of(mapping), early))) {
      RejectsFiles.File found = files().find(entry).orElseThrow();
      try (InputStream in = found.open()) {
        byte[] bytes = in.readAllBytes();
        assertThat(found.sizeBytes()).isEqualTo(bytes.length);
        assertThat(new String(bytes, UTF_8))
            .isEqualTo(composedFile(ID, entry.terms().mapping(), entry.end()).orElseThrow());
      }
      assertThat(found.address("a.rejects.csv", Duration.ofMinutes(1)).toString())
          .contains(Rejects.fileName(entry.end()), "a.rejects.csv");
    }
    assertThat(files().find(entry(Optional.of(mapping), WHOLE))).isEmpty();
    assertThat(files().find(entry(OWN, early))).isEmpty();
  }

  private static LedgerEntry entry(Optional<MappingRef> mapping, ImportPosition end) {
    ObjectVersion source = new ObjectVersion("imports", "a.csv", "v", "e", Instant.EPOCH, 100);
    ImportTerms terms = new ImportTerms(mapping, List.of(), Optional.empty());
    return new LedgerEntry(
        ID, source, terms, end, List.of(), Instant.EPOCH, Instant.EPOCH, FurtherFields.NONE);
  }

  @Test
  void rowsAreWrittenAsCsvWithTheirTextQuoted() {
    rejects()
        .putPart(
            ID,
            0,
            List.of(
                new Row(2, 49, "amount", "2026-01-15T10:30:00,deposit,visa,1e3"),
                new Row(3, 90, "quoting", "he said \"no\", twice: \"\""),
                new Row(4, 130, "type", ""),
                new Row(5, 140, "timestamp", "two\nlines Ü 日本 😀")));

    rejects().compose(ID, WHOLE);

    assertThat(composedFile(ID, WHOLE))
        .contains(
            HEADER
                + "2,49,amount,\"\",\"\",\"2026-01-15T10:30:00,deposit,visa,1e3\"\n"
                + "3,90,quoting,\"\",\"\",\"he said \"\"no\"\", twice: \"\"\"\"\"\n"
                + "4,130,type,\"\",\"\",\"\"\n"
                + "5,140,timestamp,\"\",\"\",\"two\nlines Ü 日本 😀\"\n");
  }

  @Test
  void partsAreJoinedInTheOrderOfTheirOffsets() {
    rejects().putPart(ID, 1_000, List.of(row(1_000), row(1_100)));
    rejects().putPart(ID, 200, List.of(row(250)));
    rejects().putPart(ID, 0, List.of(row(2), row(100)));
    rejects().putPart(ID, 20_000_000_000L, List.of(row(20_000_000_001L)));

    rejects().compose(ID, WHOLE);

    assertThat(composedFile(ID, WHOLE)).contains(file(2, 100, 250, 1_000, 1_100, 20_000_000_001L));
  }

  @Test
  void rowsOfOverlappingPartsAreWrittenOnce() {
    rejects().putPart(ID, 0, List.of(row(2), row(100), row(300)));
    rejects().putPart(ID, 50, List.of(row(100), row(300), row(500)));
    rejects().putPart(ID, 60, List.of(row(100)));
    rejects().putPart(ID, 400, List.of(row(500), row(600)));

    rejects().compose(ID, WHOLE);

    assertThat(composedFile(ID, WHOLE)).contains(file(2, 100, 300, 500, 600));
  }

  @Test
  void twinThatGotLessFarTakesNothingAway() {
    rejects().putPart(ID, 0, List.of(row(2), row(100), row(300)));
    rejects().putPart(ID, 0, List.of(row(2), row(100)));
    rejects().putPart(ID, 400, List.of(row(500)));
    rejects().putPart(ID, 400, List.of(row(500), row(600)));

    rejects().compose(ID, WHOLE);

    assertThat(composedFile(ID, WHOLE)).contains(file(2, 100, 300, 500, 600));
  }

  @Test
  void samePartAndSameFileAgainChangeNothing() {
    for (int time = 1; time <= 2; time++) {
      rejects().putPart(ID, 0, List.of(row(2), row(100)));
      rejects().compose(ID, WHOLE);

      assertThat(composedFile(ID, WHOLE)).contains(file(2, 100));
    }
  }

  @Test
  void importsDoNotMix() {
    rejects().putPart(ID, 0, List.of(row(2)));
    rejects().putPart(OTHER, 0, List.of(row(7)));

    rejects().compose(ID, WHOLE);
    rejects().compose(OTHER, WHOLE);

    assertThat(composedFile(ID, WHOLE)).contains(file(2));
    assertThat(composedFile(OTHER, WHOLE)).contains(file(7));
  }

  @Test
  void locationNamesTheImport() {
    assertThat(rejects().location(ID, OWN, WHOLE)).matches("s3://[^/]+/" + ID + "/rejects\\.csv");
  }

  @Test
  void rowsBehindAnEarlyEndAreLeftOut() {
    rejects().putPart(ID, 0, List.of(row(2), row(100)));
    rejects().putPart(ID, 200, List.of(row(250), row(300)));

    rejects().compose(ID, early(300));

    assertThat(composedFile(ID, early(300))).contains(file(2, 100, 250));
  }

  @Test
  void endThatDoesNotComeLeavesTheFileOfTheOtherAlone() {
    rejects().putPart(ID, 0, List.of(row(2), row(100)));

    rejects().compose(ID, early(50));
    rejects().compose(ID, WHOLE);
    rejects().compose(ID, early(20));

    assertThat(composedFile(ID, WHOLE)).contains(file(2, 100));
    assertThat(composedFile(ID, early(50))).contains(file(2));
    assertThat(rejects().location(ID, OWN, early(50)))
        .isNotEqualTo(rejects().location(ID, OWN, WHOLE));
  }

  @Test
  void refusedFileKeepsItsOnlyRow() {
    rejects().putPart(ID, 0, List.of(row(0)));

    rejects().compose(ID, ImportPosition.START.ending(ImportState.REJECTED, "header_missing"));

    assertThat(composedFile(ID, WHOLE)).contains(file(0));
  }

  @Test
  void columnsAndExpectationsAreWrittenSafeToOpen() {
    Row row = new Row(2, 49, "amount", "=Betrag", "a number; -1 found", "x");
    rejects().putPart(ID, 0, List.of(row));

    rejects().compose(ID, WHOLE);

    assertThat(composedFile(ID, WHOLE))
        .contains(HEADER + "2,49,amount,\"'=Betrag\",\"a number;' -1 found\",\"x\"\n");
  }

  @Test
  void readingsByDifferentMappingsDoNotMix() {
    Optional<MappingRef> one = Optional.of(new MappingRef("bank", "a".repeat(64)));
    Optional<MappingRef> two = Optional.of(new MappingRef("bank", "b".repeat(64)));
    rejects().putPart(ID, one, 0, List.of(row(2)));
    rejects().putPart(ID, two, 0, List.of(row(3)));
    rejects().putPart(ID, 0, List.of(row(4)));

    rejects().compose(ID, one, WHOLE);
    rejects().compose(ID, two, WHOLE);
    rejects().compose(ID, WHOLE);

    assertThat(composedFile(ID, one, WHOLE)).contains(file(2));
    assertThat(composedFile(ID, two, WHOLE)).contains(file(3));
    assertThat(composedFile(ID, WHOLE)).contains(file(4));
    assertThat(rejects().location(ID, one, WHOLE))
        .matches("s3://[^/]+/" + ID + "/a{16}/rejects\\.csv");
  }

  private static ImportPosition early(long offset) {
    return new ImportPosition(
        offset, 1, 0, Map.of(), new TreeSet<>(), ImportState.INCOMPLETE, "source_gone");
  }

  private static Row row(long offset) {
    return new Row(offset + 1, offset, "amount", "row at " + offset);
  }

  private static String file(long... offsets) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (long offset : offsets) {
      csv.append("%d,%d,amount,\"\",\"\",\"row at %d\"\n".formatted(offset + 1, offset, offset));
    }
    return csv.toString();
  }
}
