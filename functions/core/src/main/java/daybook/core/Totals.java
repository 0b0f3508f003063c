package daybook.core;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Sums by aggregate and field, in order: whole totals of days, or what is to be added to them.
 * Immutable.
 *
 * @param byKey the sums of each view, day and group, which may be none; unmodifiable
 */
public record Totals(SortedMap<AggregateKey, SortedMap<String, Sum>> byKey) {

  /** Of no day. */
  public static final Totals NONE = of(List.of());

  private static final SortedMap<String, Sum> NO_SUMS = Collections.emptySortedMap();

  /** Copies the sums. */
  public Totals {
    TreeMap<AggregateKey, SortedMap<String, Sum>> copy = new TreeMap<>();
    byKey.forEach(
        (key, amounts) -> copy.put(key, Collections.unmodifiableSortedMap(new TreeMap<>(amounts))));
    byKey = Collections.unmodifiableSortedMap(copy);
  }

  /** Of these aggregates, no two of the same key. */
  public static Totals of(Collection<DailyAggregate> aggregates) {
    TreeMap<AggregateKey, SortedMap<String, Sum>> byKey = new TreeMap<>();
    for (DailyAggregate aggregate : aggregates) {
      if (byKey.put(aggregate.key(), aggregate.totals()) != null) {
        throw new IllegalArgumentException("expected one aggregate of " + aggregate.key());
      }
    }
    return new Totals(byKey);
  }

  /** The keys, in order. */
  public Set<AggregateKey> keys() {
    return byKey.keySet();
  }

  /** How many keys there are. */
  public int size() {
    return byKey.size();
  }

  /** Visits every key, in order. */
  public void forEach(BiConsumer<AggregateKey, SortedMap<String, Sum>> visitor) {
    byKey.forEach(visitor);
  }

  /** These, and of every further key what others hold of it; no sums where they hold nothing. */
  public Totals completed(Collection<AggregateKey> keys, Totals others) {
    TreeMap<AggregateKey, SortedMap<String, Sum>> all = new TreeMap<>(byKey);
    for (AggregateKey key : keys) {
      all.putIfAbsent(key, others.byKey.getOrDefault(key, Collections.emptySortedMap()));
    }
    return new Totals(all);
  }

  /**
   * What counts: each group without its reversals, which are no group of their own any more. A
   * field of which no row is left goes, and a currency of which no field is left.
   *
   * @throws ArithmeticException if more is reversed than was ever added: these were read from
   *     stores of which one is behind the other
   */
  public Totals net() {
    TreeMap<AggregateKey, SortedMap<String, Sum>> net = new TreeMap<>();
    byKey.forEach(
        (key, sums) -> {
          if (!key.type().isReversed()) {
            AggregateKey reversed = new AggregateKey(key.view(), key.day(), key.type().reversed());
            SortedMap<String, Sum> left = less(key, sums, byKey.getOrDefault(reversed, NO_SUMS));
            if (!left.isEmpty() || key.type().currency().isEmpty()) {
              net.put(key, left);
            }
          }
        });
    byKey.forEach(
        (key, sums) -> {
          if (key.type().isReversed() && !sums.isEmpty() && !byKey.containsKey(original(key))) {
            throw new ArithmeticException(key + " without what it reverses");
          }
        });
    return new Totals(net);
  }

  private static AggregateKey original(AggregateKey reversed) {
    return new AggregateKey(reversed.view(), reversed.day(), reversed.type().original());
  }

  private static SortedMap<String, Sum> less(
      AggregateKey key, SortedMap<String, Sum> sums, SortedMap<String, Sum> reversed) {
    TreeMap<String, Sum> net = new TreeMap<>(sums);
    reversed.forEach(
        (field, sum) -> {
          Sum added = net.get(field);
          if (added == null) {
            throw new ArithmeticException(key + " holds no " + field + " to reverse");
          }
          Sum left = added.minus(sum);
          if (left.equals(Sum.ZERO)) {
            net.remove(field);
          } else {
            net.put(field, left);
          }
        });
    return net;
  }

  @Override
  public String toString() {
    return byKey.toString();
  }
}
