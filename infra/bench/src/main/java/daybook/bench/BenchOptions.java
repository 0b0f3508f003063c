package daybook.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
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

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Order of a file's rows. */
  enum Order {
    RANDOM,
    /** By their times. */
    SORTED
  }

  private static final List<Long> ROWS = List.of(1_000_000L, 10_000_000L);
  private static final List<Long> ROWS_QUICK = List.of(200_000L);
  private static final List<Integer> METHODS = List.of(5, 200);
  private static final int METHODS_MAX = 200;
  private static final int ROUNDS = 3;
  private static final int ROUNDS_QUICK = 2;
  private static final int ROUNDS_MAX = 99;
  private static final long LARGEST_MB = 1_000;
  private static final long LARGEST_MB_QUICK = 10;

  /** Beyond it the generated rows would not fit. */
  private static final long LARGEST_MB_MAX = 40_000;

  /** A row a day, so that no day is without. */
  private static final long ROWS_MIN = BenchFile.DAYS;

  private static final long ROWS_MAX = 1_000_000_000;

  /** Copies lists and set. */
  BenchOptions {
    parts = Set.copyOf(parts);
    rows = List.copyOf(rows);
    orders = List.copyOf(orders);
    methods = List.copyOf(methods);
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static BenchOptions parse(List<String> arguments) {
    return new Parser(arguments).parse();
  }

  /** The state of one parse. */
  private static final class Parser {
    private final boolean quick;
    private final Iterator<String> rest;
    private final Set<Part> parts = EnumSet.of(Part.IMPORTS, Part.STATS, Part.STARTS);
    private List<Long> rows;
    private List<Order> orders = List.of(Order.values());
    private List<Integer> methods = METHODS;
    private boolean mapped;
    private int rounds;
    private long largestMb;
    private Optional<Path> json = Optional.empty();
    private Optional<Double> atLeast = Optional.empty();
    private Optional<Path> baseline = Optional.empty();
    private Optional<Path> flame = Optional.empty();

    Parser(List<String> arguments) {
      quick = arguments.contains("--quick");
      rest = arguments.iterator();
      rows = quick ? ROWS_QUICK : ROWS;
      rounds = quick ? ROUNDS_QUICK : ROUNDS;
      largestMb = quick ? LARGEST_MB_QUICK : LARGEST_MB;
    }

    BenchOptions parse() {
      while (rest.hasNext()) {
        option(rest.next());
      }
      return new BenchOptions(
          quick, parts, rows, orders, methods, mapped, rounds, largestMb, json, atLeast, baseline,
          flame);
    }

    private void option(String name) {
      switch (name) {
        case "--quick" -> {}
        case "--growth" -> parts.add(Part.GROWTH);
        case "--only" -> {
          parts.clear();
          parts.addAll(parts(name, value(name)));
        }
        case "--rows" -> rows = numbers(name, value(name), ROWS_MIN, ROWS_MAX);
        case "--order" -> orders = orders(name, value(name));
        case "--methods" ->
            methods =
                numbers(name, value(name), 1, METHODS_MAX).stream().map(Math::toIntExact).toList();
        case "--mapped" -> mapped = true;
        case "--rounds" -> rounds = (int) number(name, value(name), 1, ROUNDS_MAX);
        case "--largest-mb" -> largestMb = number(name, value(name), 1, LARGEST_MB_MAX);
        case "--json" -> json = Optional.of(Path.of(value(name)));
        case "--at-least" -> atLeast = Optional.of(ratio(name, value(name)));
        case "--baseline" -> baseline = Optional.of(Path.of(value(name)));
        case "--flame" -> flame = Optional.of(Path.of(value(name)));
        default ->
            throw new IllegalArgumentException(
                "unknown option %s: ./daybook bench --help lists what there is".formatted(name));
      }
    }

    private String value(String name) {
      if (!rest.hasNext()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      return rest.next();
    }
  }

  private static List<Part> parts(String name, String text) {
    List<Part> parts = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      parts.add(
          Arrays.stream(Part.values())
              .filter(part -> part.label().equals(word))
              .findAny()
              .orElseThrow(() -> refused(name, word, "imports, stats, starts or growth")));
    }
    return parts;
  }

  private static List<Order> orders(String name, String text) {
    return switch (text) {
      case "random" -> List.of(Order.RANDOM);
      case "sorted" -> List.of(Order.SORTED);
      case "both" -> List.of(Order.values());
      default -> throw refused(name, text, "random, sorted or both");
    };
  }

  private static List<Long> numbers(String name, String text, long min, long max) {
    return Arrays.stream(text.split(",", -1)).map(part -> number(name, part, min, max)).toList();
  }

  private static long number(String name, String text, long min, long max) {
    long number = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : -1;
    if (number < min || number > max) {
      throw refused(name, text, "a whole number from %d to %d".formatted(min, max));
    }
    return number;
  }

  private static double ratio(String name, String text) {
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3})?")) {
      throw refused(name, text, "a ratio such as 0.7");
    }
    return Double.parseDouble(text);
  }

  private static IllegalArgumentException refused(String name, String text, String expected) {
    return new IllegalArgumentException("%s is '%s': expected %s".formatted(name, text, expected));
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
