package daybook.core.protocol;

import java.time.Instant;

/**
 * The part of a checkpoint that one import has: up to where its rows are in the totals.
 *
 * @param id the import
 * @param record what Redis knew of it; of its positions only the applied one counts
 */
public record ImportCheckpoint(ImportId id, ImportRecord record) {

  /** Whether this checkpoint finishes the import. */
  public boolean finished() {
    return record.finished();
  }

  /**
   * The ledger entry of a finished import.
   *
   * @param at stamp of the checkpoint, which is when the import ended
   * @throws IllegalStateException if it is not finished
   */
  public LedgerEntry ledgerEntry(long at) {
    if (!finished()) {
      throw new IllegalStateException("import " + id + " is not finished");
    }
    ImportPosition end = record.applied();
    if (record.stopped()) {
      end = end.ending(ImportState.INCOMPLETE, ImportRecord.SET_ASIDE_LIMIT);
    }
    return new LedgerEntry(
        id,
        record.source(),
        record.terms(),
        end,
        record.setAside(),
        record.begun(),
        Instant.ofEpochMilli(at),
        record.further());
  }
}
