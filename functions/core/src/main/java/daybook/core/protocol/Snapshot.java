package daybook.core.protocol;

import daybook.core.DailyAggregate;
import java.util.List;

/**
 * What Redis held at one instant.
 *
 * @param id its id
 * @param noted whether there is something to write, so that Redis noted the snapshot's id
 * @param settled the last settled checkpoint
 * @param totals every changed and every expired day; unmodifiable
 * @param imports every import with an applied position; unmodifiable
 * @param form the form of this Redis, see {@link Form}
 */
public record Snapshot(
    String id,
    boolean noted,
    Settled settled,
    List<DailyAggregate> totals,
    List<ImportCheckpoint> imports,
    int form) {

  /** Copies the lists. */
  public Snapshot {
    totals = List.copyOf(totals);
    imports = List.copyOf(imports);
  }
}
