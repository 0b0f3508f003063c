package daybook.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, as a table for people and as JSON with every figure.
 *
 * @param begun when the first was measured
 * @param duckDb version of DuckDB
 * @param rounds how often everything was measured
 * @param results every file with its measures, in order
 */
record Report(Instant begun, String duckDb, int rounds, Map<BenchFile, Measures> results) {

  private static final double MILLION = 1e6;

  /** More values than these are a distribution, of which the table of percentiles says enough. */
  private static final int VALUES_SHOWN_MAX = 50;

  private static final String RATE = "  %-44s %8.3f %8.3f %8.3f  %9.2f %10.1f%n";

  /** The table. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        format(
            "Java %s, %d processors, DuckDB %s, %d rounds; all days within the hot window%n",
            System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors(),
            duckDb,
            rounds));
    results.forEach((file, measures) -> table.append(ofFile(file, measures)));
    return table.toString();
  }

  private String ofFile(BenchFile file, Measures measures) {
    StringBuilder table = new StringBuilder();
    table.append(format("%n%s: %,.1f MB%n", file.form(), file.bytes() / MILLION));
    table.append(
        format(
            "  %-44s %8s %8s %8s  %9s %10s%n",
            "million rows a second", "median", "min", "max", "x DuckDB", "x by row"));
    rate(table, file, measures, "ours, warm: object in S3 to history", Measures.OURS_WARM);
    rate(table, file, measures, "ours, cold", Measures.OURS_COLD);
    rate(table, file, measures, "DuckDB, local file, all processors", Measures.DUCKDB);
    rate(table, file, measures, "row by row through Redis", Measures.ROW_BY_ROW);
    rate(table, file, measures, "limit: byte loop in memory, one core", Measures.BYTE_LOOP);
    rate(table, file, measures, "limit: GET from the local S3", Measures.S3_GET);
    rate(table, file, measures, "limit: Redis alone, same traffic", Measures.REDIS_ALONE);
    table.append(format("%n  %-44s %8s %8s %8s%n", "seconds", "median", "min", "max"));
    line(table, measures, "ours, warm: object in S3 to history", Measures.OURS_WARM);
    line(table, measures, "ours, warm: object in S3 to first total", Measures.OURS_WARM_VISIBLE);
    line(table, measures, "ours, cold: object in S3 to first total", Measures.OURS_COLD_VISIBLE);
    line(table, measures, "upload to the local S3", Measures.UPLOAD);
    parts(table, measures);
    redis(table, measures);
    stats(table, measures);
    return table.toString();
  }

  private static void rate(
      StringBuilder table, BenchFile file, Measures measures, String label, String name) {
    Samples seconds = measures.of(name);
    double millions = file.rows() / MILLION;
    table.append(
        format(
            RATE,
            label,
            millions / seconds.median(),
            millions / seconds.max(),
            millions / seconds.min(),
            measures.ratio(name, Measures.DUCKDB),
            measures.ratio(name, Measures.ROW_BY_ROW)));
  }

  private static void line(StringBuilder table, Measures measures, String label, String name) {
    Samples samples = measures.of(name);
    table.append(
        format(
            "  %-44s %8.3f %8.3f %8.3f%n", label, samples.median(), samples.min(), samples.max()));
  }

  private static void parts(StringBuilder table, Measures measures) {
    table.append(
        format(
            "%n  %-44s %8s %8s %8s  %9s%n",
            "CPU-seconds per million rows, warm", "median", "min", "max", "peak MB"));
    for (Usage.Part part : Usage.Part.values()) {
      Samples cpu = measures.of(Measures.cpu(part));
      table.append(
          format(
              "  %-44s %8.3f %8.3f %8.3f  %9.0f%n",
              part.label(),
              cpu.median(),
              cpu.min(),
              cpu.max(),
              measures.of(Measures.memory(part)).max()));
    }
    line(table, measures, "all together", Measures.CPU_ALL);
    line(table, measures, "limit: Redis alone, same traffic", Measures.REDIS_ALONE_CPU);
  }

  private static void redis(StringBuilder table, Measures measures) {
    table.append(format("%n  %-44s %8s %8s %8s%n", "Redis, MB", "median", "min", "max"));
    line(table, measures, "in, per million rows", Measures.REDIS_IN);
    line(table, measures, "out, per million rows", Measures.REDIS_OUT);
    line(table, measures, "memory at its peak", Measures.REDIS_PEAK);
  }

  private static void stats(StringBuilder table, Measures measures) {
    table.append(
        format(
            "%n  %-26s %8s %8s   %-18s %8s %8s  %9s%n",
            "GET /stats, ms", "p50", "p99", "raw read", "p50", "p99", "x, of p99"));
    for (int days : Bench.STATS_DAYS) {
      Samples ours = measures.of(Measures.stats(days));
      Samples raw = measures.of(Measures.rawRead(days));
      table.append(
          format(
              "  %-26s %8.2f %8.2f   %-18s %8.2f %8.2f  %9.1f%n",
              days + (days == 1 ? " day" : " days"),
              ours.percentile(50),
              ours.percentile(99),
              "",
              raw.percentile(50),
              raw.percentile(99),
              ours.percentile(99) / raw.percentile(99)));
    }
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
    results.forEach((file, measures) -> put(files.putObject(file.form().name()), file, measures));
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
    ratios.put("to_duckdb", measures.ratio(Measures.OURS_WARM, Measures.DUCKDB));
    ratios.put("to_duckdb_cold", measures.ratio(Measures.OURS_COLD, Measures.DUCKDB));
    ratios.put("to_row_by_row", measures.ratio(Measures.OURS_WARM, Measures.ROW_BY_ROW));
    ObjectNode all = node.putObject("measures");
    measures.all().forEach((name, samples) -> put(all.putObject(name), samples));
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

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
