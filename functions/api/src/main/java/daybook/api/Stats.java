package daybook.api;

import daybook.core.AggregateKey;
import daybook.core.Totals;
import daybook.core.View;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads views of a range of days from wherever they are. Safe for use by several threads. */
public final class Stats {

  private final HotTotals hotTotals;
  private final History history;

  public Stats(HotTotals hotTotals, History history) {
    this.hotTotals = hotTotals;
    this.history = history;
  }

  /** The totals alone, as {@link #read} reads them. */
  public Totals totals(DateRange range, LocalDate cutOffDay) {
    return read(EnumSet.of(View.TOTALS), range, cutOffDay);
  }

  /**
   * The whole sums of every day of a range, each from a store that answered.
   *
   * <p>Redis is asked first, for all views in one step. What a purge takes out of it meanwhile is
   * in history by then; the other way round it could be seen in neither. History is asked for the
   * totals first, which a redo writes last: sums of a further view that are missing beside totals
   * are not on their way.
   *
   * @param views at least one
   * @param cutOffDay the first day that is looked for in Redis
   * @return every day and type of the range in each of the views, in order; without sums where
   *     there are none
   * @throws daybook.core.port.StoreException if a store that is needed fails
   */
  public Totals read(Set<View> views, DateRange range, LocalDate cutOffDay) {
    SortedSet<AggregateKey> missing = new TreeSet<>();
    views.forEach(view -> missing.addAll(range.keys(view)));
    List<AggregateKey> hot =
        missing.stream().filter(key -> !key.day().isBefore(cutOffDay)).toList();
    Totals found = hot.isEmpty() ? Totals.NONE : hotTotals.read(hot);
    missing.removeAll(found.keys());
    for (View view : EnumSet.copyOf(views)) {
      found = withHistory(view, of(view, missing), found);
    }
    return found;
  }

  private static SortedSet<AggregateKey> of(View view, Collection<AggregateKey> keys) {
    SortedSet<AggregateKey> those = new TreeSet<>(keys);
    those.removeIf(key -> key.view() != view);
    return those;
  }

  private Totals withHistory(View view, SortedSet<AggregateKey> missing, Totals found) {
    if (missing.isEmpty()) {
      return found;
    }
    Totals stored = history.range(view, missing.first().day(), missing.last().day());
    return found.completed(missing, stored);
  }
}
