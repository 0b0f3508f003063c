package daybook.core.protocol;

/**
 * What settling a checkpoint did.
 *
 * @param kind which of the three it was
 * @param purged expired days deleted from Redis; 0 unless confirmed
 * @param reopened running imports that go on from their checkpoint; 0 unless restored
 */
public record SettleOutcome(Kind kind, int purged, int reopened) {

  /** The three cases. */
  public enum Kind {
    /** Redis had settled this one or a newer one already: nothing was changed. */
    KNOWN,
    /** Redis had made the snapshot itself. */
    CONFIRMED,
    /** Redis did not know the snapshot: it was emptied and goes on from the checkpoint. */
    RESTORED
  }
}
