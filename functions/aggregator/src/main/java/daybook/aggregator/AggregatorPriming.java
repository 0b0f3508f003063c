package daybook.aggregator;

import daybook.core.DailySums;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.UnreadableBatchException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;

/** Adds up a batch made here, so that the first real one finds everything loaded. */
final class AggregatorPriming {

  private static final byte[] ROWS =
      "2026-01-15T10:30:00Z,deposit,visa,12.30\n2026-01-15T10:30:01Z,withdrawal,visa,0.05\n"
          .getBytes(StandardCharsets.US_ASCII);

  private AggregatorPriming() {}

  /**
   * Does it, and forgets the sums.
   *
   * @return how many rows it added up
   * @throws UnreadableBatchException if what batches look like has changed, and this has not
   */
  static long addUp() throws UnreadableBatchException {
    ImportPosition end =
        new ImportPosition(ROWS.length, 2, 2, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
    BatchId id = new BatchId(new ImportId("0".repeat(ImportId.DIGITS)), 0, ROWS.length);
    DailySums sums = new DailySums();
    sums.add(Batch.decode(Batch.of(id, end, ROWS, ROWS.length).element()));
    return sums.rows();
  }
}
