package daybook.dumper;

import daybook.core.port.Checkpoints;
import daybook.core.protocol.Checkpoint;
import daybook.testkit.fake.Forwarding;
import java.util.Optional;

/** A chain that counts how often its document is read, and lets something happen before that. */
final class WatchedCheckpoints extends Forwarding.Chain {

  private final Runnable beforeDocument;
  int documentsRead;

  WatchedCheckpoints(Checkpoints right, Runnable beforeDocument) {
    super(right);
    this.beforeDocument = beforeDocument;
  }

  @Override
  public Optional<Checkpoint> latest() {
    documentsRead++;
    beforeDocument.run();
    return super.latest();
  }
}
