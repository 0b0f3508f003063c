package daybook.core.protocol;

import daybook.core.DailyAggregate;
import java.util.List;

/**
 * One point at which totals and input agree: the totals that changed and, for every running import,
 * up to where its rows are in them. Both were taken in one step.
 *
 * @param at its stamp, milliseconds since 1970: greater than its predecessor's
 * @param snapshotId the snapshot it was made from
 * @param totals whole totals of every changed and every expired day; unmodifiable
 * @param imports every import that has an applied position; unmodifiable
 * @param form the form of the Redis that it was made from, see {@link Form}
 */
public record Checkpoint(
    long at,
    String snapshotId,
    List<DailyAggregate> totals,
    List<ImportCheckpoint> imports,
    int form) {

  /** Copies the lists. */
  public Checkpoint {
    totals = List.copyOf(totals);
    imports = List.copyOf(imports);
    if (at <= 0) {
      throw new IllegalArgumentException("expected a stamp after 1970, found " + at);
    }
  }

  /** A checkpoint as this version makes it. */
  public Checkpoint(
      long at, String snapshotId, List<DailyAggregate> totals, List<ImportCheckpoint> imports) {
    this(at, snapshotId, totals, imports, Form.NEWEST);
  }
}
