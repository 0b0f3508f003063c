package daybook.testkit.fake;

import daybook.core.port.Checkpoints;
import daybook.core.port.HotTotals;
import daybook.core.port.Rejects;
import daybook.core.port.Snapshots;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Batch;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Ports that do what others do, until a method is overridden. */
public final class Forwarding {

  private Forwarding() {}

  /** See the port. */
  public static class Queue implements TransactionQueue {
    protected final TransactionQueue right;

    protected Queue(TransactionQueue right) {
      this.right = right;
    }

    @Override
    public View look(ImportId id) {
      return right.look(id);
    }

    @Override
    public Map<ImportId, ImportRecord> running(Collection<ImportId> ids) {
      return right.running(ids);
    }

    @Override
    public Map<ImportId, ImportRecord> running() {
      return right.running();
    }

    @Override
    public Optional<String> reconcilePlace() {
      return right.reconcilePlace();
    }

    @Override
    public void setReconcilePlace(Optional<String> place) {
      right.setReconcilePlace(place);
    }

    @Override
    public Begun begin(
        ImportId id, ObjectVersion source, ImportTerms terms, Instant begun, Settled seen) {
      return right.begin(id, source, terms, begun, seen);
    }

    @Override
    public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
      return right.enqueue(id, terms, batches, needs);
    }
  }

  /** See the port. */
  public static class Hot implements HotTotals {
    protected final HotTotals right;

    protected Hot(HotTotals right) {
      this.right = right;
    }

    @Override
    public Tail tail(int batchesMax) {
      return right.tail(batchesMax);
    }

    @Override
    public Outcome apply(Application application) {
      return right.apply(application);
    }

    @Override
    public boolean quarantine(String digest) {
      return right.quarantine(digest);
    }

    @Override
    public Found range(Set<daybook.core.View> views, LocalDate from, LocalDate to) {
      return right.range(views, from, to);
    }
  }

  /** See the port. */
  public static class DumpersRedis implements Snapshots {
    protected final Snapshots right;

    protected DumpersRedis(Snapshots right) {
      this.right = right;
    }

    @Override
    public Snapshot snapshot(String id, LocalDate cutOff) {
      return right.snapshot(id, cutOff);
    }

    @Override
    public SettleOutcome settle(Checkpoint checkpoint, Settled settled, LocalDate cutOff) {
      return right.settle(checkpoint, settled, cutOff);
    }
  }

  /** See the port. */
  public static class Chain implements Checkpoints {
    protected final Checkpoints right;

    protected Chain(Checkpoints right) {
      this.right = right;
    }

    @Override
    public long latestAt() {
      return right.latestAt();
    }

    @Override
    public Optional<Checkpoint> latest() {
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

  /** See the port. */
  public static class RejectedRows implements Rejects {
    protected final Rejects right;

    protected RejectedRows(Rejects right) {
      this.right = right;
    }

    @Override
    public void putPart(ImportId id, Optional<MappingRef> mapping, long from, List<Row> rows) {
      right.putPart(id, mapping, from, rows);
    }

    @Override
    public void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
      right.compose(id, mapping, end);
    }

    @Override
    public String location(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
      return right.location(id, mapping, end);
    }
  }
}
