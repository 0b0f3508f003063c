package daybook.faults.simulation;

import daybook.core.DailyAggregate;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.record.Counting;
import daybook.core.record.TransactionRecord;
import java.util.List;
import java.util.stream.Collectors;

/** Short forms of the protocol's values, for the trace of a simulation. */
final class Texts {

  /** Digits of an import's id that tell a handful of imports apart. */
  private static final int ID_DIGITS = 4;

  private Texts() {}

  static String of(ImportId id) {
    return id.value().substring(0, ID_DIGITS);
  }

  static String of(BatchId id) {
    return of(id.importId()) + "[" + id.from() + "," + id.to() + ")";
  }

  static String of(List<Batch> batches) {
    return batches.stream()
        .map(batch -> of(batch.id()) + (batch.end().isEnd() ? " end" : ""))
        .collect(Collectors.joining(" "));
  }

  static String ofIds(List<BatchId> ids) {
    return ids.stream().map(Texts::of).collect(Collectors.joining(" "));
  }

  static String of(Checkpoint checkpoint) {
    return "%d of snapshot %s %s %s"
        .formatted(
            checkpoint.at(),
            checkpoint.snapshotId(),
            checkpoint.totals().stream().map(Texts::of).toList(),
            checkpoint.imports().stream().map(Texts::of).toList());
  }

  static String of(TransactionRecord record) {
    Counting counting = record.counting();
    return "%s v%d r%d turn %d%s%s"
        .formatted(
            record.id(),
            record.version(),
            record.revision(),
            counting.turn(),
            counting.open().map(entry -> " open " + entry.turn()).orElse(""),
            counting
                .claimed()
                .map(
                    claim ->
                        " claimed by "
                            + of(claim.origin().importId())
                            + ":"
                            + claim.origin().offset())
                .orElse(""));
  }

  static String of(DailyAggregate total) {
    return total.key() + "=" + total.totals();
  }

  static String of(ImportCheckpoint part) {
    return of(part.id()) + "@" + part.record().applied().offset() + (part.finished() ? " end" : "");
  }
}
