package daybook.testkit.fake;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.FieldName;
import daybook.core.Sum;
import daybook.core.View;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.BasesNeeded;
import daybook.core.port.HotTotals.CheckpointNeeded;
import daybook.core.port.HotTotals.FallenBack;
import daybook.core.port.HotTotals.Obsolete;
import daybook.core.port.HotTotals.Outcome;
import daybook.core.port.HotTotals.SettledMoved;
import daybook.core.port.HotTotals.TailMoved;
import daybook.core.port.HotTotals.TooMuch;
import daybook.core.port.StoreException;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.UnreadableBatchException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One {@link HotTotals#apply}: all checks, then all writes. */
final class ApplyStep {

  /** The form of a Redis with counts and further views. */
  private static final int SUMS_FORM = 2;

  private final RedisState state;
  private final Application request;
  private final int newestForm;
  private final Map<ImportId, ImportPosition> positions = new LinkedHashMap<>();
  private final SortedMap<AggregateKey, SortedMap<String, Sum>> next = new TreeMap<>();

  ApplyStep(RedisState state, Application request, int newestForm) {
    this.state = state;
    this.newestForm = newestForm;
    this.request = request;
  }

  Outcome run() {
    if (!tailIsAsRead()) {
      return new TailMoved();
    }
    List<Batch> batches = tail();
    List<Batch> obsolete = follow(batches);
    if (!obsolete.isEmpty()) {
      obsolete.forEach(batch -> state.queue.remove(batch.element()));
      return new Obsolete(obsolete.size());
    }
    if (request.setAside() != null) {
      return setAside(request.setAside());
    }
    return add();
  }

  /** Conditions 5 and 24: exactly these batches, in this order, to the byte. */
  private boolean tailIsAsRead() {
    List<BatchId> ids = request.batches();
    if (state.queue.size() < ids.size()) {
      return false;
    }
    for (int i = 0; i < ids.size(); i++) {
      if (!InMemoryRedis.identity(state.queue.get(i)).equals(ids.get(i).toString())) {
        return false;
      }
      if (!request.digests().isEmpty()
          && !Batch.digest(state.queue.get(i)).equals(request.digests().get(i))) {
        return false;
      }
    }
    return true;
  }

  private List<Batch> tail() {
    List<Batch> batches = new ArrayList<>();
    for (byte[] element : state.queue.subList(0, request.batches().size())) {
      try {
        batches.add(Batch.decode(element, newestForm));
      } catch (UnreadableBatchException e) {
        throw new StoreException("Redis", "apply", e);
      }
    }
    return batches;
  }

  /** Moves along the imports' positions; returns the batches whose import has stopped. */
  private List<Batch> follow(List<Batch> batches) {
    List<Batch> obsolete = new ArrayList<>();
    for (Batch batch : batches) {
      ImportId id = batch.id().importId();
      ImportRecord record = state.imports.get(id);
      if (record == null || record.stopped()) {
        obsolete.add(batch);
        continue;
      }
      ImportPosition before = positions.getOrDefault(id, record.applied());
      if (before.offset() != batch.id().from()) {
        throw new StoreException(
            "Redis", "apply", "batch " + batch.id() + " does not follow " + before.offset());
      }
      positions.put(id, batch.end());
    }
    return obsolete;
  }

  private Outcome add() {
    if (!request.bases().isEmpty() && request.seen().at() != state.settled.at()) {
      return new SettledMoved();
    }
    Set<AggregateKey> needed = new TreeSet<>(request.sums().keys());
    needed.removeAll(state.hashes.keySet());
    Set<AggregateKey> created = Set.copyOf(needed);
    needed.removeAll(request.bases().keySet());
    if (!needed.isEmpty()) {
      return new BasesNeeded(needed);
    }
    if (created.stream().anyMatch(key -> base(key).lastUpdated() > state.settled.at())) {
      return new FallenBack();
    }
    Optional<SetAsideReason> breach = breach();
    if (breach.isPresent()) {
      return request.batches().size() > 1 ? new TooMuch() : setAside(breach.get());
    }
    return write();
  }

  /** Of a day that is not live; the step has asked for it where it was not given. */
  private Base base(AggregateKey key) {
    return Objects.requireNonNull(request.bases().get(key), () -> "the base of " + key);
  }

  /** Makes the next totals of every aggregate that is touched, up to the first breach. */
  private Optional<SetAsideReason> breach() {
    for (Map.Entry<AggregateKey, SortedMap<String, Sum>> entry :
        request.sums().byKey().entrySet()) {
      AggregateKey key = entry.getKey();
      SortedMap<String, Sum> totals = new TreeMap<>(standing(key));
      if (key.view() != View.TOTALS) {
        if (!totals.isEmpty() || standing(key.in(View.TOTALS)).isEmpty()) {
          addFurther(key.view(), totals, entry.getValue());
          next.put(key, totals);
        }
        continue;
      }
      for (Map.Entry<String, Sum> sum : entry.getValue().entrySet()) {
        Sum total = totals.getOrDefault(sum.getKey(), Sum.ZERO);
        if (sum.getValue().cents() >= Amount.TOTAL_CENTS_BOUND - total.cents()) {
          return Optional.of(SetAsideReason.TOTAL_BOUND);
        }
        totals.put(sum.getKey(), total.plus(sum.getValue()));
      }
      if (totals.size() > View.METHODS_MAX) {
        return Optional.of(SetAsideReason.METHODS_BOUND);
      }
      next.put(key, totals);
    }
    return Optional.empty();
  }

  private SortedMap<String, Sum> standing(AggregateKey key) {
    SortedMap<String, Sum> hash = state.hashes.get(key);
    return hash != null ? hash : request.bases().getOrDefault(key, Base.NONE).totals();
  }

  /** At the bound of a view what is more goes under another name, and none of it is lost. */
  private static void addFurther(
      View view, SortedMap<String, Sum> totals, SortedMap<String, Sum> sums) {
    sums.forEach(
        (field, sum) -> {
          int fields = totals.size() - (totals.containsKey(View.OTHER) ? 1 : 0);
          boolean fits = totals.containsKey(field) || fields < view.fieldsMax();
          totals.merge(fits ? field : View.OTHER, sum, Sum::plus);
        });
  }

  private Outcome write() {
    int before = state.changedTotals();
    Map<AggregateKey, SortedMap<String, Sum>> changed = new HashMap<>(next);
    state.changed.forEach(key -> changed.putIfAbsent(key, state.live(key)));
    int after = changed.values().stream().mapToInt(sums -> FieldName.parts(sums.keySet())).sum();
    if (after > HotTotals.CHANGED_TOTALS_MAX && after > before) {
      if (before > 0) {
        return new CheckpointNeeded();
      }
      if (after > HotTotals.CHECKPOINT_TOTALS_MAX) {
        return request.batches().size() > 1
            ? new TooMuch()
            : setAside(SetAsideReason.CHECKPOINT_BOUND);
      }
    }
    state.form = Math.max(state.form, SUMS_FORM);
    state.hashes.putAll(next);
    state.changed.addAll(next.keySet());
    move(List.of(), false);
    return new Applied(Optional.empty(), false);
  }

  private Outcome setAside(SetAsideReason reason) {
    BatchId id = request.batches().get(0);
    SetAsideRange range = new SetAsideRange(id.from(), id.to(), reason);
    int ranges = state.running(id.importId()).setAside().size() + 1;
    boolean stopped = ranges >= SetAsideRange.RANGES_MAX;
    move(List.of(range), stopped);
    return new Applied(Optional.of(range), stopped);
  }

  private void move(List<SetAsideRange> ranges, boolean stopped) {
    state.queue.subList(0, request.batches().size()).clear();
    positions.forEach(
        (id, position) -> {
          ImportRecord record = state.running(id);
          List<SetAsideRange> setAside = new ArrayList<>(record.setAside());
          setAside.addAll(ranges);
          state.imports.put(
              id,
              new ImportRecord(
                  record.source(),
                  record.begun(),
                  record.terms(),
                  record.enqueued(),
                  position,
                  setAside,
                  stopped,
                  record.further()));
        });
    state.changedImports.addAll(positions.keySet());
  }
}
