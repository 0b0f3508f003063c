package daybook.importer;

import daybook.core.protocol.ImportPosition;

/**
 * What came of one request.
 *
 * @param outcome how it ended
 * @param position where the import stands in the queue, as far as this run knows; {@link
 *     ImportPosition#START} where it did not look
 * @param rows rows that this run read and enqueued, accepted or rejected
 */
public record ImportResult(Outcome outcome, ImportPosition position, long rows) {

  /** The ways to end. */
  public enum Outcome {
    /** Read to its end, here and now; {@code position} says how. */
    IMPORTED,
    /** Carried on by a further message. */
    CONTINUED,
    /** Had been carried on so often that no further message was sent; reconcile will see to it. */
    HOPS_EXHAUSTED,
    /** Another run has read it to its end; no checkpoint says so yet. */
    CLOSED,
    /** It is in the ledger. */
    FINISHED,
    /** Empty objects are none. */
    IGNORED,
    /** There is no such object version, and there was no import of it. */
    GONE
  }

  /** Nothing was read. */
  static ImportResult without(Outcome outcome) {
    return new ImportResult(outcome, ImportPosition.START, 0);
  }
}
