package daybook.testkit.fake;

import daybook.core.port.Checkpoints;
import daybook.core.port.HotTotals;
import daybook.core.port.ImportPins;
import daybook.core.port.RecordSwitch;
import daybook.core.port.Records;
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
import daybook.core.record.ImportPin;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
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

  /** See the port. */
  public static class Documents implements Records {
    protected final Records right;

    protected Documents(Records right) {
      this.right = right;
    }

    @Override
    public Set<TransactionId> insert(List<TransactionRecord> records) {
      return right.insert(records);
    }

    @Override
    public Map<TransactionId, TransactionRecord> find(Collection<TransactionId> ids) {
      return right.find(ids);
    }

    @Override
    public boolean claim(List<LineClaim> claims, Instant now) {
      return right.claim(claims, now);
    }

    @Override
    public int replace(List<TransactionRecord> changed) {
      return right.replace(changed);
    }

    @Override
    public List<TransactionRecord> pending(PendingState state, Optional<Place> behind, int limit) {
      return right.pending(state, behind, limit);
    }

    @Override
    public List<TransactionRecord> unshredded(Instant before, Optional<Place> behind, int limit) {
      return right.unshredded(before, behind, limit);
    }

    @Override
    public List<TransactionRecord> born(ImportId id, long from, long to, int limit) {
      return right.born(id, from, to, limit);
    }
  }

  /** See the port. */
  public static class Pins implements ImportPins {
    protected final ImportPins right;

    protected Pins(ImportPins right) {
      this.right = right;
    }

    @Override
    public ImportPin keep(ImportPin pin) {
      return right.keep(pin);
    }

    @Override
    public Optional<ImportPin> find(ImportId id) {
      return right.find(id);
    }

    @Override
    public List<ImportPin> list(Optional<ImportId> behind, int limit) {
      return right.list(behind, limit);
    }

    @Override
    public void remove(ImportId id) {
      right.remove(id);
    }
  }

  /** See the port. */
  public static class Switch implements RecordSwitch {
    protected final RecordSwitch right;

    protected Switch(RecordSwitch right) {
      this.right = right;
    }

    @Override
    public boolean isOn(boolean mine, Instant lastModified, Instant now) {
      return right.isOn(mine, lastModified, now);
    }
  }
}
