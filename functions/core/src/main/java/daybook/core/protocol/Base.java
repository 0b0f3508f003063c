package daybook.core.protocol;

import daybook.core.Sum;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What history holds of one aggregate, for a Redis that holds nothing of it.
 *
 * @param totals field to total; empty where history has no document; unmodifiable
 * @param lastUpdated stamp of the checkpoint that wrote it, or 0 where there is none
 */
public record Base(SortedMap<String, Sum> totals, long lastUpdated) {

  /** Nothing in history. */
  public static final Base NONE = new Base(new TreeMap<>(), 0);

  /** Copies the totals. */
  public Base {
    totals = Collections.unmodifiableSortedMap(new TreeMap<>(totals));
  }
}
