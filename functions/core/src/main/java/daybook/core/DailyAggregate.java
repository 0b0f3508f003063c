package daybook.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole totals of one day and group in a view.
 *
 * @param key the view, day and group
 * @param totals field to total, at most {@link View#fieldsMax} of them and one; unmodifiable
 */
public record DailyAggregate(AggregateKey key, SortedMap<String, Sum> totals) {

  /** Copies the totals. */
  public DailyAggregate {
    totals = Collections.unmodifiableSortedMap(new TreeMap<>(totals));
  }
}
