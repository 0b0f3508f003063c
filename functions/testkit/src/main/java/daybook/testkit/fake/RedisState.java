package daybook.testkit.fake;

import daybook.core.AggregateKey;
import daybook.core.FieldName;
import daybook.core.Sum;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.Settled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that Redis holds at one instant. Only {@link InMemoryRedis} changes it, but for tests
 * that need what no step of the protocol does. Not safe for use by several threads.
 */
public final class RedisState {

  /** Elements, oldest first. */
  public final List<byte[]> queue = new ArrayList<>();

  /** The live aggregates of all views, each with its whole totals. */
  public final SortedMap<AggregateKey, SortedMap<String, Sum>> hashes = new TreeMap<>();

  /** Aggregates that changed since the last confirmed checkpoint. */
  public final Set<AggregateKey> changed = new TreeSet<>();

  /** Records of running imports. */
  public final SortedMap<ImportId, ImportRecord> imports = new TreeMap<>();

  /** Imports whose applied position moved since the last confirmed checkpoint. */
  public final Set<ImportId> changedImports = new TreeSet<>();

  /** Ids of the snapshots since the last settled checkpoint, newest first. */
  public final Deque<String> snapshots = new ArrayDeque<>();

  /** Elements that were moved out of the way, oldest first. */
  public final List<byte[]> unreadable = new ArrayList<>();

  /** The last settled checkpoint. */
  public Settled settled = Settled.NONE;

  /** Where the next reconcile goes on in the listing. */
  public Optional<String> reconcilePlace = Optional.empty();

  /** Its form: nobody who does not know it touches anything. */
  public int form = Form.FIRST;

  /** A state that shares nothing that can be changed with this one. */
  RedisState copy() {
    RedisState copy = new RedisState();
    copy.queue.addAll(queue);
    hashes.forEach((key, totals) -> copy.hashes.put(key, new TreeMap<>(totals)));
    copy.changed.addAll(changed);
    copy.imports.putAll(imports);
    copy.changedImports.addAll(changedImports);
    copy.snapshots.addAll(snapshots);
    copy.unreadable.addAll(unreadable);
    copy.settled = settled;
    copy.reconcilePlace = reconcilePlace;
    copy.form = form;
    return copy;
  }

  /**
   * The whole totals of a live day.
   *
   * @throws IllegalStateException if the day is not live
   */
  SortedMap<String, Sum> live(AggregateKey key) {
    SortedMap<String, Sum> totals = hashes.get(key);
    if (totals == null) {
      throw new IllegalStateException(key + " is none of " + hashes.size() + " live days");
    }
    return totals;
  }

  /**
   * The record of a running import.
   *
   * @throws IllegalStateException if the import is not running
   */
  ImportRecord running(ImportId id) {
    ImportRecord record = imports.get(id);
    if (record == null) {
      throw new IllegalStateException(id + " is none of " + imports.size() + " running imports");
    }
    return record;
  }

  /** Totals in changed hashes, as {@link FieldName} counts them. */
  int changedTotals() {
    return changed.stream().mapToInt(key -> FieldName.parts(live(key).keySet())).sum();
  }
}
