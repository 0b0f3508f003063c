package daybook.core;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Amounts by aggregate and payment method, in order: whole totals of days, or sums that are to be
 * added to them. Immutable.
 *
 * @param byKey the amounts of each day and type, which may be none; unmodifiable
 */
public record Totals(SortedMap<AggregateKey, SortedMap<String, Amount>> byKey) {

  /** Of no day. */
  public static final Totals NONE = of(List.of());

  /** Copies the amounts. */
  public Totals {
    TreeMap<AggregateKey, SortedMap<String, Amount>> copy = new TreeMap<>();
    byKey.forEach(
        (key, amounts) -> copy.put(key, Collections.unmodifiableSortedMap(new TreeMap<>(amounts))));
    byKey = Collections.unmodifiableSortedMap(copy);
  }

  /** Of these aggregates, no two of the same day and type. */
  public static Totals of(Collection<DailyAggregate> aggregates) {
    TreeMap<AggregateKey, SortedMap<String, Amount>> byKey = new TreeMap<>();
    for (DailyAggregate aggregate : aggregates) {
      if (byKey.put(aggregate.key(), aggregate.totals()) != null) {
        throw new IllegalArgumentException("expected one aggregate of " + aggregate.key());
      }
    }
    return new Totals(byKey);
  }

  /** The days and types, in order. */
  public Set<AggregateKey> keys() {
    return byKey.keySet();
  }

  /** How many days and types there are. */
  public int size() {
    return byKey.size();
  }

  /** Visits every day and type, in order. */
  public void forEach(BiConsumer<AggregateKey, SortedMap<String, Amount>> visitor) {
    byKey.forEach(visitor);
  }

  /** These, and of every further key what others hold of it; no amounts where they hold nothing. */
  public Totals completed(Collection<AggregateKey> keys, Totals others) {
    TreeMap<AggregateKey, SortedMap<String, Amount>> all = new TreeMap<>(byKey);
    for (AggregateKey key : keys) {
      all.putIfAbsent(key, others.byKey.getOrDefault(key, Collections.emptySortedMap()));
    }
    return new Totals(all);
  }

  @Override
  public String toString() {
    return byKey.toString();
  }
}
