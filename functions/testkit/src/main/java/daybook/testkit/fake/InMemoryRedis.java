package daybook.testkit.fake;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.FieldName;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.port.FullStoreException;
import daybook.core.port.HotTotals;
import daybook.core.port.Snapshots;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.Batch;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.Form;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.core.protocol.UnreadableBatchException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Redis as the ports know it, in memory: one state, every method one atomic step. It can forget
 * everything or fall back to an older state, as a real one may. Safe for use by several threads.
 */
public final class InMemoryRedis implements TransactionQueue, HotTotals, Snapshots {

  private RedisState state = new RedisState();
  private boolean full;
  private int newestForm = Form.NEWEST;

  /** Forgets everything. */
  public synchronized void flush() {
    state = new RedisState();
  }

  /**
   * Lets it be at its maxmemory, or not any more: steps that would only take memory are refused
   * then, and those that bring some back work.
   */
  public synchronized void setFull(boolean full) {
    this.full = full;
  }

  /**
   * Asks as somebody who knows other forms.
   *
   * @param newest the newest form that is known
   */
  public synchronized <T> T knowing(int newest, Function<InMemoryRedis, T> question) {
    int before = newestForm;
    newestForm = newest;
    try {
      return question.apply(this);
    } finally {
      newestForm = before;
    }
  }

  /** Nobody works on a state that he understands in part only. */
  private void pass(String step) {
    Form.require("Redis for " + step, state.form, newestForm);
  }

  /** A Redis of its own that holds what this one holds now. */
  public synchronized InMemoryRedis copy() {
    InMemoryRedis copy = new InMemoryRedis();
    copy.state = state.copy();
    return copy;
  }

  /** Falls back to what another one holds. */
  public void restoreTo(InMemoryRedis copy) {
    RedisState older = copy.copy().state;
    synchronized (this) {
      state = older;
    }
  }

  /** Looks at, or changes, what it holds: for what no step of the protocol does. */
  public synchronized <T> T edit(Function<RedisState, T> edit) {
    return edit.apply(state);
  }

  /** Puts any bytes into the queue, as the newest element. */
  public synchronized void push(byte[] element) {
    state.queue.add(element);
  }

  /** Elements in the queue. */
  public synchronized int queueLength() {
    return state.queue.size();
  }

  /** Elements that were moved out of the way. */
  public synchronized int unreadableLength() {
    return state.unreadable.size();
  }

  @Override
  public synchronized View look(ImportId id) {
    pass("look");
    return new View(Optional.ofNullable(state.imports.get(id)), state.settled);
  }

  @Override
  public synchronized Map<ImportId, ImportRecord> running(Collection<ImportId> ids) {
    pass("running");
    Map<ImportId, ImportRecord> records = new HashMap<>(state.imports);
    records.keySet().retainAll(ids);
    return records;
  }

  @Override
  public synchronized Map<ImportId, ImportRecord> running() {
    pass("running");
    return Map.copyOf(state.imports);
  }

  @Override
  public synchronized Optional<String> reconcilePlace() {
    return state.reconcilePlace;
  }

  @Override
  public synchronized void setReconcilePlace(Optional<String> place) {
    if (full && place.isPresent()) {
      throw new FullStoreException("reconcile place", new IllegalStateException("full"));
    }
    state.reconcilePlace = place;
  }

  @Override
  public synchronized Begun begin(
      ImportId id, ObjectVersion source, ImportTerms terms, Instant begun, Settled seen) {
    pass("begin");
    if (state.imports.containsKey(id)) {
      return Begun.RUNNING;
    }
    if (state.settled.at() != seen.at()) { // condition 3
      return Begun.SETTLED_MOVED;
    }
    if (state.imports.size() >= RUNNING_IMPORTS_MAX) {
      return Begun.TOO_MANY;
    }
    if (full) {
      return Begun.NO_MEMORY;
    }
    ImportPosition start = ImportPosition.START;
    state.imports.put( // condition 22
        id,
        new ImportRecord(source, begun, terms, start, start, List.of(), false, FurtherFields.NONE));
    state.form = Math.max(state.form, terms.form());
    return Begun.RUNNING;
  }

