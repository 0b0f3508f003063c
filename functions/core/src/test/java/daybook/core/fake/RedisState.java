package daybook.core.fake;

import daybook.core.AggregateKey;
import daybook.core.Amount;
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

/** Everything that Redis holds at one instant. Not safe for use by several threads. */
final class RedisState {

  /** Elements, oldest first. */
  final List<byte[]> queue = new ArrayList<>();

  final SortedMap<AggregateKey, SortedMap<String, Amount>> hashes = new TreeMap<>();
  final Set<AggregateKey> changed = new TreeSet<>();
  final SortedMap<ImportId, ImportRecord> imports = new TreeMap<>();
  final Set<ImportId> changedImports = new TreeSet<>();
  final Deque<String> snapshots = new ArrayDeque<>();
  final List<byte[]> unreadable = new ArrayList<>();
  Settled settled = Settled.NONE;
  Optional<String> reconcilePlace = Optional.empty();

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
    return copy;
  }

  /** Totals in changed hashes. */
  int changedTotals() {
    return changed.stream().mapToInt(key -> hashes.get(key).size()).sum();
  }
}
