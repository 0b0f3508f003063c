package daybook.dumper;

import daybook.core.port.Checkpoints;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Settled;
import daybook.testkit.fake.InMemoryMongoDb;
import java.util.Optional;

/** A chain that counts how often its document is read, and lets something happen before that. */
final class WatchedCheckpoints implements Checkpoints {

  private final InMemoryMongoDb right;
  private final Runnable beforeDocument;
  int documentsRead;

  WatchedCheckpoints(InMemoryMongoDb right, Runnable beforeDocument) {
    this.right = right;
    this.beforeDocument = beforeDocument;
  }

  @Override
  public long latestAt() {
    return right.latestAt();
  }

  @Override
  public Optional<Checkpoint> latest() {
    documentsRead++;
    beforeDocument.run();
    return right.latest();
  }

  @Override
  public long newestLastUpdated() {
    return right.newestLastUpdated();
  }

  @Override
  public boolean replace(long predecessorAt, Checkpoint next) {
    return right.replace(predecessorAt, next);
  }

  @Override
  public Redone redo(Checkpoint checkpoint) {
    return right.redo(checkpoint);
  }

  @Override
  public Optional<Settled> verify(Checkpoint checkpoint) {
    return right.verify(checkpoint);
  }
}
