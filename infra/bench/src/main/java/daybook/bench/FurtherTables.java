package daybook.bench;

import daybook.lambda.FunctionSettings;
import java.util.List;
import java.util.Locale;

/** What was measured besides imports of a file, for people. */
final class FurtherTables {

  private FurtherTables() {}

  /**
   * Answers of {@code GET /stats} to one client after another and to all at once, each line with
   * the raw read of the same keys under it.
   */
  static String stats(BenchFile.Form form, Measures measures) {
    StringBuilder table = new StringBuilder();
    table.append(
        format(
            "%nGET /stats, %d payment methods: milliseconds of one client, then how many requests a"
                + "%nsecond %d clients get answered by the local run's %d instances; 'raw' reads the same"
                + "%nkeys: a pipeline of Redis for hot days, a find of MongoDB for historical ones (before"
                + "%nthe cut-off), both for mixed ones; 'x raw' is how many times as long /stats takes%n",
            form.methods(), StatsLoad.CLIENTS, FunctionSettings.CONCURRENCY_DEFAULT));
    table.append(
        format(
            "  %-16s %9s %9s %9s %9s %9s %9s %10s %10s%n",
            "days",
            "p50",
            "p99",
            "a second",
            "raw p50",
            "raw p99",
            "a second",
            "x raw p50",
            "x raw p99"));
    for (StatsLoad.Window window : StatsLoad.Window.values()) {
      for (int days : new int[] {1, 31, 366}) {
        if (measures.all().containsKey(Measures.stats(window, days))) {
          Samples ours = measures.of(Measures.stats(window, days));
          Samples raw = measures.of(Measures.rawRead(window, days));
          table.append(
              format(
                  "  %-16s %9.2f %9.2f %9.0f %9.2f %9.2f %9.0f %10.1f %10.1f%n",
                  days + " " + window.label(),
                  ours.percentile(50),
                  ours.percentile(99),
                  measures.of(Measures.statsRate(window, days)).median(),
                  raw.percentile(50),
                  raw.percentile(99),
                  measures.of(Measures.rawReadRate(window, days)).median(),
                  ours.percentile(50) / raw.percentile(50),
                  ours.percentile(99) / raw.percentile(99)));
        }
      }
    }
    return table.toString();
  }

  /** Cold starts, by their medians. */
  static String starts(Measures starts) {
    if (starts.all().isEmpty()) {
      return "";
    }
    Samples empty = starts.of(Measures.start(ColdStart.EMPTY));
    StringBuilder table = new StringBuilder();
    table.append(
        format(
            "%ncold start: from the start of the process to its first call for an event, %d times%n"
                + "  %-44s %8s %8s %8s  %10s%n",
            empty.values().size(), "milliseconds", "median", "min", "max", "x empty"));
    starts
        .all()
        .forEach(
            (name, samples) ->
                table.append(
                    format(
                        "  %-44s %8.0f %8.0f %8.0f  %10.2f%n",
                        name.split("\\.", -1)[1],
                        samples.median(),
                        samples.min(),
                        samples.max(),
                        samples.median() / empty.median())));
    return table.toString();
  }

  /** Each thing that grows. */
  static String growth(List<Growth.Series> growth) {
    StringBuilder table = new StringBuilder();
    if (!growth.isEmpty()) {
      table.append(
          format(
              "%ngrowth: warm, random order, medians, the importer with %d MiB; time grows with"
                  + "%nthe exponent as its power: 0 is flat, 1 is linear%n",
              Growth.IMPORTER_MB));
    }
    for (Growth.Series series : growth) {
      table.append(
          format(
              "  %-22s %12s %10s %14s %18s%n",
              series.unit(), "rows", "seconds", "rows a second", "importer, peak MB"));
      for (Growth.Point point : series.points()) {
        table.append(
            format(
                "  %,-22d %,12d %10.2f %,14.0f %18.0f%n",
                point.amount(),
                point.rows(),
                point.seconds().median(),
                point.rows() / point.seconds().median(),
                point.importerMb().max()));
      }
      table.append(
          format(
              "    exponent of the time %.2f; %s would be %d%n",
              series.exponent(), series.linear() ? "linear" : "flat", series.linear() ? 1 : 0));
    }
    return table.toString();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
