package daybook.faults.deaths;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.core.Totals;
import daybook.data.ExactTotals;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Cells by cell, each named {@code day/group/method}. Immutable.
 *
 * @param cells only those that have a total
 */
record Cells(SortedMap<String, BigDecimal> cells) {

  static final Cells NONE = new Cells(new TreeMap<>());

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** What ends the name of a group of reversals, and begins a method. */
  private static final String REVERSED = "_reversed/";

  private static String cell(Object day, String group, String method) {
    return day + "/" + group + "/" + method;
  }

  /** What a {@code GET /stats} answered. */
  static Cells ofStats(String body) throws IOException {
    TreeMap<String, BigDecimal> cells = new TreeMap<>();
    for (Map.Entry<String, JsonNode> day : JSON.readTree(body).required("data").properties()) {
      for (Map.Entry<String, JsonNode> group : day.getValue().properties()) {
        for (Map.Entry<String, JsonNode> total : group.getValue().properties()) {
          if (!total.getValue().isNumber()) {
            throw new IOException("expected a number, found " + total);
          }
          cells.put(
              cell(day.getKey(), group.getKey(), total.getKey()), total.getValue().decimalValue());
        }
      }
    }
    return new Cells(cells);
  }

  /** What history holds. */
  static Cells ofHistory(Totals history) {
    TreeMap<String, BigDecimal> cells = new TreeMap<>();
    history.forEach(
        (key, totals) ->
            totals.forEach(
                (method, total) ->
                    cells.put(
                        cell(key.day(), key.type().group(), method),
                        total.amount().toBigDecimal())));
    return new Cells(cells);
  }

  /** Of cents by cell. */
  static Cells ofCents(Map<String, Long> cents) {
    TreeMap<String, BigDecimal> cells = new TreeMap<>();
    cents.forEach((cell, sum) -> cells.put(cell, BigDecimal.valueOf(sum, 2)));
    return new Cells(cells);
  }

  /** Each group less its reversals, which have no cells of their own. */
  Cells net() {
    TreeMap<String, BigDecimal> net = new TreeMap<>();
    cells.forEach(
        (cell, total) -> {
          boolean isReversed = cell.contains(REVERSED);
          net.merge(
              cell.replace(REVERSED, "/"), isReversed ? total.negate() : total, BigDecimal::add);
        });
    return new Cells(net);
  }

  /** The sum of these and others. */
  Cells plus(Cells others) {
    TreeMap<String, BigDecimal> sum = new TreeMap<>(cells);
    others.cells.forEach((cell, total) -> sum.merge(cell, total, BigDecimal::add));
    return new Cells(sum);
  }

  /** These and the exact sums of one more file. */
  Cells plus(ExactTotals file) {
    TreeMap<String, BigDecimal> sum = new TreeMap<>(cells);
    file.byDay()
        .forEach(
            (day, groups) ->
                groups.forEach(
                    (group, totals) ->
                        totals.forEach(
                            (method, total) ->
                                sum.merge(cell(day, group, method), total, BigDecimal::add))));
    return new Cells(sum);
  }

  /** These and others of other cells. */
  Cells and(Cells others) {
    TreeMap<String, BigDecimal> both = new TreeMap<>(cells);
    both.putAll(others.cells);
    return new Cells(both);
  }

  /** The cells in which these are above others, with both values. */
  List<String> above(Cells others) {
    List<String> above = new ArrayList<>();
    cells.forEach(
        (cell, total) -> {
          BigDecimal other = others.cells.getOrDefault(cell, BigDecimal.ZERO);
          if (total.compareTo(other) > 0) {
            above.add("%s: %s above %s".formatted(cell, total, other));
          }
        });
    return above;
  }

  /** The sum over all cells of how far they are from others. */
  BigDecimal difference(Cells others) {
    TreeSet<String> names = new TreeSet<>(cells.keySet());
    names.addAll(others.cells.keySet());
    return names.stream()
        .map(
            cell ->
                cells
                    .getOrDefault(cell, BigDecimal.ZERO)
                    .subtract(others.cells.getOrDefault(cell, BigDecimal.ZERO))
                    .abs())
        .reduce(new BigDecimal("0.00"), BigDecimal::add);
  }
}
