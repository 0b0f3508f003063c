package daybook.local;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Daily totals as text: one block for each group, a line a day, a column a payment method. */
final class TotalsTable {

  /** Most columns of payment methods; what is beyond them is only in the line's total. */
  private static final int METHODS_MAX = 6;

  /** Most days shown; a longer answer is cut, and says so. */
  private static final int DAYS_MAX = 40;

  /** Of the first column: the longer group name, a little more than a day. */
  private static final int HEAD_WIDTH = "withdrawals".length();

  /** The same with a currency. */
  private static final int HEAD_WITH_CURRENCY_WIDTH = "withdrawals:EUR".length();

  private static final int AMOUNT_WIDTH_MIN = 11;

  private final DailyTotals totals;
  private final int headWidth;
  private final DecimalFormat format =
      new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));

  TotalsTable(DailyTotals totals) {
    this.totals = totals;
    boolean plain =
        totals.byDay().values().stream()
            .allMatch(day -> day.keySet().stream().noneMatch(group -> group.contains(":")));
    this.headWidth = plain ? HEAD_WIDTH : HEAD_WITH_CURRENCY_WIDTH;
  }

  private TotalsTable(DailyTotals totals, int headWidth) {
    this.totals = totals;
    this.headWidth = headWidth;
  }

  /** The lines of the table. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String group : List.of("deposits", "withdrawals")) {
      block(group, lines);
    }
    return lines;
  }

  /** The same without groups that have no totals, and with those of further currencies. */
  List<String> groupsThatAreThere() {
    SortedSet<String> groups = new TreeSet<>();
    totals.byDay().values().forEach(day -> groups.addAll(day.keySet()));
    List<String> lines = new ArrayList<>();
    groups.forEach(group -> new TotalsTable(only(group), headWidth).block(group, lines));
    return lines;
  }

  private DailyTotals only(String group) {
    SortedMap<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> days = new TreeMap<>();
    totals
        .byDay()
        .forEach(
            (day, groups) -> {
              if (groups.containsKey(group)) {
                days.put(day, new TreeMap<>(Map.of(group, groups.get(group))));
              }
            });
    return new DailyTotals(days);
  }

  private void block(String group, List<String> lines) {
    List<String> methods = methods(group);
    List<String> columns = new ArrayList<>(methods);
    columns.add("total");
    int width = width(group, columns);
    lines.add(line(group, columns, width));
    int days = 0;
    for (LocalDate day : totals.byDay().keySet()) {
      if (++days > DAYS_MAX) {
        lines.add("… and %d more days".formatted(totals.byDay().size() - DAYS_MAX));
        break;
      }
      lines.add(line(day.toString(), cells(group, day, methods), width));
    }
    lines.add(line("all days", sums(group, methods), width));
    lines.add("");
  }

  private List<String> methods(String group) {
    SortedSet<String> methods = new TreeSet<>();
    totals
        .byDay()
        .values()
        .forEach(
            groups -> {
              if (groups.containsKey(group)) {
                methods.addAll(groups.get(group).keySet());
              }
            });
    return methods.stream().limit(METHODS_MAX).toList();
  }

  private List<String> cells(String group, LocalDate day, List<String> methods) {
    List<String> cells = new ArrayList<>();
    methods.forEach(method -> cells.add(format.format(totals.total(day, group, method))));
    cells.add(format.format(daySum(group, day)));
    return cells;
  }

  private BigDecimal daySum(String group, LocalDate day) {
    return new DailyTotals(totals.byDay().subMap(day, day.plusDays(1))).sum(group);
  }

  private List<String> sums(String group, List<String> methods) {
    List<String> cells = new ArrayList<>();
    for (String method : methods) {
      BigDecimal sum =
          totals.byDay().keySet().stream()
              .map(day -> totals.total(day, group, method))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      cells.add(format.format(sum));
    }
    cells.add(format.format(totals.sum(group)));
    return cells;
  }

  private int width(String group, List<String> columns) {
    int width = Math.max(AMOUNT_WIDTH_MIN, format.format(totals.sum(group)).length());
    return columns.stream().mapToInt(String::length).reduce(width, Math::max);
  }

  private String line(String head, List<String> cells, int width) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-" + headWidth + "s", head));
    cells.forEach(cell -> line.append("  ").append(" ".repeat(width - cell.length())).append(cell));
    return line.toString();
  }
}
