package daybook.api;

import daybook.core.AggregateKey;
import daybook.core.Currency;
import daybook.core.Sum;
import daybook.core.TransactionType;
import daybook.http.Problem;
import daybook.http.RefusedException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The totals of {@code /stats}: those days, types and payment methods that are asked for. */
final class PeriodTotals {

  private final List<TransactionType> types;
  private final Optional<Currency> currency;
  private final boolean counts;
  private final Optional<List<String>> found;

  /** Period, then type; periods in the order of their days. */
  private final Map<String, Map<TransactionType, SortedMap<String, Sum>>> sums =
      new LinkedHashMap<>();

  private PeriodTotals(StatsParameters asked, OneCurrency all) {
    this.types = asked.types();
    this.counts = asked.counts();
    this.currency = all.currency();
    this.found = asked.currencies() ? Optional.of(all.found()) : Optional.empty();
  }

  /**
   * Adds days up to periods.
   *
   * @param all every day and known type of the range
   * @throws RefusedException 400 where a sum is longer than any that is kept
   */
  static PeriodTotals of(OneCurrency all, StatsParameters asked) throws RefusedException {
    PeriodTotals totals = new PeriodTotals(asked, all);
    LocalDate to = asked.range().to();
    try {
      for (LocalDate day = asked.range().from(); !day.isAfter(to); day = day.plusDays(1)) {
        for (TransactionType type : totals.types) {
          totals.add(asked, day, type, all.sums(new AggregateKey(day, type)));
        }
      }
    } catch (ArithmeticException e) {
      throw new RefusedException(
          Problem.badRequest("A sum passes 2^63 cents: ask for shorter periods"));
    }
    return totals;
  }

  private void add(
      StatsParameters asked, LocalDate day, TransactionType type, SortedMap<String, Sum> ofDay) {
    SortedMap<String, Sum> period =
        sums.computeIfAbsent(asked.period().of(day), name -> new TreeMap<>())
            .computeIfAbsent(type, group -> new TreeMap<>());
    ofDay.forEach(
        (method, sum) -> {
          if (asked.wants(method)) {
            period.merge(method, sum, Sum::plus);
          }
        });
  }

  /** Their names, ascending. */
  List<String> periods() {
    return new ArrayList<>(sums.keySet());
  }

  /** The types that are asked for, in their order. */
  List<TransactionType> types() {
    return types;
  }

  /** Whether the numbers of transactions are asked for too. */
  boolean counts() {
    return counts;
  }

  /** Of all of them, where it is known. */
  Optional<Currency> currency() {
    return currency;
  }

  /** The currencies that the range has, where they are asked for too. */
  Optional<List<String>> found() {
    return found;
  }

  /** What a period has of a type, by payment method. */
  SortedMap<String, Sum> sums(String period, TransactionType type) {
    return sums.getOrDefault(period, Map.of()).getOrDefault(type, new TreeMap<>());
  }
}