  @Override
  public synchronized Enqueued enqueue(
      ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
    pass("enqueue");
    TransactionQueue.requireConsecutive(id, batches);
    ImportRecord record = state.imports.get(id);
    if (record == null) { // condition 2
      return Enqueued.NO_RECORD;
    }
    if (record.closed() || record.enqueued().offset() != batches.get(0).id().from()) {
      return Enqueued.ELSEWHERE; // condition 1
    }
    if (!record.terms().isReadAlike(terms)) {
      return Enqueued.ELSEWHERE; // condition 22
    }
    if (state.settled.at() < needs) {
      return Enqueued.FALLEN_BACK; // condition R7
    }
    if (state.queue.size() + batches.size() > QUEUE_BATCHES_MAX) {
      return Enqueued.FULL;
    }
    if (full) {
      return Enqueued.NO_MEMORY;
    }
    boolean wasEmpty = state.queue.isEmpty();
    batches.forEach(batch -> state.queue.add(batch.element()));
    batches.forEach(batch -> state.form = Math.max(state.form, batch.form()));
    ImportPosition end = batches.get(batches.size() - 1).end();
    state.imports.put(
        id,
        new ImportRecord(
            record.source(),
            record.begun(),
            record.terms(),
            end,
            record.applied(),
            record.setAside(),
            false,
            record.further()));
    return wasEmpty ? Enqueued.WAS_EMPTY : Enqueued.BEHIND_OTHERS;
  }

  @Override
  public synchronized Tail tail(int batchesMax) {
    pass("tail");
    List<Batch> batches = new ArrayList<>();
    Optional<String> unreadable = Optional.empty();
    for (byte[] element : state.queue.subList(0, Math.min(batchesMax, state.queue.size()))) {
      try {
        batches.add(Batch.decode(element, newestForm));
      } catch (UnknownFormException e) {
        if (batches.isEmpty()) {
          throw e;
        }
        break;
      } catch (UnreadableBatchException e) {
        if (batches.isEmpty()) {
          unreadable = Optional.of(digest(element));
        }
        break;
      }
    }
    return new Tail(batches, unreadable, state.settled);
  }

  @Override
  public synchronized Outcome apply(Application application) {
    pass("apply");
    return new ApplyStep(state, application, newestForm).run();
  }

  @Override
  public synchronized boolean quarantine(String digest) {
    pass("quarantine");
    if (state.queue.isEmpty() || !digest(state.queue.get(0)).equals(digest)) {
      return false;
    }
    if (namesRunningImport(state.queue.get(0))) {
      throw new StoreException("Redis", "quarantine", "the element is of a running import");
    }
    state.unreadable.add(state.queue.remove(0));
    if (state.unreadable.size() > UNREADABLE_MAX) {
      state.unreadable.remove(0);
    }
    return true;
  }

  private boolean namesRunningImport(byte[] element) {
    String line = identity(element);
    return state.imports.keySet().stream().anyMatch(id -> line.startsWith(id + ":"));
  }

  @Override
  public synchronized Found range(Set<daybook.core.View> views, LocalDate from, LocalDate to) {
    SortedMap<AggregateKey, SortedMap<String, Sum>> found = new TreeMap<>(state.hashes);
    found
        .keySet()
        .removeIf(
            key ->
                !views.contains(key.view()) || key.day().isBefore(from) || key.day().isAfter(to));
    return new Found(new Totals(found), state.settled);
  }

