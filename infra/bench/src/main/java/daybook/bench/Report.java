package daybook.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, as tables for people and as JSON with every figure.
 *
 * @param begun when the first was measured
 * @param duckDb version of DuckDB
 * @param rounds how often everything was measured
 * @param results all that was measured
 */
record Report(Instant begun, String duckDb, int rounds, Results results) {

  /** More values than these are a distribution, of which the percentiles say enough. */
  private static final int VALUES_SHOWN_MAX = 50;

  /** The tables. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "Java %s, %d processors, DuckDB %s, %d rounds%n",
            System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors(),
            duckDb,
            rounds));
    if (!results.files().isEmpty()) {
      table.append(
          """
          imports: all days are hot; 'x DuckDB' is how many times as fast as DuckDB on the same
          file, 'x row by row' how many times as fast as the row-by-row reference, by the medians
          """);
    }
    results.files().forEach((file, measures) -> table.append(FileTable.of(file, measures)));
    results.stats().forEach((form, measures) -> table.append(FurtherTables.stats(form, measures)));
    table.append(FurtherTables.starts(results.starts()));
    table.append(FurtherTables.growth(results.growth()));
    return table.toString();
  }

  /** How many times as fast as others an import is, by names such as {@code to_duckdb}. */
  static Map<String, Double> ratios(Measures measures) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    ratios.put("to_duckdb", measures.ratio(Measures.OURS_WARM, Measures.DUCKDB));
    ratios.put("to_duckdb_cold", measures.ratio(Measures.OURS_COLD, Measures.DUCKDB));
    ratios.put("to_row_by_row", measures.ratio(Measures.OURS_WARM, Measures.ROW_BY_ROW));
    if (measures.has(Measures.OURS_MAPPED)) {
      ratios.put("mapped_to_own", measures.ratio(Measures.OURS_MAPPED, Measures.OURS_WARM));
    }
    return ratios;
  }

  /** All figures. Times, sizes and processor times have their units in their names. */
  String json() {
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode root = mapper.createObjectNode();
    root.put("begun", begun.toString());
    root.put("java", System.getProperty("java.version"));
    root.put("processors", Runtime.getRuntime().availableProcessors());
    root.put("duckdb", duckDb);
    root.put("rounds", rounds);
    ObjectNode files = root.putObject("files");
    results
        .files()
        .forEach((file, measures) -> put(files.putObject(file.form().name()), file, measures));
    ObjectNode stats = root.putObject("stats");
    results.stats().forEach((form, measures) -> put(stats.putObject(form.name()), measures));
    put(root.putObject("starts"), results.starts());
    putGrowth(root.putObject("growth"), results.growth());
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of numbers cannot be written", e);
    }
  }

  private static void put(ObjectNode node, BenchFile file, Measures measures) {
    node.put("rows", file.rows());
    node.put("bytes", file.bytes());
    node.put("sorted", file.form().sorted());
    node.put("methods", file.form().methods());
    ObjectNode ratios = node.putObject("ratios");
    ratios(measures).forEach(ratios::put);
    put(node.putObject("measures"), measures);
  }

  private static void putGrowth(ObjectNode node, List<Growth.Series> growth) {
    for (Growth.Series series : growth) {
      ObjectNode one = node.putObject(series.unit().replace(' ', '_'));
      one.put("exponent", series.exponent());
      one.put("linear", series.linear());
      ObjectNode points = one.putObject("points");
      for (Growth.Point point : series.points()) {
        ObjectNode at = points.putObject(Long.toString(point.amount()));
        at.put("rows", point.rows());
        put(at.putObject("seconds"), point.seconds());
        put(at.putObject("importer.peak_resident_megabytes"), point.importerMb());
      }
    }
  }

  private static void put(ObjectNode node, Measures measures) {
    measures.all().forEach((name, samples) -> put(node.putObject(name), samples));
  }

  private static void put(ObjectNode node, Samples samples) {
    node.put("count", samples.values().size());
    node.put("median", samples.median());
    node.put("min", samples.min());
    node.put("max", samples.max());
    node.put("p99", samples.percentile(99));
    if (samples.values().size() <= VALUES_SHOWN_MAX) {
      samples.values().forEach(node.withArray("values")::add);
    }
  }
}
