package daybook.local.proposal;

import daybook.reading.Dialect;
import daybook.reading.FileStart;
import daybook.reading.HeaderNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The start of a file as a table: how its cells are separated, and where its header is.
 *
 * @param encoding as {@link FileStart#encoding} says it
 * @param delimiter between cells
 * @param quote around cells
 * @param headerLine physical line of the header, from 1
 * @param header names of the columns, those without a name as empty texts
 * @param rows cells of the first rows behind it, at most {@link #ROWS_MAX}, as many in each as the
 *     header has
 */
public record SniffedTable(
    String encoding,
    char delimiter,
    char quote,
    long headerLine,
    List<String> header,
    List<List<String>> rows) {

  /** Rows that are looked at: a form has to fit all of them. */
  public static final int ROWS_MAX = 1_000;

  /** Records among which the header is: as many as the importer looks at. */
  private static final int HEADER_RECORDS_MAX = 50;

  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|', '^', '~');

  /** What no name of a column is: a number, an amount, a date or a time. */
  private static final Pattern VALUE =
      Pattern.compile("[-+(]?[\\p{Sc}]?\\s*\\d[\\d.,:'/\\s-]*\\)?([TZ]\\S*)?");

  /** Copies the lists. */
  public SniffedTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
  }

  /** Finds it; empty where no line looks like a header with rows of as many cells. */
  public static Optional<SniffedTable> of(FileStart start) {
    return DELIMITERS.stream()
        .map(delimiter -> Cut.of(start.records(Dialect.delimitedBy(delimiter)), delimiter))
        .filter(cut -> cut.columns() > 1)
        .max(Comparator.comparing(Cut::score))
        .flatMap(cut -> cut.table(start));
  }

  /** The records as one delimiter cuts them. */
  private record Cut(List<FileStart.Cells> records, char delimiter, int columns, double share) {

    static Cut of(List<FileStart.Cells> records, char delimiter) {
      Map<Integer, Integer> counts = new HashMap<>();
      records.forEach(record -> counts.merge(used(record.cells()), 1, Integer::sum));
      counts.keySet().removeIf(count -> count < 2);
      int columns =
          counts.entrySet().stream()
              .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
              .map(Map.Entry::getKey)
              .orElse(0);
      long near = records.stream().filter(r -> 2 * used(r.cells()) > columns).count();
      return new Cut(records, delimiter, columns, (double) near / Math.max(1, records.size()));
    }

    /** Many columns in most of the records. */
    double score() {
      return columns * share;
    }

    private static int used(List<String> cells) {
      int used = cells.size();
      while (used > 0 && cells.get(used - 1).isEmpty()) {
        used--;
      }
      return used;
    }

    Optional<SniffedTable> table(FileStart start) {
      for (int i = 0; i < Math.min(records.size(), HEADER_RECORDS_MAX); i++) {
        List<String> cells = records.get(i).cells();
        if (isHeader(cells)) {
          return Optional.of(table(start, i));
        }
      }
      return Optional.empty();
    }

    private boolean isHeader(List<String> cells) {
      int used = used(cells);
      if (used < columns || used < 2) {
        return false;
      }
      Set<String> names = new HashSet<>();
      for (String cell : cells.subList(0, used)) {
        if (VALUE.matcher(cell).matches()) {
          return false;
        }
        names.add(HeaderNames.normal(cell));
      }
      names.remove("");
      return 2 * names.size() > used;
    }

    private SniffedTable table(FileStart start, int place) {
      List<String> header = records.get(place).cells();
      List<List<String>> rows = rows(records, place, header.size());
      char quote = '"';
      if (isQuotedOtherwise(rows)) {
        quote = '\'';
        List<FileStart.Cells> again = start.records(new Dialect((byte) delimiter, quote));
        header = again.get(place).cells();
        rows = rows(again, place, header.size());
      }
      return new SniffedTable(
          start.encoding(), delimiter, quote, records.get(place).line(), header, rows);
    }

    private static List<List<String>> rows(List<FileStart.Cells> records, int header, int columns) {
      List<List<String>> rows = new ArrayList<>();
      for (FileStart.Cells record : records.subList(header + 1, records.size())) {
        boolean whole = 2 * used(record.cells()) > columns && used(record.cells()) <= columns;
        if (whole && rows.size() < ROWS_MAX) {
          List<String> cells = new ArrayList<>(record.cells());
          while (cells.size() < columns) {
            cells.add("");
          }
          rows.add(List.copyOf(cells.subList(0, columns)));
        }
      }
      return rows;
    }

    /** Whether some column has every cell in single quotes. */
    private static boolean isQuotedOtherwise(List<List<String>> rows) {
      int columns = rows.isEmpty() ? 0 : rows.get(0).size();
      for (int column = 0; column < columns; column++) {
        int at = column;
        if (rows.stream().allMatch(row -> row.get(at).matches("(?s)'.+'"))) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether another column is called the same, so that no mapping can name either. */
  boolean isDoubled(int column) {
    String name = HeaderNames.normal(header.get(column));
    return !name.isEmpty()
        && header.stream().filter(other -> HeaderNames.normal(other).equals(name)).count() > 1;
  }

  /** The columns that share their name with another one. */
  List<Integer> doubled() {
    return IntStream.range(0, header.size()).filter(this::isDoubled).boxed().toList();
  }

  /** The cells of a column that are not empty, in their order. */
  List<String> values(int column) {
    return rows.stream().map(row -> row.get(column)).filter(cell -> !cell.isEmpty()).toList();
  }

  /** The different ones of them, in the order of their first row, at most so many. */
  List<String> words(int column, int most) {
    return values(column).stream().distinct().limit(most).toList();
  }

  /** How many rows have a cell. */
  long count(int column, String word) {
    return rows.stream().filter(row -> row.get(column).equalsIgnoreCase(word)).count();
  }
}
