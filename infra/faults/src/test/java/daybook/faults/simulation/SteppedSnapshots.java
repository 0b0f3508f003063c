package daybook.faults.simulation;

import daybook.core.port.Snapshots;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import java.time.LocalDate;

/** The dumper's view of Redis, one command at a time. */
final class SteppedSnapshots implements Snapshots {

  private final Steps steps;

  SteppedSnapshots(Steps steps) {
    this.steps = steps;
  }

  @Override
  public Snapshot snapshot(String id, LocalDate cutOff) {
    return steps.take(
        Step.of(
            "snapshot",
            () -> "takes snapshot " + id + ", cut-off " + cutOff,
            world -> world.redis().snapshot(id, cutOff)));
  }

  @Override
  public SettleOutcome settle(Checkpoint checkpoint, Settled settled, LocalDate cutOff) {
    return steps.take(
        Step.of(
            "settle",
            () -> "settles " + Texts.of(checkpoint),
            world -> world.redis().settle(checkpoint, settled, cutOff)));
  }
}
