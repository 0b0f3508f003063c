package daybook.bench;

import daybook.bench.BenchOptions.Order;
import daybook.bench.BenchOptions.Part;
import daybook.local.Arguments;
import daybook.local.Expected;
import daybook.local.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code ./daybook bench} is asked for, as it is given. */
@Command(
    name = "bench",
    header = {
      "measure, beside DuckDB and the machine's limits",
      "",
      "  ./daybook bench --quick                                     about a minute",
      "  ./daybook bench --only starts                               one minute",
      "  ./daybook bench --only imports --rows 1000000 --methods 5   one size of file",
      "  ./daybook bench --quick --baseline infra/bench/baseline.properties",
      ""
    },
    description = {
      "Measures whole runs from the upload to history, beside DuckDB on the same file, a reference"
          + " that works row by row, and the machine's limits, and compares all sums to the cent;"
          + " GET /stats beside raw reads of the same keys; the start of each function beside an"
          + " empty one. On two idle processors it takes an hour, with --only stats ten minutes,"
          + " with --only growth half an hour."
    },
    exitCodeList = {
      "0:done",
      "1:something failed, sums were not exact, or a ratio was lower than asked for",
      "2:wrong command line"
    },
    footer = {
      "",
      "environment:",
      "  TMPDIR, the folder for files and states, some times the largest file (/tmp)"
    })
final class BenchArguments extends Arguments {

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

  @Option(names = "--quick", description = "200,000 rows, few rounds")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "PART,...",
      split = ",",
      hideParamSyntax = true,
      converter = OfPart.class,
      completionCandidates = OfPart.class,
      description = "measure only these: imports, stats, starts, growth (imports,stats,starts)")
  private List<Part> only = new ArrayList<>();

  @Option(
      names = "--growth",
      description =
          "growth as well: file sizes, days, payment methods, files at once and imports before,"
              + " with 512 MiB for the importer")
  private boolean growth;

  @Option(
      names = "--rows",
      paramLabel = "N,...",
      split = ",",
      hideParamSyntax = true,
      converter = OfRows.class,
      description = "rows of the files, 30 to 1000000000 (1000000,10000000)")
  private List<Long> rows = new ArrayList<>();

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      converter = OfOrders.class,
      description = "rows of the files random, sorted or both (both)")
  private Orders orders = new Orders(List.of(Order.values()));

  @Option(
      names = "--methods",
      paramLabel = "N,...",
      split = ",",
      hideParamSyntax = true,
      converter = OfMethods.class,
      description = "payment methods of the files, 1 to 200 (5,200)")
  private List<Integer> methods = new ArrayList<>();

  @Option(
      names = "--mapped",
      description = "import the same rows under a mapping as well, beside own columns")
  private boolean mapped;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = OfRounds.class,
      description = "how often everything is measured (3)")
  private Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--largest-mb",
      paramLabel = "N",
      converter = OfLargestMb.class,
      description = "largest file of growth (1000; with --quick 10)")
  private Optional<Long> largestMb = Optional.empty();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      converter = Expected.AnyFile.class,
      description = "write all figures there as well")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--at-least",
      paramLabel = "RATIO",
      converter = OfRatio.class,
      description = "exit with 1 where warm runs are less than so many times as fast as DuckDB")
  private Optional<Double> atLeast = Optional.empty();

  @Option(
      names = "--flame",
      paramLabel = "FILE",
      converter = Expected.AnyFile.class,
      description = "draw where the first file's import spends its time, as SVG")
  private Optional<Path> flame = Optional.empty();

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      converter = Expected.AnyFile.class,
      description = "exit with 1 where a ratio is far below the one that this file records")
  private Optional<Path> baseline = Optional.empty();

  @Override
  protected List<String> problems() {
    return baseline.flatMap(InputFile::problem).stream().toList();
  }

  BenchOptions options() {
    Set<Part> parts = EnumSet.of(Part.IMPORTS, Part.STATS, Part.STARTS);
    if (!only.isEmpty()) {
      parts = EnumSet.copyOf(only);
    }
    if (growth) {
      parts.add(Part.GROWTH);
    }
    return new BenchOptions(
        quick,
        parts,
        rows.isEmpty() ? quick ? ROWS_QUICK : ROWS : rows,
        orders.all(),
        methods.isEmpty() ? METHODS : methods,
        mapped,
        rounds.orElse(quick ? ROUNDS_QUICK : ROUNDS),
        largestMb.orElse(quick ? LARGEST_MB_QUICK : LARGEST_MB),
        json,
        atLeast,
        baseline,
        flame);
  }

  /** A part by its name. */
  static final class OfPart extends Expected<Part> implements Iterable<String> {
    OfPart() {
      super("imports, stats, starts or growth");
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Part.values()).map(Part::label).iterator();
    }

    @Override
    protected Optional<Part> read(String text) {
      return Arrays.stream(Part.values()).filter(part -> part.label().equals(text)).findAny();
    }
  }

  /**
   * Orders of files.
   *
   * @param all of them; unmodifiable
   */
  record Orders(List<Order> all) {
    /** Copies the list. */
    Orders {
      all = List.copyOf(all);
    }
  }

  /** One order, or both. */
  static final class OfOrders extends Expected<Orders> {
    OfOrders() {
      super("random, sorted or both");
    }

    @Override
    protected Optional<Orders> read(String text) {
      return switch (text) {
        case "random" -> Optional.of(new Orders(List.of(Order.RANDOM)));
        case "sorted" -> Optional.of(new Orders(List.of(Order.SORTED)));
        case "both" -> Optional.of(new Orders(List.of(Order.values())));
        default -> Optional.empty();
      };
    }
  }

  /** A whole number between bounds. */
  private abstract static class OfNumber extends Expected<Long> {
    private final long min;
    private final long max;

    OfNumber(long min, long max) {
      super("a whole number from %d to %d".formatted(min, max));
      this.min = min;
      this.max = max;
    }

    @Override
    protected Optional<Long> read(String text) {
      return Optional.of(text)
          .filter(given -> given.matches("[0-9]{1,10}"))
          .map(Long::valueOf)
          .filter(number -> number >= min && number <= max);
    }
  }

  /** Rows of a file. */
  static final class OfRows extends OfNumber {
    OfRows() {
      super(ROWS_MIN, ROWS_MAX);
    }
  }

  /** Megabytes of a file. */
  static final class OfLargestMb extends OfNumber {
    OfLargestMb() {
      super(1, LARGEST_MB_MAX);
    }
  }

  /** Payment methods of a file. */
  static final class OfMethods extends Expected.WholeNumber {
    OfMethods() {
      super(1, METHODS_MAX);
    }
  }

  /** Rounds of measuring. */
  static final class OfRounds extends Expected.WholeNumber {
    OfRounds() {
      super(1, ROUNDS_MAX);
    }
  }

  /** A ratio of times. */
  static final class OfRatio extends Expected<Double> {
    OfRatio() {
      super("a ratio such as 0.7");
    }

    @Override
    protected Optional<Double> read(String text) {
      return Optional.of(text)
          .filter(given -> given.matches("[0-9]{1,3}(\\.[0-9]{1,3})?"))
          .map(Double::valueOf);
    }
  }
}
