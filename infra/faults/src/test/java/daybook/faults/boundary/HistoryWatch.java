package daybook.faults.boundary;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * I5: looks at history again and again while something is done to a function. No total may shrink,
 * and none may be what the rows cannot add up to. Safe for threads.
 */
final class HistoryWatch {

  private final Stores stores;
  private final PrefixOracle oracle;
  private final List<String> violations = new ArrayList<>();
  private SortedMap<String, Long> before = new TreeMap<>();
  private long looks;

  HistoryWatch(Stores stores, PrefixOracle oracle) {
    this.stores = stores;
    this.oracle = oracle;
  }

  /**
   * Looks.
   *
   * @param where names the moment
   */
  synchronized void look(String where) {
    SortedMap<String, Long> now = stores.history();
    before.forEach(
        (name, cents) -> {
          if (now.getOrDefault(name, 0L) < cents) {
            violations.add(where + ": " + name + " shrank from " + cents + " to " + now.get(name));
          }
        });
    now.forEach(
        (name, cents) -> {
          if (!oracle.mayShow(name, cents)) {
            violations.add(
                where + ": " + name + " shows " + cents + " of " + oracle.totals().get(name));
          }
        });
    before = now;
    looks++;
  }

  /** How often it looked. */
  synchronized long looks() {
    return looks;
  }

  /** What it saw that must not be. */
  synchronized List<String> violations() {
    return List.copyOf(violations);
  }
}
