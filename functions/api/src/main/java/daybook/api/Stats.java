package daybook.api;

import daybook.core.AggregateKey;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import daybook.core.port.StoreException;
import daybook.core.protocol.Settled;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads views of a range of days from wherever they are. Safe for use by several threads. */
public final class Stats {

  /**
   * What history was found to hold.
   *
   * @param settled the checkpoint that it was at least as new as
   * @param further whether any day has a group that names a currency, or is of reversals
   */
  private record Groups(Settled settled, boolean further) {}

  private final HotTotals hotTotals;
  private final History history;

  /** As of the newest checkpoint that was asked about. */
  private volatile @Nullable Groups groups;

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
   * <p>Redis is asked first, for all views and groups in one step. What a purge takes out of it
   * meanwhile is in history by then; the other way round it could be seen in neither. History is
   * asked for the totals first, which a redo writes last: sums of a further view that are missing
   * beside totals are not on their way.
   *
   * <p>Redis alone is enough where it has both known groups of every day in every view and history
   * has no group that names a currency or is of reversals: else one of these may be in history
   * only. What is in history was there when the checkpoint was settled that Redis names, or is
   * still in Redis; so history is asked for its groups once for each checkpoint.
   *
   * @param views at least one
   * @param cutOffDay the first day that is looked for in Redis
   * @return every day and known type of the range in each of the views, net of reversals, in order,
   *     without sums where there are none; and every further group that has some
   * @throws daybook.core.port.StoreException if a store that is needed fails
   */
  public Totals read(Set<View> views, DateRange range, LocalDate cutOffDay) {
    SortedSet<AggregateKey> expected = new TreeSet<>();
    views.forEach(view -> expected.addAll(range.keys(view)));
    Totals found = Totals.NONE;
    boolean whole = false;
    if (!range.to().isBefore(cutOffDay)) {
      boolean hot = !range.from().isBefore(cutOffDay);
      HotTotals.Found inRedis = hotTotals.range(views, hot ? range.from() : cutOffDay, range.to());
      found = inRedis.totals();
      whole = hot && found.keys().containsAll(expected) && !hasFurtherGroups(inRedis.settled());
    }
    Totals gross =
        whole ? found : withHistory(views, range, found).completed(expected, Totals.NONE);
    try {
      return gross.net();
    } catch (ArithmeticException e) {
      // A Redis that has fallen back, until the next dump: it lacks what history shows reversed.
      throw new StoreException("Redis", "read totals", "it is behind history", e);
    }
  }

  private Totals withHistory(Set<View> views, DateRange range, Totals inRedis) {
    Totals found = inRedis;
    for (View view : EnumSet.copyOf(views)) {
      Totals stored = history.range(view, range.from(), range.to());
      found = found.completed(stored.keys(), stored);
    }
    return found;
  }

  private boolean hasFurtherGroups(Settled settled) {
    Groups known = groups;
    // Before the first checkpoint, and after it forgot all, a Redis names none that tells one time
    // from another.
    if (known == null || settled.equals(Settled.NONE) || !known.settled.equals(settled)) {
      known = new Groups(settled, history.groups(settled).stream().anyMatch(Stats::isFurther));
      groups = known;
    }
    return known.further;
  }

  private static boolean isFurther(TransactionType group) {
    return group.currency().isPresent() || group.isReversed();
  }
}
