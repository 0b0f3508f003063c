package daybook.api;

import daybook.core.AggregateKey;
import daybook.core.Currency;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.http.Problem;
import daybook.http.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The sums of one currency, taken out of those of all: no sum ever mixes two.
 *
 * @param currency of the sums, where it is known
 * @param totals every day and known type of a range in some views, in groups that name no currency
 * @param found the currencies that the range has sums of, as requests name them, in their order;
 *     unmodifiable
 */
record OneCurrency(Optional<Currency> currency, Totals totals, List<String> found) {

  /** Copies the list. */
  OneCurrency {
    found = List.copyOf(found);
  }

  /**
   * Chooses and adds up.
   *
   * @param all what both stores have of the range
   * @param views those of {@code all}, the totals among them
   * @param asked for by the request; else it is the deployment's, or the only one that there is
   * @param own the deployment's, which rows have that name none
   * @throws RefusedException 400 where the range has several, and neither request nor deployment
   *     says which; it names them all
   */
  static OneCurrency of(
      Totals all, DateRange range, Set<View> views, Optional<Money> asked, Optional<Currency> own)
      throws RefusedException {
    SortedSet<Money> found = found(all, own);
    Optional<Currency> currency =
        asked.isEmpty() && own.isEmpty()
            ? theOnly(found).currency()
            : asked.flatMap(Money::currency).or(() -> own);
    boolean unnamed = currency.equals(own);
    TreeMap<AggregateKey, SortedMap<String, Sum>> sums = new TreeMap<>();
    for (View view : views) {
      for (AggregateKey key : range.keys(view)) {
        sums.put(key, added(all, groups(key, currency, unnamed)));
      }
    }
    return new OneCurrency(
        currency, new Totals(sums), found.stream().map(Money::parameter).toList());
  }

  /**
   * What there is of a view, day and type; what nobody asked the stores for is a defect.
   *
   * @param key of the range, in one of the views
   */
  SortedMap<String, Sum> sums(AggregateKey key) {
    SortedMap<String, Sum> sums = totals.byKey().get(key);
    if (sums == null) {
      throw new IllegalArgumentException("no sums of " + key + ", not even empty ones");
    }
    return sums;
  }

  private static SortedSet<Money> found(Totals all, Optional<Currency> own) {
    SortedSet<Money> found = new TreeSet<>();
    all.forEach(
        (key, sums) -> {
          if (!sums.isEmpty() && TransactionType.KNOWN.contains(key.type().withoutCurrency())) {
            found.add(new Money(key.type().currency().or(() -> own)));
          }
        });
    return found;
  }

  private static Money theOnly(SortedSet<Money> found) throws RefusedException {
    if (found.size() > 1) {
      throw new RefusedException(several(List.copyOf(found)));
    }
    return found.isEmpty() ? new Money(Optional.empty()) : found.first();
  }

  private static Problem several(List<Money> found) {
    String last = found.get(found.size() - 1).toString();
    String others =
        found.stream()
            .limit(found.size() - 1L)
            .map(Money::toString)
            .collect(Collectors.joining(", "));
    return Problem.badRequest(
        "The range has totals of %s and %s: say currency=%s"
            .formatted(others, last, found.get(0).parameter()),
        Map.of(
            StatsParameters.CURRENCY,
            "is missing: expected "
                + found.stream().map(Money::parameter).collect(Collectors.joining(" or "))));
  }

  /** The groups that an aggregate of the answer is added up from. */
  private static List<AggregateKey> groups(
      AggregateKey key, Optional<Currency> currency, boolean unnamed) {
    List<AggregateKey> groups = new ArrayList<>();
    if (unnamed) {
      groups.add(key);
    }
    currency.ifPresent(
        named -> groups.add(new AggregateKey(key.view(), key.day(), key.type().in(named))));
    return groups;
  }

  private static SortedMap<String, Sum> added(Totals all, List<AggregateKey> groups) {
    SortedMap<String, Sum> sums = new TreeMap<>();
    for (AggregateKey group : groups) {
      SortedMap<String, Sum> its = sums(all, group);
      if (its.isEmpty() && !sums(all, group.in(View.TOTALS)).isEmpty()) {
        // Unknown, for it was begun before there was this view: a part would pass for all.
        return new TreeMap<>();
      }
      its.forEach((field, sum) -> sums.merge(field, sum, Sum::plus));
    }
    return sums;
  }

  private static SortedMap<String, Sum> sums(Totals all, AggregateKey key) {
    return all.byKey().getOrDefault(key, new TreeMap<>());
  }
}
