package daybook.faults.boundary;

import daybook.data.ExactTotals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What history must hold in the end, and what it may show on the way. Totals are named {@code
 * day:group:method} and counted in cents. Safe for threads.
 */
final class PrefixOracle {

  private final List<TransactionFile> files;
  private final List<RecordChange> changes;
  private final Set<String> finished;
  private final SortedMap<String, Long> totals = new TreeMap<>();
  private final Map<String, Long> accepted = new TreeMap<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Optional<PrefixOracle> otherwise;

  /**
   * Of the rows of these files, each once, and of changes by id.
   *
   * @param changes each of which may be there or not on the way, in any order
   * @param finished keys of those that history holds whole from the start
   * @param otherwise of the same files where one of them is read by another mapping, if that may be
   */
  PrefixOracle(
      List<TransactionFile> files,
      List<RecordChange> changes,
      Set<String> finished,
      Optional<PrefixOracle> otherwise) {
    this.otherwise = otherwise;
    this.files = List.copyOf(files);
    this.changes = List.copyOf(changes);
    this.finished = Set.copyOf(finished);
    for (TransactionFile file : files) {
      ExactTotals exact = file.totals();
      exact.byDay().forEach((day, groups) -> add(day, groups));
      accepted.put(file.key(), exact.accepted());
      if (exact.rejected() != file.rejects().size() || exact.skipped() != file.skipped()) {
        throw new IllegalStateException("the file does not hold the rows it should");
      }
    }
    Map<String, Long> sums = new TreeMap<>();
    files.forEach(
        file ->
            file.sums()
                .forEach((key, steps) -> sums.merge(key, steps.get(steps.size() - 1), Long::sum)));
    if (!sums.equals(totals)) {
      throw new IllegalStateException("two ways of adding up differ: " + sums + " " + totals);
    }
    changes.forEach(
        change -> change.sums().forEach((name, cents) -> totals.merge(name, cents, Long::sum)));
  }

  private void add(String day, SortedMap<String, SortedMap<String, BigDecimal>> groups) {
    groups.forEach(
        (group, methods) ->
            methods.forEach(
                (method, amount) ->
                    totals.merge(
                        day + ":" + group + ":" + method,
                        amount.movePointRight(2).longValueExact(),
                        Long::sum)));
  }

  /** The files whose rows count. */
  List<TransactionFile> files() {
    return files;
  }

  /** How many rows and lines count, those that take something back too. */
  long counted() {
    return files.stream().mapToLong(this::accepted).sum()
        + changes.stream().mapToLong(change -> change.sums().size()).sum();
  }

  /** The ids of all transactions in the end, those that are deleted too. */
  SortedSet<String> ids() {
    SortedSet<String> ids = new TreeSet<>();
    files.forEach(file -> ids.addAll(file.ids()));
    changes.forEach(change -> ids.add(change.id().value()));
    return ids;
  }

  /** Every total in the end. */
  SortedMap<String, Long> totals() {
    return totals;
  }

  /**
   * What counts by the mappings that the ledger names: whole files by one of theirs, not some of
   * their rows.
   */
  PrefixOracle asRead(Map<String, String> mappingByKey) {
    return otherwise
        .filter(other -> other.files.stream().allMatch(file -> isRead(file, mappingByKey)))
        .orElse(this);
  }

  private static boolean isRead(TransactionFile file, Map<String, String> mappingByKey) {
    return file.mapping()
        .map(mapping -> mapping.reference().equals(mappingByKey.get(file.key())))
        .orElse(true);
  }

  /** How many rows of a file count. */
  long accepted(TransactionFile file) {
    return accepted.get(file.key());
  }

  /**
   * Whether a total can be shown on the way: it is what the first so many rows of each unfinished
   * file and all rows of each finished one add up to. A row that counts twice, or before the one in
   * front of it, makes a sum that is none of these, but for a rare coincidence.
   */
  boolean mayShow(String name, long cents) {
    return mayShowHere(name, cents)
        || otherwise.filter(other -> other.mayShow(name, cents)).isPresent();
  }

  private boolean mayShowHere(String name, long cents) {
    if (known.contains(name + "=" + cents)) {
      return true;
    }
    List<List<Long>> steps = new ArrayList<>();
    long rest = cents;
    for (TransactionFile file : files) {
      List<Long> sums = file.sums().getOrDefault(name, List.of());
      if (finished.contains(file.key())) {
        rest -= sums.isEmpty() ? 0 : sums.get(sums.size() - 1);
      } else {
        steps.add(sums);
      }
    }
    for (RecordChange change : changes) {
      steps.add(change.sums().containsKey(name) ? List.of(change.sums().get(name)) : List.of());
    }
    boolean possible = adds(steps, 0, rest);
    if (possible) {
      known.add(name + "=" + cents);
    }
    return possible;
  }

  private static boolean adds(List<List<Long>> steps, int from, long cents) {
    if (from == steps.size()) {
      return cents == 0;
    }
    if (adds(steps, from + 1, cents)) {
      return true;
    }
    for (long step : steps.get(from)) {
      if (step <= cents && adds(steps, from + 1, cents - step)) {
        return true;
      }
    }
    return false;
  }
}
