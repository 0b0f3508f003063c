package daybook.core.port;

import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import java.time.LocalDate;

/**
 * The dumper's view of Redis. Every method is one atomic step and throws {@link StoreException}
 * where Redis fails. Conditions 9, 10, 16, 17, 18 and 19 of docs/PROTOCOL.md are kept here.
 */
public interface Snapshots {

  /**
   * Most snapshot ids that Redis remembers since the last settled checkpoint. Losing one only costs
   * a restore.
   */
  int SNAPSHOTS_MAX = 32;

  /**
   * Takes everything that a checkpoint needs, at one instant: every changed day, every expired day
   * (as far as {@link HotTotals#CHANGED_TOTALS_MAX} allows; the rest comes next time), every import
   * that has an applied position. Notes the id if there is something to write or nothing was ever
   * settled.
   *
   * @param id a new one for every call
   * @param cutOff days before this one are expired
   */
  Snapshot snapshot(String id, LocalDate cutOff);

  /**
   * Brings Redis to a checkpoint whose redo has been verified: confirms it where Redis made its
   * snapshot (clean days are marked so, expired ones that are still equal deleted, finished imports
   * removed), else restores Redis from it. A checkpoint that is not newer changes nothing.
   *
   * @param settled the checkpoint's stamp and MongoDB's operation time after its redo
   * @throws IllegalArgumentException if the stamps differ
   */
  SettleOutcome settle(Checkpoint checkpoint, Settled settled, LocalDate cutOff);

  /**
   * Checks what {@link #settle} was asked, for its implementations.
   *
   * @throws IllegalArgumentException if the stamps differ
   */
  static void requireSameStamp(Checkpoint checkpoint, Settled settled) {
    if (checkpoint.at() != settled.at()) {
      throw new IllegalArgumentException(
          "checkpoint " + checkpoint.at() + " settled as " + settled.at());
    }
  }
}
