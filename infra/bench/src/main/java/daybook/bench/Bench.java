package daybook.bench;

import daybook.core.port.UserMappings;
import daybook.data.ExactTotals;
import daybook.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Measures everything of every file, in rounds that go through all of them in turn, so that a busy
 * machine is busy for each. While peers and limits are measured no local run is there, and every
 * round of a file has a new one, so that its first import is cold.
 */
final class Bench {

  /** Up to here the slow exact sum is waited for; beyond, the byte loop and DuckDB must agree. */
  private static final long ROWS_EXACT_MAX = 300_000;

  private static final double MILLION = 1e6;

  /** 46 KB, a tenth of a batch. */
  private static final long FIRST_TOTAL_ROWS = 1_000;

  /** Every day has every method of both types in all likelihood, and both types for sure. */
  private static final int STATS_ROWS_A_DAY = 6;

  private static final long STATS_ROWS_MIN = 50_000;

  private final BenchOptions options;
  private final Path home;
  private final Folder folder;
  private final PrintStream progress;
  private final Map<BenchFile, Measures> results = new LinkedHashMap<>();
  private final Map<BenchFile, Sums> expected = new LinkedHashMap<>();

  /** The same rows under a mapping, of files where they are asked for. */
  private final Map<BenchFile, BenchFile> mapped = new LinkedHashMap<>();

  private int runs;

