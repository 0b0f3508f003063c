package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.DailyAggregate;
import daybook.core.TransactionType;
import daybook.core.port.HotTotals;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.testkit.contract.MongoDbSamples;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;

class CheckpointDocumentsTest extends MongoDbSamples {

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
  void largestCheckpointWithEveryImportFits() {
    for (int days : new int[] {50, 50_000}) {
      Checkpoint totals = largest(days);
      List<ImportCheckpoint> imports =
          Collections.nCopies(TransactionQueue.RUNNING_IMPORTS_MAX, largestImport());
      Checkpoint checkpoint =
          new Checkpoint(totals.at(), totals.snapshotId(), totals.totals(), imports);
      assertThat(CheckpointDocuments.of(checkpoint).getByteLength())
          .as("%d days", days)
          .isLessThan(CheckpointDocuments.BYTES_MAX);
    }
  }

  /** Everything at its bound: S3 takes names and version ids of 1,024 bytes. */
  private static ImportCheckpoint largestImport() {
    String longest = "k".repeat(1_024);
    ObjectVersion source =
        new ObjectVersion(
            "b".repeat(63), longest, longest, "e".repeat(40), Instant.EPOCH, Long.MAX_VALUE);
    Map<RejectReason, Long> rejected = new LinkedHashMap<>();
    for (RejectReason reason : RejectReason.CHECKS) {
      rejected.put(reason, 1L);
    }
    TreeSet<String> methods = new TreeSet<>();
    for (int i = 0; i < ImportPosition.METHODS_MAX; i++) {
      methods.add(LONGEST_NAME + "-%05d".formatted(i));
    }
    ImportPosition applied =
        new ImportPosition(1, 1, 1, rejected, methods, ImportState.INCOMPLETE, "r".repeat(200));
    List<SetAsideRange> ranges =
        Collections.nCopies(
            SetAsideRange.RANGES_MAX, new SetAsideRange(1, 2, SetAsideReason.METHODS_BOUND));
    return fullOfFurtherFields(part(source, applied, ranges, true));
  }

  @Test
  void documentHoldsTheCheckpoint() {
    Checkpoint checkpoint = largest(1_000);
    assertThat(CheckpointDocuments.checkpoint(CheckpointDocuments.of(checkpoint), Form.NEWEST))
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
