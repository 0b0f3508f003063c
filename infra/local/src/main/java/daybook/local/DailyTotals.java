package daybook.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Totals by day, group and payment method, as the API answers them and as the exact sum of a file
 * gives them. Days and groups without totals are absent.
 *
 * @param byDay day to group ({@code deposits}, {@code withdrawals}, with a colon and the currency
 *     where rows name one) to payment method to total
 */
record DailyTotals(SortedMap<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> byDay) {

  /** Stands among currencies for that of rows that name none. */
  static final String NO_CURRENCY = "";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Copies the outer map. */
  DailyTotals {
    byDay = Collections.unmodifiableSortedMap(new TreeMap<>(byDay));
  }

  /** Reads the body of a {@code GET /stats}. */
  static DailyTotals ofStats(String body) throws FailureException {
    try {
      SortedMap<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> byDay =
          new TreeMap<>();
      for (Map.Entry<String, JsonNode> day : MAPPER.readTree(body).required("data").properties()) {
        SortedMap<String, SortedMap<String, BigDecimal>> groups = groups(day.getValue());
        if (!groups.isEmpty()) {
          byDay.put(LocalDate.parse(day.getKey()), groups);
        }
      }
      return new DailyTotals(byDay);
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      throw new FailureException("the API answered something else than totals: " + body, e);
    }
  }

  private static SortedMap<String, SortedMap<String, BigDecimal>> groups(JsonNode day) {
    SortedMap<String, SortedMap<String, BigDecimal>> groups = new TreeMap<>();
    for (Map.Entry<String, JsonNode> group : day.properties()) {
      SortedMap<String, BigDecimal> totals = new TreeMap<>();
      group
          .getValue()
          .properties()
          .forEach(total -> totals.put(total.getKey(), number(total.getValue())));
      if (!totals.isEmpty()) {
        groups.put(group.getKey(), totals);
      }
    }
    return groups;
  }

  /** Jackson would take anything that is no number for zero. */
  private static BigDecimal number(JsonNode total) {
    if (!total.isNumber()) {
      throw new IllegalArgumentException("expected a number, found " + total);
    }
    return total.decimalValue();
  }

  /** The currencies of all groups. */
  SortedSet<String> currencies() {
    SortedSet<String> currencies = new TreeSet<>();
    byDay.values().stream()
        .flatMap(groups -> groups.keySet().stream())
        .forEach(group -> currencies.add(currency(group)));
    return currencies;
  }

  private static String currency(String group) {
    int colon = group.indexOf(':');
    return colon < 0 ? NO_CURRENCY : group.substring(colon + 1);
  }

  /** These, of groups without a currency, as those of one. */
  DailyTotals in(String currency) {
    return currency.equals(NO_CURRENCY) ? this : renamed(group -> group + ":" + currency);
  }

  /** These as they are where rows of a currency are counted with those that name none. */
  DailyTotals without(String currency) {
    return renamed(group -> currency(group).equals(currency) ? base(group) : group);
  }

  private static String base(String group) {
    int colon = group.indexOf(':');
    return colon < 0 ? group : group.substring(0, colon);
  }

  private DailyTotals renamed(UnaryOperator<String> name) {
    DailyTotals all = new DailyTotals(new TreeMap<>());
    for (Map.Entry<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> day :
        byDay.entrySet()) {
      for (Map.Entry<String, SortedMap<String, BigDecimal>> group : day.getValue().entrySet()) {
        TreeMap<String, SortedMap<String, BigDecimal>> one = new TreeMap<>();
        one.put(name.apply(group.getKey()), group.getValue());
        TreeMap<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> ofDay =
            new TreeMap<>();
        ofDay.put(day.getKey(), one);
        all = all.plus(new DailyTotals(ofDay));
      }
    }
    return all;
  }

  /** These totals and others, added cell by cell. */
  DailyTotals plus(DailyTotals others) {
    SortedMap<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> sum = new TreeMap<>();
    for (DailyTotals part : new DailyTotals[] {this, others}) {
      part.byDay.forEach(
          (day, groups) ->
              groups.forEach(
                  (group, totals) ->
                      totals.forEach(
                          (method, total) ->
                              sum.computeIfAbsent(day, d -> new TreeMap<>())
                                  .computeIfAbsent(group, g -> new TreeMap<>())
                                  .merge(method, total, BigDecimal::add))));
    }
    return new DailyTotals(sum);
  }

  /** One total, or zero. */
  BigDecimal total(LocalDate day, String group, String method) {
    return byDay
        .getOrDefault(day, Collections.emptySortedMap())
        .getOrDefault(group, Collections.emptySortedMap())
        .getOrDefault(method, BigDecimal.ZERO);
  }

  /** How many totals there are. */
  long count() {
    return byDay.values().stream()
        .flatMap(groups -> groups.values().stream())
        .mapToLong(Map::size)
        .sum();
  }

  /** The sum of one group over everything. */
  BigDecimal sum(String group) {
    return byDay.values().stream()
        .flatMap(
            groups -> groups.getOrDefault(group, Collections.emptySortedMap()).values().stream())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
