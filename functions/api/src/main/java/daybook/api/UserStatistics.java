package daybook.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.Currency;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What transactions of one person add up to, currency by currency: money of two is never in one
 * sum.
 *
 * @param byMoney the sums of each; unmodifiable
 */
record UserStatistics(SortedMap<Money, Sums> byMoney) {

  /** Digits behind the point of an average, which is rounded half up, away from zero. */
  private static final int DIGITS = 2;

  /** How many, and how much. */
  private record Tally(long count, BigDecimal sum) {
    static final Tally NONE = new Tally(0, BigDecimal.ZERO.setScale(DIGITS));

    Tally and(Transaction one) {
      return new Tally(count + 1, sum.add(one.amount().toBigDecimal()));
    }

    ObjectNode json() {
      BigDecimal average =
          count == 0 ? null : sum.divide(BigDecimal.valueOf(count), DIGITS, RoundingMode.HALF_UP);
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      return json.put("count", count).put("sum", sum).put("average", average);
    }
  }

  /** Of one currency. Not safe for threads. */
  static final class Sums {
    private final SortedMap<String, Tally> byType = new TreeMap<>();
    private final SortedMap<LocalDate, Tally> byDay = new TreeMap<>();
    private Tally all = Tally.NONE;

    Sums() {
      TransactionType.KNOWN.forEach(type -> byType.put(type.csvName(), Tally.NONE));
    }

    private void add(Transaction one) {
      all = all.and(one);
      String type = one.type().withoutCurrency().csvName();
      byType.put(type, byType.getOrDefault(type, Tally.NONE).and(one));
      byDay.put(one.day(), byDay.getOrDefault(one.day(), Tally.NONE).and(one));
    }

    /** The day that is highest; of several the earliest. */
    private <T extends Comparable<T>> @Nullable ObjectNode highest(Function<Tally, T> by) {
      Comparator<Map.Entry<LocalDate, Tally>> byValue =
          Comparator.comparing(day -> by.apply(day.getValue()));
      return byDay.entrySet().stream()
          .max(byValue.thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
          .map(
              day ->
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("day", day.getKey().toString())
                      .put("count", day.getValue().count)
                      .put("amount", day.getValue().sum))
          .orElse(null);
    }

    private BigDecimal sum(TransactionType type) {
      return byType.getOrDefault(type.csvName(), Tally.NONE).sum;
    }

    private void write(ObjectNode json) {
      json.setAll(all.json());
      ObjectNode types = json.putObject("types");
      byType.forEach((type, tally) -> types.set(type, tally.json()));
      json.put("net", sum(TransactionType.DEPOSIT).subtract(sum(TransactionType.WITHDRAWAL)));
      json.set("highest_day_by_count", highest(Tally::count));
      json.set("highest_day_by_amount", highest(Tally::sum));
    }
  }

  /**
   * Adds up transactions. Where there are none, they are nothing of the deployment's currency.
   *
   * @param currency the deployment's, of groups that name none
   */
  static UserStatistics of(List<Transaction> transactions, Optional<Currency> currency) {
    SortedMap<Money, Sums> byMoney = new TreeMap<>();
    for (Transaction one : transactions) {
      Money money = new Money(one.type().currency().or(() -> currency));
      byMoney.computeIfAbsent(money, key -> new Sums()).add(one);
    }
    if (byMoney.isEmpty()) {
      byMoney.put(new Money(currency), new Sums());
    }
    return new UserStatistics(byMoney);
  }

  /** One object for each currency; that of money that names none has null for its code. */
  ArrayNode json() {
    ArrayNode data = JsonNodeFactory.instance.arrayNode();
    byMoney.forEach(
        (money, sums) -> {
          ObjectNode json = data.addObject();
          json.put("currency", money.currency().map(Currency::code).orElse(null));
          sums.write(json);
        });
    return data;
  }
}
