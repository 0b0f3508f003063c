package daybook.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ./daybook bench} is asked for.
 *
 * @param quick whether rounds and samples are few, so that it takes less than a minute
 * @param rows rows of the files, in this order
 * @param rounds how often everything is measured
 * @param json where all figures go
 * @param atLeast least ratio to DuckDB that is not a failure
 */
record BenchOptions(
    boolean quick, List<Long> rows, int rounds, Optional<Path> json, Optional<Double> atLeast) {

  private static final List<Long> ROWS = List.of(1_000_000L, 10_000_000L);
  private static final List<Long> ROWS_QUICK = List.of(200_000L);
  private static final int ROUNDS = 3;
  private static final int ROUNDS_QUICK = 2;
  private static final int ROUNDS_MAX = 99;

  /** A row a day, so that no day is without. */
  private static final long ROWS_MIN = BenchFile.DAYS;

  private static final long ROWS_MAX = 1_000_000_000;

  /** Copies the list. */
  BenchOptions {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static BenchOptions parse(List<String> arguments) {
    boolean quick = arguments.contains("--quick");
    List<Long> rows = quick ? ROWS_QUICK : ROWS;
    int rounds = quick ? ROUNDS_QUICK : ROUNDS;
    Optional<Path> json = Optional.empty();
    Optional<Double> atLeast = Optional.empty();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String name = rest.next();
      switch (name) {
        case "--quick" -> {}
        case "--rows" -> rows = rows(value(name, rest));
        case "--rounds" -> rounds = (int) number(name, value(name, rest), 1, ROUNDS_MAX);
        case "--json" -> json = Optional.of(Path.of(value(name, rest)));
        case "--at-least" -> atLeast = Optional.of(ratio(name, value(name, rest)));
        default ->
            throw new IllegalArgumentException(
                "unknown option %s: ./daybook bench --help lists what there is".formatted(name));
      }
    }
    return new BenchOptions(quick, rows, rounds, json, atLeast);
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return rest.next();
  }

  private static List<Long> rows(String text) {
    List<Long> rows = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      rows.add(number("--rows", part, ROWS_MIN, ROWS_MAX));
    }
    return rows;
  }

  private static long number(String name, String text, long min, long max) {
    long number = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
    if (number < min || number > max) {
      throw new IllegalArgumentException(
          "%s is '%s': expected a whole number from %d to %d".formatted(name, text, min, max));
    }
    return number;
  }

  private static double ratio(String name, String text) {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?")) {
      throw new IllegalArgumentException(
          "%s is '%s': expected a ratio such as 0.7".formatted(name, text));
    }
    return Double.parseDouble(text);
  }

  /** The files: both orders with few methods and with as many as a file may have. */
  List<BenchFile.Form> forms() {
    List<BenchFile.Form> forms = new ArrayList<>();
    for (long count : rows) {
      forms.add(new BenchFile.Form(count, false, 5));
      if (!quick) {
        forms.add(new BenchFile.Form(count, true, 5));
        forms.add(new BenchFile.Form(count, false, 200));
      }
      forms.add(new BenchFile.Form(count, true, 200));
    }
    return forms;
  }

  /** Rows that go through the row-by-row reference. */
  long rowsRowByRow() {
    return quick ? 10_000 : 100_000;
  }

  /** Imports by warm functions, in each round. */
  int warmImports() {
    return quick ? 1 : 2;
  }

  /** Small files whose first total is waited for, in each round. */
  int firstTotals() {
    return quick ? 10 : 40;
  }

  /** Requests for each range of days, in each round. */
  int statsRequests() {
    return quick ? 100 : 300;
  }
}
