package daybook.api;

import daybook.core.AggregateKey;
import daybook.core.Totals;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;

/** Reads the totals of a range of days from wherever they are. Safe for use by several threads. */
public final class Stats {

  private final HotTotals hotTotals;
  private final History history;

  public Stats(HotTotals hotTotals, History history) {
    this.hotTotals = hotTotals;
    this.history = history;
  }

  /**
   * The totals of every day of a range, each from a store that answered.
   *
   * <p>Redis is asked first. A total that a purge takes out of it meanwhile is in history by then;
   * the other way round it could be seen in neither.
   *
   * @param cutOffDay the first day that is looked for in Redis
   * @return every day and type of the range, in order; without totals where there are none
   * @throws daybook.core.port.StoreException if a store that is needed fails
   */
  public Totals totals(DateRange range, LocalDate cutOffDay) {
    SortedSet<AggregateKey> missing = range.keys();
    List<AggregateKey> hot =
        missing.stream().filter(key -> !key.day().isBefore(cutOffDay)).toList();
    Totals totals = hot.isEmpty() ? Totals.NONE : hotTotals.read(hot);
    missing.removeAll(totals.keys());
    if (missing.isEmpty()) {
      return totals;
    }
    Totals stored = history.range(missing.first().day(), missing.last().day());
    return totals.completed(missing, stored);
  }
}
