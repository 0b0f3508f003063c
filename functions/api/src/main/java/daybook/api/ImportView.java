package daybook.api;

import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An import as it is shown, whether it runs or has ended.
 *
 * @param id the import
 * @param source the object version
 * @param terms what was settled before its first row
 * @param position up to where it is read
 * @param setAside ranges that are in no total; unmodifiable
 * @param begun when it began
 * @param ended when it was found complete in history; empty while it runs
 * @param waitingRows rows that were read, count, and are not in the totals yet
 */
record ImportView(
    ImportId id,
    ObjectVersion source,
    ImportTerms terms,
    ImportPosition position,
    List<SetAsideRange> setAside,
    Instant begun,
    Optional<Instant> ended,
    long waitingRows) {

  /** Those that run, by what began last. */
  static final Comparator<ImportView> LATEST =
      Comparator.comparing(ImportView::whenMs).thenComparing(ImportView::id).reversed();

  /** Copies the list. */
  ImportView {
    setAside = List.copyOf(setAside);
  }

  /** One that has ended. */
  static ImportView of(LedgerEntry entry) {
    return new ImportView(
        entry.id(),
        entry.source(),
        entry.terms(),
        entry.end(),
        entry.setAside(),
        entry.begun(),
        Optional.of(entry.ended()),
        0);
  }

  /** One that runs. */
  static ImportView of(ImportId id, ImportRecord record) {
    return new ImportView(
        id,
        record.source(),
        record.terms(),
        record.enqueued(),
        record.setAside(),
        record.begun(),
        Optional.empty(),
        record.waitingRows());
  }

  /** By what the list is ordered: the end, or the beginning of one that runs. */
  long whenMs() {
    return ended.orElse(begun).toEpochMilli();
  }
}
