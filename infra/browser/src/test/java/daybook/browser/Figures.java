package daybook.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The same figures from where they are: an answer of {@code /stats}, a picture, a table. */
final class Figures {

  /** The group of the deposits, and that of the withdrawals. */
  static final List<String> GROUPS = List.of("deposits", "withdrawals");

  /** The series of a chart as it was drawn, by label, without what is nowhere. */
  private static final String DRAWN =
      """
      (canvas) => Object.fromEntries(Chart.getChart(canvas).data.datasets
        .map(({label, data}) => [label, data.map((value) => value == null ? '-' : value.toFixed(2))]))
      """;

  private Figures() {}

  /** Amounts of an answer by {@code method, group}, one for each period in order. */
  static Map<String, List<BigDecimal>> bySeries(JsonNode stats) {
    Map<String, List<BigDecimal>> found = new TreeMap<>();
    List<JsonNode> periods = new ArrayList<>();
    stats.get("data").forEach(periods::add);
    for (JsonNode period : periods) {
      for (String group : GROUPS) {
        period
            .get(group)
            .fieldNames()
            .forEachRemaining(
                method ->
                    found.computeIfAbsent(
                        method + ", " + group,
                        name ->
                            periods.stream()
                                .map(each -> amount(each.get(group).path(method)))
                                .toList()));
      }
    }
    return found;
  }

  private static BigDecimal amount(JsonNode number) {
    return number.isMissingNode() ? zero() : number.decimalValue().setScale(2);
  }

  private static BigDecimal zero() {
    return BigDecimal.ZERO.setScale(2);
  }

  /** What a group of an answer adds up to. */
  static BigDecimal sum(JsonNode stats, String group) {
    return bySeries(stats).entrySet().stream()
        .filter(series -> series.getKey().endsWith(", " + group))
        .flatMap(series -> series.getValue().stream())
        .reduce(zero(), BigDecimal::add);
  }

  /** How many transactions of a group an answer counts. */
  static long count(JsonNode stats, String group) {
    long count = 0;
    for (JsonNode period : stats.get("counts")) {
      for (JsonNode number : period.get(group)) {
        count += number.longValue();
      }
    }
    return count;
  }

  /** As the page writes it for a reader of English, without a currency. */
  static String written(BigDecimal amount) {
    return "%,.2f".formatted(amount);
  }

  /** Amounts that a chart has drawn by the label of their series, withdrawals below zero. */
  @SuppressWarnings("unchecked")
  static Map<String, List<BigDecimal>> drawn(Page page, String panel) {
    Map<String, List<String>> series =
        (Map<String, List<String>>)
            page.locator("#panel-" + panel + " .picture canvas").evaluate(DRAWN);
    Map<String, List<BigDecimal>> found = new TreeMap<>();
    series.forEach(
        (label, values) -> found.put(label, values.stream().map(BigDecimal::new).toList()));
    return found;
  }

  /** The rows of a table's body and foot as they are written. */
  static List<List<String>> rows(Locator table) {
    return table.locator("tbody tr, tfoot tr").all().stream()
        .map(row -> row.locator("th, td").allInnerTexts())
        .toList();
  }
}
