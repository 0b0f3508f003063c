package daybook.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that was measured of one file, by names such as {@code ours.warm.seconds}, whose last
 * word is the unit.
 */
final class Measures {

  static final String OURS_WARM = "ours.warm.seconds";
  static final String OURS_WARM_VISIBLE = "ours.warm.first_total.seconds";
  static final String OURS_COLD = "ours.cold.seconds";
  static final String OURS_COLD_VISIBLE = "ours.cold.first_total.seconds";

  /** Of a small file, while nothing else is imported. */
  static final String FIRST_TOTAL = "ours.small_file.first_total.seconds";

  /** Of the same rows under a mapping. */
  static final String OURS_MAPPED = "ours.mapped.seconds";

  /** The importer's in these imports. */
  static final String OURS_MAPPED_CPU = "ours.mapped.importer.cpu_seconds_per_million_rows";

  static final String UPLOAD = "ours.upload.seconds";
  static final String DUCKDB = "duckdb.seconds";

  /** For as many rows as the file has, at the rate of those that were measured. */
  static final String ROW_BY_ROW = "row_by_row.seconds";

  static final String BYTE_LOOP = "byte_loop.seconds";
  static final String S3_GET = "s3_get.seconds";
  static final String REDIS_ALONE = "redis_alone.seconds";
  static final String REDIS_ALONE_CPU = "redis_alone.cpu_seconds_per_million_rows";

  /** Of all parts together. */
  static final String CPU_ALL = "cpu.all.cpu_seconds_per_million_rows";

  static final String REDIS_IN = "redis.input_megabytes_per_million_rows";
  static final String REDIS_OUT = "redis.output_megabytes_per_million_rows";
  static final String REDIS_PEAK = "redis.used_memory_peak.megabytes";

  private final Map<String, Samples> byName = new LinkedHashMap<>();

  /** Processor time of a part in warm imports. */
  static String cpu(Usage.Part part) {
    return "cpu." + part.label() + ".cpu_seconds_per_million_rows";
  }

  /** Memory of a part's process at its peak. */
  static String memory(Usage.Part part) {
    return "memory." + part.label() + ".peak_resident_megabytes";
  }

  /** Time of a {@code GET /stats} for so many days. */
  static String stats(StatsLoad.Window window, int days) {
    return "stats." + range(window, days) + ".milliseconds";
  }

  /** Answers of it to all clients together. */
  static String statsRate(StatsLoad.Window window, int days) {
    return "stats." + range(window, days) + ".requests_per_second";
  }

  /** Time of a read of the same keys from the stores. */
  static String rawRead(StatsLoad.Window window, int days) {
    return "raw_read." + range(window, days) + ".milliseconds";
  }

  /** Such reads by all clients together. */
  static String rawReadRate(StatsLoad.Window window, int days) {
    return "raw_read." + range(window, days) + ".requests_per_second";
  }

  private static String range(StatsLoad.Window window, int days) {
    return window.label() + "." + days + "_days";
  }

  /** Time from the start of a function's process to its first call for an event. */
  static String start(String function) {
    return "start." + function + ".milliseconds";
  }

  void add(String name, double value) {
    byName.computeIfAbsent(name, n -> new Samples()).add(value);
  }

  /** All of them, in the order in which they came; unmodifiable. */
  Map<String, Samples> all() {
    return Collections.unmodifiableMap(byName);
  }

  /** Whether it was measured. */
  boolean has(String name) {
    return byName.containsKey(name);
  }

  /** One that was measured. */
  Samples of(String name) {
    Samples samples = byName.get(name);
    if (samples == null) {
      throw new IllegalArgumentException(name + " was not measured");
    }
    return samples;
  }

  /** How many times as fast as another one it is, by the medians of both times. */
  double ratio(String name, String other) {
    return of(other).median() / of(name).median();
  }
}
