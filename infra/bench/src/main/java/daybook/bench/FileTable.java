package daybook.bench;

import java.util.Locale;

/** What was measured of imports of one file, for people. */
final class FileTable {

  private static final double MILLION = 1e6;
  private static final String HEAD = "%n  %-44s %8s %8s %8s%n";
  private static final String LINE = "  %-44s %8.3f %8.3f %8.3f%n";

  private final BenchFile file;
  private final Measures measures;
  private final StringBuilder table = new StringBuilder();

  private FileTable(BenchFile file, Measures measures) {
    this.file = file;
    this.measures = measures;
  }

  static String of(BenchFile file, Measures measures) {
    FileTable table = new FileTable(file, measures);
    table.rates();
    table.seconds();
    table.parts();
    table.redis();
    return table.table.toString();
  }

  private void rates() {
    add("%n%s: %,.1f MB%n", file.form(), file.bytes() / MILLION);
    add(
        "  %-44s %8s %8s %8s  %10s %12s%n",
        "million rows a second", "median", "min", "max", "x DuckDB", "x row by row");
    rate("ours, warm: object in S3 to history", Measures.OURS_WARM);
    if (measures.has(Measures.OURS_MAPPED)) {
      rate("ours, warm: the same rows under a mapping", Measures.OURS_MAPPED);
    }
    rate("ours, cold: the first import of a run", Measures.OURS_COLD);
    rate("DuckDB, local file, all processors", Measures.DUCKDB);
    rate("row by row through Redis", Measures.ROW_BY_ROW);
    rate("limit: byte loop in memory, one core", Measures.BYTE_LOOP);
    rate("limit: GET from the local S3", Measures.S3_GET);
    rate("limit: Redis alone, same traffic", Measures.REDIS_ALONE);
  }

  private void rate(String label, String name) {
    Samples seconds = measures.of(name);
    double millions = file.rows() / MILLION;
    add(
        "  %-44s %8.3f %8.3f %8.3f  %10.3f %12.1f%n",
        label,
        millions / seconds.median(),
        millions / seconds.max(),
        millions / seconds.min(),
        measures.ratio(name, Measures.DUCKDB),
        measures.ratio(name, Measures.ROW_BY_ROW));
  }

  private void seconds() {
    add(HEAD, "seconds", "median", "min", "max");
    line("ours, warm: object in S3 to history", Measures.OURS_WARM);
    line("ours, warm: object in S3 to first total", Measures.OURS_WARM_VISIBLE);
    line("ours, cold: object in S3 to first total", Measures.OURS_COLD_VISIBLE);
    line("upload to the local S3", Measures.UPLOAD);
    Samples small = measures.of(Measures.FIRST_TOTAL);
    add(
        "%n  %-44s %8s %8s%n  %-44s %8.3f %8.3f%n",
        "seconds, " + small.values().size() + " files of 1,000 rows",
        "p50",
        "p99",
        "ours, warm: object in S3 to first total",
        small.percentile(50),
        small.percentile(99));
  }

  private void parts() {
    add(
        "%n  %-44s %8s %8s %8s  %10s%n",
        "CPU-seconds per million rows, warm", "median", "min", "max", "peak MB");
    for (Usage.Part part : Usage.Part.values()) {
      Samples cpu = measures.of(Measures.cpu(part));
      add(
          "  %-44s %8.3f %8.3f %8.3f  %10.0f%n",
          part == Usage.Part.SERVERS ? "servers: S3, SQS, MongoDB-wire, gateway" : part.label(),
          cpu.median(),
          cpu.min(),
          cpu.max(),
          measures.of(Measures.memory(part)).max());
    }
    line("all together", Measures.CPU_ALL);
    if (measures.has(Measures.OURS_MAPPED)) {
      line("importer, the same rows under a mapping", Measures.OURS_MAPPED_CPU);
    }
    line("limit: Redis alone, same traffic", Measures.REDIS_ALONE_CPU);
  }

  private void redis() {
    add(HEAD, "Redis, MB", "median", "min", "max");
    line("in, per million rows", Measures.REDIS_IN);
    line("out, per million rows", Measures.REDIS_OUT);
    line("memory at its peak", Measures.REDIS_PEAK);
  }

  private void line(String label, String name) {
    Samples samples = measures.of(name);
    add(LINE, label, samples.median(), samples.min(), samples.max());
  }

  private void add(String format, Object... arguments) {
    table.append(String.format(Locale.ROOT, format, arguments));
  }
}
