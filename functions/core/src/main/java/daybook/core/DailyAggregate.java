package daybook.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole totals of one day and type, per payment method.
 *
 * @param key the day and type
 * @param totals payment method to total, at most {@link #METHODS_MAX} entries; unmodifiable
 */
public record DailyAggregate(AggregateKey key, SortedMap<String, Amount> totals) {

  /**
   * Most payment methods that one aggregate may hold. A file may bring 200; documents, answers and
   * charts stay small with a few files' worth, and an answer over 366 days below 6 MB in practice.
   */
  public static final int METHODS_MAX = 1_000;

  /** Copies the totals. */
  public DailyAggregate {
    totals = Collections.unmodifiableSortedMap(new TreeMap<>(totals));
  }
}
