package daybook.core.port;

import daybook.core.AggregateKey;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.Settled;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The daily totals in Redis and the aggregator's end of the queue. A total that is here is always
 * the day's whole total. Every method is one atomic step of Redis and throws {@link StoreException}
 * where Redis fails. Conditions 5, 6, 7 and 9 of docs/PROTOCOL.md are kept here.
 */
public interface HotTotals {

  /** Most batches in one {@link #apply}: some 5 MB of text in memory, and 0.7 million rows. */
  int APPLY_BATCHES_MAX = 16;

  /**
   * Most totals (fields of changed aggregates) between two checkpoints, and most that one snapshot
   * holds: a checkpoint with so many and with every running import stays below MongoDB's 16 MB for
   * a document, names at their longest: a name of more than 64 bytes counts as several totals, see
   * {@link daybook.core.FieldName}. A step that changes no further ones may always go on.
   */
  int CHANGED_TOTALS_MAX = 50_000;

  /**
   * Most totals that a step may change when nothing else has changed: a batch cannot be cut, so it
   * may pass {@link #CHANGED_TOTALS_MAX}, up to what still fits the document (7.5 MB of totals
   * beside 9.2 MB of imports, everything at its longest).
   */
  int CHECKPOINT_TOTALS_MAX = 80_000;

  /** Most unreadable elements that are kept for people to look at; the oldest go first. */
  int UNREADABLE_MAX = 1_000;

  /**
   * The oldest batches of the queue.
   *
   * @param batches oldest first; shorter than asked where the queue is, or where an element is
   *     unreadable; unmodifiable
   * @param unreadable where the very oldest element is no batch: the digest to {@link #quarantine}
   *     it by
   * @param settled the last settled checkpoint, read in the same step
   */
  record Tail(List<Batch> batches, Optional<String> unreadable, Settled settled) {
    /** Copies the list. */
    public Tail {
      batches = List.copyOf(batches);
    }
  }

  /**
   * What to apply.
   *
   * @param batches identities of the oldest batches, oldest first, 1 to {@link #APPLY_BATCHES_MAX}
   * @param digests of their elements, see {@link daybook.core.protocol.Batch#digest}; empty where
   *     the sums do not come from elements, and identities are all there is to compare
   * @param seen the settled checkpoint that was read with them
   * @param sums what all of them add to every view
   * @param bases what history holds of aggregates that Redis asked for, read since; empty at first
   * @param setAside where the only batch is to be set aside whatever it adds; else null
   */
  record Application(
      List<BatchId> batches,
      List<String> digests,
      Settled seen,
      Totals sums,
      Map<AggregateKey, Base> bases,
      @Nullable SetAsideReason setAside) {
    /** Copies the collections. */
    public Application {
      batches = List.copyOf(batches);
      digests = List.copyOf(digests);
      if (!digests.isEmpty() && digests.size() != batches.size()) {
        throw new IllegalArgumentException("expected a digest for each batch");
      }
      bases = Map.copyOf(bases);
      if (setAside != null && batches.size() != 1) {
        throw new IllegalArgumentException("only a single batch is set aside");
      }
    }

    /** Of sums that do not come from elements of the queue. */
    public Application(
        List<BatchId> batches,
        Settled seen,
        Totals sums,
        Map<AggregateKey, Base> bases,
        @Nullable SetAsideReason setAside) {
      this(batches, List.of(), seen, sums, bases, setAside);
    }
  }

  /** How {@link #apply} ended; all but {@link Applied} and {@link Obsolete} changed nothing. */
  sealed interface Outcome {}

  /**
   * The batches are in the totals and out of the queue.
   *
   * @param setAside present where the only batch was set aside instead
   * @param stopped whether that stopped its import
   */
  record Applied(Optional<SetAsideRange> setAside, boolean stopped) implements Outcome {}

  /**
   * Some of the batches were behind the place where their import had stopped. These are out of the
   * queue without effect, the others are as they were. Read again.
   *
   * @param dropped how many, at least 1
   */
  record Obsolete(int dropped) implements Outcome {}

  /** The oldest batches are others, or read by another mapping: look at them again. */
  record TailMoved() implements Outcome {}

  /**
   * These aggregates are not here: call again with what history holds of them.
   *
   * @param keys views, days and types
   */
  record BasesNeeded(Set<AggregateKey> keys) implements Outcome {}

  /** Another checkpoint has been settled since the batches were read: the bases may be old. */
  record SettledMoved() implements Outcome {}

  /** History is newer than this Redis, which has fallen back: a dump will repair it. */
  record FallenBack() implements Outcome {}

  /** One of several batches would break a bound: apply them one by one. */
  record TooMuch() implements Outcome {}

  /** Too much has changed since the last checkpoint: wake the dumper and wait. */
  record CheckpointNeeded() implements Outcome {}

  /** Reads the oldest batches. */
  Tail tail(int batchesMax);

  /** Adds the sums and removes the batches, or changes nothing and says why. */
  Outcome apply(Application application);

  /**
   * Moves the oldest element to the list of unreadable ones, if it still is the one with this
   * digest. An element that names a running import is never moved: the import would have a gap.
   *
   * @return whether it was moved
   * @throws StoreException also where the element names a running import
   */
  boolean quarantine(String digest);

  /**
   * What a range of days has in Redis.
   *
   * @param totals every aggregate that is here
   * @param settled the last settled checkpoint: what is not here and is in history was written
   *     there by it or by an earlier one, as far as this Redis has not fallen back
   */
  record Found(Totals totals, Settled settled) {}

  /**
   * Reads every aggregate of some views in a range of days, both ends included, of all groups. All
   * that is of one day is of one instant.
   *
   * @param views at least one
   */
  Found range(Set<View> views, LocalDate from, LocalDate to);

  /** Reads these aggregates; those that Redis does not hold are absent. */
  default Totals read(Collection<AggregateKey> keys) {
    if (keys.isEmpty()) {
      return Totals.NONE;
    }
    Set<View> views = EnumSet.noneOf(View.class);
    SortedSet<LocalDate> days = new TreeSet<>();
    keys.forEach(
        key -> {
          views.add(key.view());
          days.add(key.day());
        });
    SortedMap<AggregateKey, SortedMap<String, Sum>> found =
        new TreeMap<>(range(views, days.first(), days.last()).totals().byKey());
    found.keySet().retainAll(keys);
    return new Totals(found);
  }
}
