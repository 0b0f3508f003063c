package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.TransactionType;
import daybook.core.port.HotTotals;
import daybook.core.protocol.Checkpoint;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class CheckpointDocumentsTest {

  /** A payment method's name has at most 64 characters. */
  private static final String LONGEST_NAME = "m".repeat(58);

  @Test
  void largestCheckpointLeavesRoomForImports() {
    for (int days : new int[] {50, 100, 1_000, 50_000}) {
      RawBsonDocument document = CheckpointDocuments.of(largest(days));
      assertThat(document.getByteLength())
          .as("%d days", days)
          .isLessThan(CheckpointDocuments.BYTES_MAX / 2);
    }
  }

  @Test
  void documentTellsTheCheckpoint() {
    Checkpoint checkpoint = largest(1_000);
    assertThat(CheckpointDocuments.checkpoint(CheckpointDocuments.of(checkpoint)))
        .isEqualTo(checkpoint);
  }

  /** As many totals as a checkpoint may hold, with the longest names, over so many days. */
  static Checkpoint largest(int days) {
    return withMethods(days, HotTotals.CHANGED_TOTALS_MAX / days);
  }

  /** So many days of so many methods each, with the longest names. */
  static Checkpoint withMethods(int days, int methods) {
    SortedMap<String, Amount> totals = new TreeMap<>();
    for (int i = 0; i < methods; i++) {
      totals.put(LONGEST_NAME + "-%05d".formatted(i), new Amount(Amount.TOTAL_CENTS_BOUND - 1));
    }
    List<DailyAggregate> aggregates = new ArrayList<>();
    for (int i = 0; i < days; i++) {
      LocalDate day = LocalDate.of(2026, 1, 15).minusDays(i);
      aggregates.add(new DailyAggregate(new AggregateKey(day, TransactionType.WITHDRAWAL), totals));
    }
    return new Checkpoint(1_700_000_000_000L, "snapshot", aggregates, List.of());
  }
}
