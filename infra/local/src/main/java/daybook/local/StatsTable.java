package daybook.local;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The table of {@code GET /stats} as people read it: a block for each type, a line a period, a
 * column a payment method, with the number of rows where it is known.
 */
final class StatsTable {

  private static final String PERIOD = "period";
  private static final String TYPE = "type";
  private static final String METHOD = "payment_method";
  private static final String CURRENCY = "currency";
  private static final String AMOUNT = "amount";
  private static final String COUNT = "count";
  private static final String ALL = "all";

  private final DecimalFormat format =
      new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));

  /** By group, period and payment method. */
  private final Map<String, Map<String, Map<String, Sum>>> groups = new LinkedHashMap<>();

  /**
   * A sum.
   *
   * @param count rows of it, or negative where they are not known
   */
  private record Sum(BigDecimal amount, long count) {
    static final Sum NOTHING = new Sum(BigDecimal.ZERO, 0);

    static Sum of(NamedCsvRecord row) {
      String count = row.findField(COUNT).orElse("");
      return new Sum(
          new BigDecimal(row.getField(AMOUNT)), count.isEmpty() ? -1 : Long.parseLong(count));
    }

    Sum plus(Sum other) {
      boolean known = count >= 0 && other.count >= 0;
      return new Sum(amount.add(other.amount), known ? count + other.count : -1);
    }
  }

  /**
   * @param csv as the API gives it
   */
  StatsTable(String csv) {
    for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(csv)) {
      String currency = row.getField(CURRENCY);
      groups
          .computeIfAbsent(
              row.getField(TYPE) + "s" + (currency.isEmpty() ? "" : " " + currency),
              group -> new LinkedHashMap<>())
          .computeIfAbsent(row.getField(PERIOD), period -> new LinkedHashMap<>())
          .put(row.getField(METHOD), Sum.of(row));
    }
  }

  /** Its lines. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (groups.isEmpty()) {
      lines.add("no totals in these days");
    }
    groups.forEach(
        (group, periods) -> {
          if (!lines.isEmpty()) {
            lines.add("");
          }
          lines.addAll(aligned(block(group, periods)));
        });
    return lines;
  }

  private List<List<String>> block(String group, Map<String, Map<String, Sum>> periods) {
    SortedSet<String> methods = new TreeSet<>();
    periods.values().forEach(sums -> methods.addAll(sums.keySet()));
    Map<String, Sum> all = new LinkedHashMap<>();
    periods
        .values()
        .forEach(sums -> sums.forEach((method, sum) -> all.merge(method, sum, Sum::plus)));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(group));
    head.addAll(methods);
    head.add("total");
    rows.add(head);
    periods.forEach((period, sums) -> rows.add(row(period, methods, sums)));
    if (periods.size() > 1) {
      rows.add(row(ALL, methods, all));
    }
    return rows;
  }

  private List<String> row(String head, SortedSet<String> methods, Map<String, Sum> sums) {
    List<String> cells = new ArrayList<>(List.of(head));
    Sum total = Sum.NOTHING;
    for (String method : methods) {
      Sum sum = sums.getOrDefault(method, Sum.NOTHING);
      total = total.plus(sum);
      cells.add(cell(sum));
    }
    cells.add(cell(total));
    return cells;
  }

  private String cell(Sum sum) {
    String count = sum.count() > 0 ? String.format(Locale.ROOT, " (%,d)", sum.count()) : "";
    return format.format(sum.amount()) + count;
  }

  private static List<String> aligned(List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = rows.stream().mapToInt(any -> any.get(column).length()).max().orElse(0);
        String blanks = " ".repeat(width - row.get(i).length());
        line.append(i == 0 ? row.get(i) + blanks : "  " + blanks + row.get(i));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
