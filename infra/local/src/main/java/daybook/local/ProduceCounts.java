package daybook.local;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What became of the records of a load. Safe for threads. */
final class ProduceCounts {

  /** Records whose request was begun. */
  final LongAdder sent = new LongAdder();

  /** Those that are stored by it. */
  final LongAdder stored = new LongAdder();

  /** Those that were there. */
  final LongAdder repeated = new LongAdder();

  /** Of a file, those that are no money. */
  final LongAdder attempts = new LongAdder();

  /** Those that were refused, or whose request failed in its last try. */
  final LongAdder lost = new LongAdder();

  private final Map<Integer, LongAdder> errors = new ConcurrentSkipListMap<>();

  /** Counts an answer that did not do what was asked; 0 for none at all. */
  void error(int status) {
    errors.computeIfAbsent(status, any -> new LongAdder()).increment();
  }

  /** How many there were of each status. */
  SortedMap<Integer, Long> errors() {
    SortedMap<Integer, Long> all = new TreeMap<>();
    errors.forEach((status, count) -> all.put(status, count.sum()));
    return all;
  }
}
