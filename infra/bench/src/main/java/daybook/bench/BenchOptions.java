package daybook.bench;

import daybook.local.Arguments;
import daybook.local.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code ./daybook bench} is asked for.
 *
 * @param quick whether rounds and samples are few, so that it takes less than a minute
 * @param parts what is measured; unmodifiable
 * @param rows rows of the files, in this order
 * @param orders orders of the files
 * @param methods numbers of payment methods of the files
 * @param mapped whether the same rows under a mapping are imported beside them
 * @param rounds how often everything is measured
 * @param largestMb size of the largest file whose growth is measured, in megabytes
 * @param json where all figures go
 * @param atLeast least ratio to DuckDB that is not a failure
 * @param baseline recorded ratios, far below which is a failure
 * @param flame where the picture goes that shows what one import spends its time on
 */
record BenchOptions(
    boolean quick,
    Set<Part> parts,
    List<Long> rows,
    List<Order> orders,
    List<Integer> methods,
    boolean mapped,
    int rounds,
    long largestMb,
    Optional<Path> json,
    Optional<Double> atLeast,
    Optional<Path> baseline,
    Optional<Path> flame) {

  /** What can be measured by itself. */
  enum Part {
    /** Whole runs beside peers and limits. */
    IMPORTS,
    /** {@code GET /stats} beside raw reads. */
    STATS,
    /** Cold starts beside an empty handler. */
    STARTS,
    /** How time and memory grow. */
    GROWTH;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Order of a file's rows. */
  enum Order {
    RANDOM,
    /** By their times. */
    SORTED
  }

  /** Copies lists and set. */
  BenchOptions {
    parts = Set.copyOf(parts);
    rows = List.copyOf(rows);
    orders = List.copyOf(orders);
    methods = List.copyOf(methods);
  }

  /**
   * Reads arguments.
   *
   * @throws UsageException with everything that is wrong
   */
  static BenchOptions parse(List<String> arguments) throws UsageException {
    return Arguments.parse(new BenchArguments(), arguments).options();
  }

  boolean has(Part part) {
    return parts.contains(part);
  }

  /** The files: each number of rows in each order with each number of methods. */
  List<BenchFile.Form> forms() {
    List<BenchFile.Form> forms =
        rows.stream()
            .flatMap(
                count ->
                    methods.stream()
                        .flatMap(
                            some ->
                                orders.stream()
                                    .map(
                                        order ->
                                            new BenchFile.Form(
                                                count, order == Order.SORTED, some))))
            .collect(Collectors.toCollection(ArrayList::new));
    if (quick && orders.size() > 1 && methods.size() > 1) {
      // Both orders and both numbers of methods, but not each with each.
      forms.removeIf(form -> form.sorted() == (form.methods() == methods.get(0)));
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
    return quick ? 5 : 40;
  }

  /** Days of the requests that are measured: one, a month, a year. */
  List<Integer> statsDays() {
    return quick ? List.of(31) : List.of(1, 31, 366);
  }

  /** Numbers of payment methods of the days that are asked for. */
  List<Integer> statsMethods() {
    return quick ? methods.subList(0, 1) : methods;
  }

  /** How often everything of {@code GET /stats} is measured. */
  int statsRounds() {
    return quick ? 1 : rounds;
  }

  /** Requests for each range of days, in each round. */
  int statsRequests() {
    return quick ? 50 : 200;
  }

  /** How long all clients ask at once, for each range of days, in each round. */
  Duration statsLoad() {
    return quick ? Duration.ofMillis(500) : Duration.ofSeconds(3);
  }

  /** How often each function is started. */
  int starts() {
    return quick ? 2 : 9;
  }

  /** Rows of those files whose size stays while something else grows. */
  long growthRows() {
    return quick ? 200_000 : 1_000_000;
  }
}
