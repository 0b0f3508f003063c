package daybook.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.data.ExactTotals;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sums of a file, in the one form in which all that is measured is compared.
 *
 * @param cents {@code YYYY-MM-DD group method}, the group {@code deposits} or {@code withdrawals},
 *     to whole cents; unmodifiable
 */
record Sums(SortedMap<String, Long> cents) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Copies the map. */
  Sums {
    cents = Collections.unmodifiableSortedMap(new TreeMap<>(cents));
  }

  /** Names one sum. */
  static String name(String day, String group, String method) {
    return day + " " + group + " " + method;
  }

  /**
   * An amount in whole cents.
   *
   * @throws ArithmeticException if it has a fraction of a cent
   */
  static long cents(BigDecimal amount) {
    return amount.movePointRight(2).longValueExact();
  }

  /** The exact sums of a file. */
  static Sums of(ExactTotals totals) {
    SortedMap<String, Long> sums = new TreeMap<>();
    totals
        .byDay()
        .forEach(
            (day, groups) ->
                groups.forEach(
                    (group, methods) ->
                        methods.forEach(
                            (method, total) -> sums.put(name(day, group, method), cents(total)))));
    return new Sums(sums);
  }

  /** Reads the body of a {@code GET /stats}. */
  static Sums ofStats(String body) throws BenchException {
    SortedMap<String, Long> sums = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> day : MAPPER.readTree(body).required("data").properties()) {
        for (Map.Entry<String, JsonNode> group : day.getValue().properties()) {
          for (Map.Entry<String, JsonNode> total : group.getValue().properties()) {
            sums.put(
                name(day.getKey(), group.getKey(), total.getKey()),
                cents(new BigDecimal(total.getValue().asText())));
          }
        }
      }
    } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
      throw new BenchException("the API answered something else than totals: " + body, e);
    }
    return new Sums(sums);
  }

  /** These sums so many times over, as of a file that was imported so often. */
  Sums times(int factor) {
    SortedMap<String, Long> product = new TreeMap<>();
    cents.forEach((name, sum) -> product.put(name, Math.multiplyExact(sum, (long) factor)));
    return new Sums(product);
  }

  /**
   * Compares, to the cent.
   *
   * @param who what gave these sums
   * @throws BenchException if they are others than expected; names the first difference
   */
  void require(String who, Sums expected) throws BenchException {
    if (equals(expected)) {
      return;
    }
    SortedMap<String, Long> all = new TreeMap<>(expected.cents);
    all.putAll(cents);
    for (String name : all.keySet()) {
      Long found = cents.get(name);
      Long wanted = expected.cents.get(name);
      if (found == null || !found.equals(wanted)) {
        throw new BenchException(
            "%s: '%s' is %s cents, expected %s".formatted(who, name, found, wanted));
      }
    }
    throw new IllegalStateException("sums that differ nowhere");
  }
}