  /**
   * Will measure.
   *
   * @param home the project's folder
   * @param folder where files and states go
   * @param progress gets a line for each step
   */
  Bench(BenchOptions options, Path home, Folder folder, PrintStream progress) {
    this.options = options;
    this.home = home;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Does it.
   *
   * @throws BenchException if something does not run, or sums differ
   */
  Results run() throws BenchException, IOException, InterruptedException {
    if (options.has(BenchOptions.Part.IMPORTS)) {
      measureFiles();
    }
    Map<BenchFile.Form, Measures> stats = Map.of();
    if (options.has(BenchOptions.Part.STATS)) {
      stats = measureStats();
    }
    Measures starts = new Measures();
    if (options.has(BenchOptions.Part.STARTS)) {
      say("starting each function %d times", options.starts());
      Path starting = folder.path().resolve("starts");
      starts = new ColdStart(home, starting).run(options.starts());
    }
    List<Growth.Series> growth = List.of();
    if (options.has(BenchOptions.Part.GROWTH)) {
      growth = new Growth(options, home, folder, progress).run();
    }
    return new Results(results, stats, starts, growth);
  }

  private void measureFiles() throws BenchException, IOException, InterruptedException {
    // A whole month that was, so that every day of it is hot.
    LocalDate from = LocalDate.now(ZoneOffset.UTC).minusDays(BenchFile.DAYS);
    for (BenchFile.Form form : options.forms()) {
      say("making %s", form);
      BenchFile file = BenchFile.generate(form, from, folder.path());
      results.put(file, new Measures());
      expected.put(file, sums(file));
      if (options.mapped()) {
        mapped.put(file, file.mapped());
      }
    }
    Path data = folder.path().resolve("redis");
    try (EmbeddedRedis redis = EmbeddedRedis.builder(data).start()) {
      for (int round = 0; round < options.rounds(); round++) {
        for (BenchFile file : results.keySet()) {
          say("round %d of %d: %s", round + 1, options.rounds(), file.form());
          // In turns, because whoever comes first may find a quieter machine.
          if (round % 2 == 0) {
            measurePeers(file, redis);
            measureOurs(file, redis);
          } else {
            measureOurs(file, redis);
            measurePeers(file, redis);
          }
        }
      }
    }
  }

  private static Sums sums(BenchFile file) throws IOException, BenchException {
    Sums sums = ByteLoop.run(file.path()).sums();
    if (file.rows() <= ROWS_EXACT_MAX) {
      sums.require("the byte loop", Sums.of(ExactTotals.of(file.path())));
    }
    return sums;
  }

  private void measurePeers(BenchFile file, EmbeddedRedis redis)
      throws BenchException, IOException, InterruptedException {
    Measures measures = measures(file);
    Sums sums = expected(file);
    DuckDb.Result duckDb = DuckDb.run(file.path());
    duckDb.sums().require("DuckDB", sums);
    add(file, Measures.DUCKDB, duckDb.seconds());
    ByteLoop.Result loop = ByteLoop.run(file.path());
    loop.sums().require("the byte loop", sums);
    add(file, Measures.BYTE_LOOP, loop.seconds());
    RowByRow.Result rows =
        new RowByRow(redis.host(), redis.port()).run(file.path(), options.rowsRowByRow());
    if (rows.rows() == file.rows()) {
      rows.sums().require("row by row", sums);
    }
    measures.add(Measures.ROW_BY_ROW, rows.seconds() * file.rows() / rows.rows());
    say("  %-40s %,14.0f rows/s", label(Measures.ROW_BY_ROW), rows.rows() / rows.seconds());
  }

  private void measureOurs(BenchFile file, EmbeddedRedis redis)
      throws BenchException, IOException, InterruptedException {
    Path state = folder.path().resolve("run-" + ++runs);
    RedisTraffic traffic;
    try (LocalRun run = LocalRun.start(home, state);
        Outside outside = new Outside(run)) {
      Imports imports = new Imports(run, outside);
      Imports.Result imported = imports.run(file, expected(file));
      add(file, Measures.OURS_COLD, imported.seconds());
      measures(file).add(Measures.OURS_COLD_VISIBLE, imported.visibleSeconds());
      int times = 1;
      for (int warm = 0; warm < options.warmImports(); warm++) {
        imported = imports.run(file, expected(file).times(++times));
        addWarm(file, imported);
        if (options.mapped()) {
          measureMapped(file, outside, imports, ++times);
        }
      }
      traffic = imported.traffic();
      if (options.flame().isPresent() && runs == 1) {
        draw(options.flame().get(), file, run, imports, expected(file).times(++times));
      }
      measureFirstTotals(file, imports);
      measureGet(file, outside, imported.key());
    } finally {
      folder.delete(state);
    }
    RedisAlone.Result alone =
        new RedisAlone(redis.host(), redis.port(), ProcessHandle.of(redis.pid()).orElseThrow())
            .run(traffic);
    add(file, Measures.REDIS_ALONE, alone.seconds());
    measures(file).add(Measures.REDIS_ALONE_CPU, perMillion(file, alone.cpuSeconds()));
  }

  /** Imports the same rows under a mapping, which lies in the bucket as those of users do. */
  private void measureMapped(BenchFile file, Outside outside, Imports imports, int times)
      throws BenchException, IOException, InterruptedException {
    Path mapping = folder.path().resolve("mapping.json");
    outside.upload(
        Files.writeString(mapping, BenchFile.MAPPING), UserMappings.PREFIX + "bench.json");
    BenchFile same = Objects.requireNonNull(mapped.get(file));
    Imports.Result imported = imports.run(same, expected(file).times(times));
    add(file, Measures.OURS_MAPPED, imported.seconds());
    double cpu = Objects.requireNonNull(imported.cpuSeconds().get(Usage.Part.IMPORTER));
    measures(file).add(Measures.OURS_MAPPED_CPU, perMillion(file, cpu));
  }

  /** Imports once more and draws where the time went. */
  private void draw(Path picture, BenchFile file, LocalRun run, Imports imports, Sums all)
      throws BenchException, IOException, InterruptedException {
    say("  drawing %s", picture);
    Path recorded = folder.path().resolve("recordings");
    Recordings recordings = Recordings.begin(Usage.begin(run.process()).processes(), recorded);
    Imports.Result drawn = imports.run(file, all);
    FlameGraph graph = recordings.end(drawn.there(), drawn.cpuSeconds());
    String title =
        String.format(
            Locale.ROOT,
            "%s: %.1f s of processor time, from S3 to history",
            file.form(),
            graph.seconds());
    Files.writeString(picture, graph.toSvg(title));
    folder.delete(recorded);
  }

  private void measureFirstTotals(BenchFile file, Imports imports)
      throws BenchException, IOException, InterruptedException {
    BenchFile.Form form = new BenchFile.Form(FIRST_TOTAL_ROWS, false, file.form().methods(), 1);
    BenchFile small = BenchFile.generate(form, file.from(), folder.path());
    for (int time = 0; time < options.firstTotals(); time++) {
      measures(file).add(Measures.FIRST_TOTAL, imports.firstTotal(small));
    }
  }

  private void addWarm(BenchFile file, Imports.Result result) {
    Measures measures = measures(file);
    add(file, Measures.OURS_WARM, result.seconds());
    measures.add(Measures.OURS_WARM_VISIBLE, result.visibleSeconds());
    measures.add(Measures.UPLOAD, result.uploadSeconds());
    result
        .cpuSeconds()
        .forEach((part, cpu) -> measures.add(Measures.cpu(part), perMillion(file, cpu)));
    double all = result.cpuSeconds().values().stream().mapToDouble(Double::doubleValue).sum();
    measures.add(Measures.CPU_ALL, perMillion(file, all));
    result
        .peakMegabytes()
        .forEach((part, megabytes) -> measures.add(Measures.memory(part), megabytes));
    RedisTraffic traffic = result.traffic();
    measures.add(Measures.REDIS_IN, perMillion(file, traffic.inputBytes() / MILLION));
    measures.add(Measures.REDIS_OUT, perMillion(file, traffic.outputBytes() / MILLION));
    measures.add(Measures.REDIS_PEAK, traffic.peakBytes() / MILLION);
  }

  private void measureGet(BenchFile file, Outside outside, String key) throws BenchException {
    long beganNs = System.nanoTime();
    long bytes = outside.get(key);
    add(file, Measures.S3_GET, (System.nanoTime() - beganNs) / 1e9);
    if (bytes != file.bytes()) {
      throw new BenchException(
          "S3 gave %d bytes of %s, expected %d".formatted(bytes, key, file.bytes()));
    }
  }

  private Map<BenchFile.Form, Measures> measureStats()
      throws BenchException, IOException, InterruptedException {
    Map<BenchFile.Form, Measures> stats = new LinkedHashMap<>();
    LocalDate cutOffDay = LocalDate.now(ZoneOffset.UTC).minusDays(LocalRun.CUT_OFF_DAYS);
    for (int round = 0; round < options.statsRounds(); round++) {
      for (int methods : options.statsMethods()) {
        int days = StatsLoad.FILE_DAYS;
        long rows = Math.max(STATS_ROWS_MIN, (long) days * methods * STATS_ROWS_A_DAY);
        BenchFile.Form form = new BenchFile.Form(rows, false, methods, days);
        say("round %d of %d, GET /stats: %s", round + 1, options.statsRounds(), form);
        LocalDate from = cutOffDay.minusDays(LocalRun.CUT_OFF_DAYS);
        BenchFile file = BenchFile.generate(form, from, folder.path());
        measureStats(file, cutOffDay, stats.computeIfAbsent(form, f -> new Measures()));
        Files.delete(file.path());
      }
    }
    return stats;
  }

  private void measureStats(BenchFile file, LocalDate cutOffDay, Measures measures)
      throws BenchException, IOException, InterruptedException {
    Path state = folder.path().resolve("run-" + ++runs);
    try (LocalRun run = LocalRun.start(home, state);
        Outside outside = new Outside(run);
        RawReads raw = new RawReads(run)) {
      new Imports(run, outside).run(file, DuckDb.run(file.path()).sums());
      StatsLoad load = new StatsLoad(outside, raw, cutOffDay, measures);
      load.prepare();
      for (StatsLoad.Window window : StatsLoad.Window.values()) {
        for (int days : options.statsDays()) {
          if (window.has(days)) {
            load.run(window, days, options.statsRequests(), options.statsLoad());
          }
        }
      }
    } finally {
      folder.delete(state);
    }
  }

  private static double perMillion(BenchFile file, double amount) {
    return amount * MILLION / file.rows();
  }

  private Measures measures(BenchFile file) {
    return Objects.requireNonNull(results.get(file));
  }

  private Sums expected(BenchFile file) {
    return Objects.requireNonNull(expected.get(file));
  }

  private void add(BenchFile file, String name, double seconds) {
    measures(file).add(name, seconds);
    say("  %-40s %,14.0f rows/s", label(name), file.rows() / seconds);
  }

  /** What a measure is called where its unit is another one: {@code row by row}. */
  private static String label(String name) {
    return name.substring(0, name.lastIndexOf('.')).replaceAll("[._]", " ");
  }

  private void say(String format, Object... arguments) {
    progress.printf(Locale.ROOT, format + "%n", arguments);
  }
}
