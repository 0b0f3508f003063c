package daybook.local.proposal;

import java.util.ArrayList;
import java.util.List;

/** The last rows of a table, where they are sums or closing words and no payments. */
final class EndRows {

  /** A sum, a count and a date of printing. */
  private static final int COUNT_MAX = 3;

  private EndRows() {}

  /** The table without them. */
  static SniffedTable without(SniffedTable table) {
    int rows = table.rows().size() - count(table);
    return new SniffedTable(
        table.encoding(),
        table.delimiter(),
        table.quote(),
        table.headerLine(),
        table.header(),
        table.rows().subList(0, rows));
  }

  /** What stands in the first cell of each. */
  static List<String> words(SniffedTable table) {
    int rows = table.rows().size();
    return table.rows().subList(rows - count(table), rows).stream()
        .map(row -> row.get(0))
        .distinct()
        .toList();
  }

  /** How many there are: rows with a word first, where all other rows have a date. */
  private static int count(SniffedTable table) {
    int rows = table.rows().size();
    if (rows == SniffedTable.ROWS_MAX) {
      return 0;
    }
    for (int column : ColumnRole.TIMESTAMP.columns(table)) {
      List<String> values = table.rows().stream().map(row -> row.get(column)).toList();
      for (int count = 0; count <= Math.min(COUNT_MAX, rows - 1); count++) {
        List<String> others = new ArrayList<>(values.subList(0, rows - count));
        others.removeIf(String::isEmpty);
        boolean named =
            table.rows().subList(rows - count, rows).stream()
                .noneMatch(row -> row.get(0).isEmpty() || row.get(0).matches(".*\\d.*"));
        if (named && TimestampSniffer.of(others).fits()) {
          return count;
        }
      }
    }
    return 0;
  }
}