  @Override
  public synchronized Snapshot snapshot(String id, LocalDate cutOff) {
    pass("snapshot");
    List<DailyAggregate> totals = new ArrayList<>();
    state.changed.forEach(key -> totals.add(new DailyAggregate(key, state.live(key))));
    int size = state.changedTotals();
    for (Map.Entry<AggregateKey, SortedMap<String, Sum>> entry : state.hashes.entrySet()) {
      boolean expired = entry.getKey().day().isBefore(cutOff);
      if (expired && !state.changed.contains(entry.getKey())) {
        size += FieldName.parts(entry.getValue().keySet());
        if (size > CHANGED_TOTALS_MAX) {
          break;
        }
        totals.add(new DailyAggregate(entry.getKey(), entry.getValue()));
      }
    }
    List<ImportCheckpoint> imports = new ArrayList<>();
    state.imports.forEach(
        (importId, record) -> {
          if (!record.applied().equals(ImportPosition.START)) {
            imports.add(new ImportCheckpoint(importId, record));
          }
        });
    boolean noted = !totals.isEmpty() || !state.changedImports.isEmpty() || state.settled.at() == 0;
    if (noted) {
      state.snapshots.addFirst(id);
      if (state.snapshots.size() > SNAPSHOTS_MAX) {
        state.snapshots.removeLast();
      }
    }
    return new Snapshot(id, noted, state.settled, totals, imports, state.form);
  }

  @Override
  public synchronized SettleOutcome settle(
      Checkpoint checkpoint, Settled settled, LocalDate cutOff) {
    pass("settle");
    Snapshots.requireSameStamp(checkpoint, settled);
    if (checkpoint.at() <= state.settled.at()) {
      return new SettleOutcome(SettleOutcome.Kind.KNOWN, 0, 0);
    }
    SettleOutcome outcome =
        state.snapshots.contains(checkpoint.snapshotId()) // condition 16
            ? confirm(checkpoint, cutOff)
            : restore(checkpoint);
    state.snapshots.clear();
    state.settled = settled;
    return outcome;
  }

  private SettleOutcome confirm(Checkpoint checkpoint, LocalDate cutOff) {
    int purged = 0;
    for (DailyAggregate saved : checkpoint.totals()) {
      if (saved.totals().equals(state.hashes.get(saved.key()))) { // condition 17
        state.changed.remove(saved.key());
        if (saved.key().day().isBefore(cutOff)) {
          state.hashes.remove(saved.key());
          purged++;
        }
      }
    }
    for (ImportCheckpoint saved : checkpoint.imports()) {
      ImportRecord record = state.imports.get(saved.id());
      if (saved.finished()) {
        state.imports.remove(saved.id());
        state.changedImports.remove(saved.id());
      } else if (record != null && record.applied().equals(saved.record().applied())) {
        state.changedImports.remove(saved.id());
      }
    }
    return new SettleOutcome(SettleOutcome.Kind.CONFIRMED, purged, 0);
  }

  private SettleOutcome restore(Checkpoint checkpoint) { // condition 19
    List<byte[]> unreadable = List.copyOf(state.unreadable);
    Optional<String> reconcilePlace = state.reconcilePlace;
    state = new RedisState();
    state.form = checkpoint.form();
    state.unreadable.addAll(unreadable);
    state.reconcilePlace = reconcilePlace;
    for (ImportCheckpoint saved : checkpoint.imports()) {
      if (!saved.finished()) {
        state.imports.put(saved.id(), saved.record().reopened());
      }
    }
    return new SettleOutcome(SettleOutcome.Kind.RESTORED, 0, state.imports.size());
  }

  /** What an element begins with, up to its first line feed; all of it where there is none. */
  private static String firstLine(byte[] element) {
    int end = 0;
    while (end < element.length && element[end] != '\n') {
      end++;
    }
    return new String(element, 0, end, StandardCharsets.UTF_8);
  }

  /** What stands in its first line, behind the form that may be named there. */
  static String identity(byte[] element) {
    return firstLine(element).replaceFirst("^\\d+ ", "");
  }

  private static String digest(byte[] element) {
    return HexFormat.of().toHexDigits(Arrays.hashCode(element));
  }
}
