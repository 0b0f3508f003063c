package daybook.importer;

import daybook.core.port.Ledger;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;

/**
 * The rejects files of imports that the aggregator has stopped: it composes none, so that a run of
 * the importer has to.
 */
final class StoppedRejects {

  private final Rejects rejects;
  private final Ledger ledger;

  StoppedRejects(Rejects rejects, Ledger ledger) {
    this.rejects = rejects;
    this.ledger = ledger;
  }

  /** Composes that of a closed import, if it was stopped. */
  void compose(ImportId id, ImportRecord record) {
    if (record.stopped()) {
      compose(
          id,
          record.terms(),
          record.applied().ending(ImportState.INCOMPLETE, ImportRecord.SET_ASIDE_LIMIT));
    }
  }

  /** The same where a checkpoint was faster. */
  void compose(ImportId id) {
    ledger
        .find(id)
        .filter(entry -> ImportRecord.SET_ASIDE_LIMIT.equals(entry.end().reason()))
        .ifPresent(entry -> compose(id, entry.terms(), entry.end()));
  }

  private void compose(ImportId id, ImportTerms terms, ImportPosition end) {
    if (end.rejectedRows() > 0) {
      rejects.compose(id, terms.mapping(), end);
    }
  }
}
