package daybook.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How time and the importer's memory grow with what is imported: with the size of a file, and with
 * the same number of rows over more days, with more methods, in more files at once, and after more
 * imports. Every point has a run of its own with {@value #IMPORTER_MB} MiB for the importer, half
 * of what the template gives it, and an import before that is not counted.
 */
final class Growth {

  /** Memory of the importer's function in MiB. */
  static final int IMPORTER_MB = 512;

  /** As the generator writes them with five methods, within a few percent. */
  private static final double ROW_BYTES = 46.3;

  private static final double MEGABYTE = 1e6;
  private static final int METHODS = 5;
  private static final int IMPORTS_MAX = 20;
  private static final long WARM_UP_ROWS = 200_000;

  /** The import before lies on other days than all others, of up to 366 days. */
  private static final int WARM_UP_DAYS_AGO = 400;

  private final BenchOptions options;
  private final Path home;
  private final Folder folder;
  private final PrintStream progress;
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private int runs;

  /**
   * What was measured of one amount.
   *
   * @param amount of what grows
   * @param rows in all that was imported
   * @param seconds from the first object being there to the last being in history
   * @param importerMb memory of the importer's largest process at its peak, resident
   */
  record Point(long amount, long rows, Samples seconds, Samples importerMb) {

    Point(long amount, long rows) {
      this(amount, rows, new Samples(), new Samples());
    }
  }

  /**
   * One thing that grows.
   *
   * @param unit what is counted
   * @param linear whether the rows grow with it, else they stay the same
   * @param points from the least to the most
   */
  record Series(String unit, boolean linear, List<Point> points) {

    /** Copies the list. */
    Series {
      points = List.copyOf(points);
    }

    /**
     * The power of the amount with which the time grows, by least squares over the logarithms of
     * the medians: 0 is flat, 1 is linear.
     */
    double exponent() {
      double[] x =
          points.stream().mapToDouble(point -> Math.log((double) point.amount())).toArray();
      double[] y =
          points.stream().mapToDouble(point -> Math.log(point.seconds().median())).toArray();
      double meanX = mean(x);
      double meanY = mean(y);
      double products = 0;
      double squares = 0;
      for (int at = 0; at < x.length; at++) {
        products += (x[at] - meanX) * (y[at] - meanY);
        squares += (x[at] - meanX) * (x[at] - meanX);
      }
      return squares == 0 ? 0 : products / squares;
    }

    private static double mean(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum / values.length;
    }
  }

  /**
   * Will measure.
   *
   * @param home the project's folder
   * @param folder where files and states go
   * @param progress gets a line for each point
   */
  Growth(BenchOptions options, Path home, Folder folder, PrintStream progress) {
    this.options = options;
    this.home = home;
    this.folder = folder;
    this.progress = progress;
  }

  /** Does it, in rounds that go through all points in turn. */
  List<Series> run() throws BenchException, IOException, InterruptedException {
    long rows = options.growthRows();
    Series sizes = new Series("MB", true, sizes());
    Series days = points("days", rows, 1, 31, 366);
    Series methods = points("payment methods", rows, 5, 50, 200);
    Series files = points("files at once", rows, 1, 4, 16);
    Series imports = points("imports of the file", rows, 1, 5, IMPORTS_MAX);
    for (int round = 0; round < options.rounds(); round++) {
      for (Point point : sizes.points()) {
        measure(point, form(point.rows(), METHODS, BenchFile.DAYS), 1);
      }
      for (Point point : days.points()) {
        measure(point, form(rows, METHODS, (int) point.amount()), 1);
      }
      for (Point point : methods.points()) {
        measure(point, form(rows, (int) point.amount(), BenchFile.DAYS), 1);
      }
      for (Point point : files.points()) {
        int count = (int) point.amount();
        measure(point, form(rows / count, METHODS, BenchFile.DAYS), count);
      }
      measureImports(imports, form(rows, METHODS, BenchFile.DAYS));
    }
    return List.of(sizes, days, methods, files, imports);
  }

  private List<Point> sizes() {
    List<Point> points = new ArrayList<>();
    for (long megabytes : new long[] {1, 10, 100, 1_000}) {
      if (megabytes <= options.largestMb()) {
        points.add(new Point(megabytes, Math.round(megabytes * MEGABYTE / ROW_BYTES)));
      }
    }
    return points;
  }

  private static Series points(String unit, long rows, long... amounts) {
    List<Point> points = new ArrayList<>();
    for (long amount : amounts) {
      points.add(new Point(amount, rows));
    }
    return new Series(unit, false, points);
  }

  private static BenchFile.Form form(long rows, int methods, int days) {
    return new BenchFile.Form(rows, false, methods, days);
  }

  private BenchFile generate(BenchFile.Form form) throws IOException {
    return BenchFile.generate(form, today.minusDays(form.days()), folder.path());
  }

  private void measure(Point point, BenchFile.Form form, int objects)
      throws BenchException, IOException, InterruptedException {
    BenchFile file = generate(form);
    Sums sums = ByteLoop.run(file.path()).sums();
    inRun(
        (run, imports) -> {
          point.seconds().add(imports.together(file, objects, sums.times(objects)));
          point.importerMb().add(importerMb(run));
          say("  %d x %s: %.2f s", objects, form, point.seconds().last());
        });
    Files.delete(file.path());
  }

  private void measureImports(Series series, BenchFile.Form form)
      throws BenchException, IOException, InterruptedException {
    BenchFile file = generate(form);
    Sums sums = ByteLoop.run(file.path()).sums();
    Map<Long, Point> points = new LinkedHashMap<>();
    series.points().forEach(point -> points.put(point.amount(), point));
    inRun(
        (run, imports) -> {
          for (int number = 1; number <= IMPORTS_MAX; number++) {
            double seconds = imports.together(file, 1, sums.times(number));
            Point point = points.get((long) number);
            if (point != null) {
              point.seconds().add(seconds);
              point.importerMb().add(importerMb(run));
              say("  import %d of %s: %.2f s", number, form, seconds);
            }
          }
        });
    Files.delete(file.path());
  }

  private static double importerMb(LocalRun run) {
    return Usage.begin(run.process()).peakMegabytes().getOrDefault(Usage.Part.IMPORTER, 0.0);
  }

  /** What is done with a run. */
  private interface Work {
    void in(LocalRun run, Imports imports) throws BenchException, IOException, InterruptedException;
  }

  private void inRun(Work work) throws BenchException, IOException, InterruptedException {
    Path state = folder.path().resolve("growth-" + ++runs);
    BenchFile before =
        BenchFile.generate(
            form(WARM_UP_ROWS, METHODS, BenchFile.DAYS),
            today.minusDays(WARM_UP_DAYS_AGO),
            Files.createDirectories(folder.path().resolve("before")));
    try (LocalRun run = LocalRun.start(home, state, IMPORTER_MB);
        Outside outside = new Outside(run)) {
      Imports imports = new Imports(run, outside);
      imports.together(before, 1, ByteLoop.run(before.path()).sums());
      work.in(run, imports);
    } finally {
      folder.delete(state);
    }
  }

  private void say(String format, Object... arguments) {
    progress.printf(Locale.ROOT, format + "%n", arguments);
  }
}
