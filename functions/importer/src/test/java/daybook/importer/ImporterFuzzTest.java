package daybook.importer;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Sum;
import daybook.core.View;
import daybook.core.port.Rejects;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.BatchSums;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.UnreadableBatchException;
import daybook.data.GoldenCase;
import daybook.data.GoldenCases;
import daybook.reading.OpenObject;
import daybook.testkit.Gzip;
import daybook.testkit.fuzz.CsvWords;
import daybook.testkit.fuzz.Fuzz;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Whole imports of changed golden files. */
class ImporterFuzzTest {

  /** Several looks at the clock fit into so many bytes. */
  private static final int FILE_BYTES_MIN = 4 * OpenObject.READ_BYTES_MAX;

  /**
   * Longest stream that is cut, in inflated bytes: each cut inflates from the start again, and a
   * few kilobytes of gzip may hold millions of blank lines.
   */
  private static final int CUT_BYTES_MAX = 500_000;

  /** Invocations, each of which gets on by a few hundred records, that an import may take. */
  private static final int INVOCATIONS_MAX = 10_000;

  /** What an import leaves behind. */
  private record Left(
      SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> history,
      ImportPosition end,
      List<SetAsideRange> setAside,
      List<Rejects.Row> rejects) {

    /** Whether a batch lies in a range that was set aside. */
    boolean isSetAside(BatchId batch) {
      return setAside.stream()
          .anyMatch(range -> range.from() <= batch.from() && batch.to() <= range.to());
    }
  }

  @Test
  void importEndsAlikeHoweverOftenItIsCut() {
    List<byte[]> seeds = GoldenCases.all().stream().map(GoldenCase::bytes).toList();
    new Fuzz("importer", seeds, CsvWords.ALL, ImporterFuzzTest::importTwice).run();
  }

  private static Object importTwice(byte[] input, Random random) throws Exception {
    byte[] file = stored(input, random);
    if (file.length == 0) {
      return "empty";
    }
    ImporterHarness calm = ImporterHarness.withVersions();
    ObjectVersion version = calm.put(file);
    calm.run(version);
    Left expected = left(calm, version);
    assertConserved(calm, expected);
    ImportPosition end = expected.end();
    List<Object> behaviour =
        List.of(end.state(), "" + end.reason(), end.rejected().keySet(), end.accepted() > 0);
    // Batches cut elsewhere are other batches to set aside.
    if (end.offset() > CUT_BYTES_MAX || !expected.setAside().isEmpty()) {
      return behaviour;
    }

    ImporterHarness cut = ImporterHarness.withVersions();
    assertThat(cut.put(file)).isEqualTo(version);
    ImportResult.Outcome outcome = ImportResult.Outcome.CONTINUED;
    for (int i = 0; outcome == ImportResult.Outcome.CONTINUED && i < INVOCATIONS_MAX; i++) {
      outcome = cut.run(version, i, ImporterHarness.afterLooks(2 + random.nextInt(8))).outcome();
    }
    assertThat(left(cut, version)).isEqualTo(expected);
    return behaviour;
  }

  /** As it is, or long, or long and packed. */
  private static byte[] stored(byte[] input, Random random) throws IOException {
    int form = random.nextInt(3);
    if (form == 0 || input.length == 0) {
      return input;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int body = 0;
    while (body < input.length && input[body] != '\n') {
      body++;
    }
    file.write(input, 0, body);
    while (file.size() < FILE_BYTES_MIN && body < input.length) {
      file.write(input, body, input.length - body);
    }
    return form == 1 ? file.toByteArray() : Gzip.of(file.toByteArray());
  }

  private static Left left(ImporterHarness harness, ObjectVersion version) {
    harness.applyAll();
    harness.dump();
    LedgerEntry entry = harness.ledgerEntry(version);
    return new Left(
        harness.history(),
        entry.end(),
        entry.setAside(),
        harness.composedRows(version).orElse(List.of()));
  }

  /**
   * Rows read are accepted or rejected; what is accepted is in history or set aside; batches tile
   * the object.
   */
  private static void assertConserved(ImporterHarness harness, Left left)
      throws UnreadableBatchException {
    ImportPosition end = left.end();
    ImporterTest.assertTiles(harness.queue.enqueued(), end.offset());
    boolean refused = end.state().equals(ImportState.REJECTED) && end.rows() == 0;
    long listed = refused ? 1 : end.rejectedRows();
    assertThat(left.rejects()).hasSize((int) listed);
    BigDecimal counted = BigDecimal.ZERO;
    long rows = 0;
    for (var batch : harness.queue.enqueued()) {
      BatchSums sums = new BatchSums();
      sums.add(batch);
      rows += sums.rows();
      for (var totals : sums.sums().byKey().entrySet()) {
        if (totals.getKey().view() == View.TOTALS && !left.isSetAside(batch.id())) {
          Sum sum = totals.getValue().values().stream().reduce(Sum.ZERO, Sum::plus);
          counted = counted.add(sum.amount().toBigDecimal());
        }
      }
    }
    BigDecimal history =
        left.history().values().stream()
            .flatMap(day -> day.values().stream())
            .flatMap(group -> group.values().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(history).isEqualByComparingTo(counted);
    assertThat(rows).isEqualTo(end.accepted());
  }
}
