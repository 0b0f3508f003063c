package daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReportTest {

  private static final BenchFile FILE =
      new BenchFile(
          Path.of("a.csv"),
          new BenchFile.Form(1_000_000, false, 5),
          LocalDate.of(2026, 1, 1),
          46_000_000);

  /** Each measure with values of its own, from 1, 2 and 4 times its number. */
  private static Measures measures() {
    Measures measures = new Measures();
    double number = 1;
    for (String name :
        new String[] {
          Measures.OURS_WARM,
          Measures.DUCKDB,
          Measures.ROW_BY_ROW,
          Measures.OURS_COLD,
          Measures.BYTE_LOOP,
          Measures.S3_GET,
          Measures.REDIS_ALONE,
          Measures.OURS_WARM_VISIBLE,
          Measures.OURS_COLD_VISIBLE,
          Measures.UPLOAD,
          Measures.FIRST_TOTAL,
          Measures.REDIS_ALONE_CPU,
          Measures.REDIS_IN,
          Measures.REDIS_OUT,
          Measures.REDIS_PEAK,
          Measures.CPU_ALL,
          Measures.OURS_MAPPED,
          Measures.OURS_MAPPED_CPU
        }) {
      for (int times : new int[] {4, 1, 2}) {
        measures.add(name, number * times);
      }
      number++;
    }
    for (Usage.Part part : Usage.Part.values()) {
      measures.add(Measures.cpu(part), 0.125);
      measures.add(Measures.memory(part), 77);
    }
    return measures;
  }

  private static Measures stats() {
    Measures measures = new Measures();
    for (double value : new double[] {8, 3, 4}) {
      measures.add(Measures.stats(StatsLoad.Window.MIXED, 31), value);
      measures.add(Measures.rawRead(StatsLoad.Window.MIXED, 31), value / 4);
    }
    measures.add(Measures.statsRate(StatsLoad.Window.MIXED, 31), 250);
    measures.add(Measures.rawReadRate(StatsLoad.Window.MIXED, 31), 1_000);
    return measures;
  }

  private static Measures starts() {
    Measures measures = new Measures();
    for (int times : new int[] {1, 3, 2}) {
      measures.add(Measures.start(ColdStart.EMPTY), 100 * times);
      measures.add(Measures.start("ApiFunction"), 250 * times);
    }
    return measures;
  }

  private static Growth.Series sizes() {
    Growth.Point small = new Growth.Point(10, 1_000);
    Growth.Point large = new Growth.Point(1_000, 100_000);
    small.seconds().add(2);
    small.importerMb().add(90);
    large.seconds().add(20);
    large.importerMb().add(95);
    return new Growth.Series("MB", true, List.of(small, large));
  }

  private static Report report() {
    return new Report(
        Instant.parse("2026-01-01T00:00:00Z"),
        "v1",
        3,
        new Results(
            Map.of(FILE, measures()),
            Map.of(new BenchFile.Form(50_000, false, 5, 732), stats()),
            starts(),
            List.of(sizes())));
  }

  @Test
  void tableHasRatesAndRatiosByTheMedians() {
    assertThat(report().table().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "1,000,000 rows, random order, 5 payment methods: 46.0 MB",
            "ours, warm: object in S3 to history 0.500 0.250 1.000 2.000 3.0",
            "DuckDB, local file, all processors 0.250 0.125 0.500 1.000 1.5",
            "row by row through Redis 0.167 0.083 0.333 0.667 1.0",
            "ours, warm: object in S3 to history 2.000 1.000 4.000",
            "ours, warm: the same rows under a mapping 0.029 0.015 0.059 0.118 0.2",
            "aggregator 0.125 0.125 0.125 77",
            "importer, the same rows under a mapping 36.000 18.000 72.000",
            "31 mixed 4.00 8.00 250 1.00 2.00 1000 4.0 4.0",
            "ApiFunction 500 250 750 2.50",
            "1,000 100,000 20.00 5,000 95",
            "exponent of the time 0.50; linear would be 1");
  }

  @Test
  void jsonHasEveryFigure() throws Exception {
    JsonNode file =
        JsonMapper.builder().build().readTree(report().json()).at("/files/1000000-random-5");

    assertThat(file.at("/ratios/to_duckdb").doubleValue()).isEqualTo(2);
    assertThat(file.at("/ratios/to_row_by_row").doubleValue()).isEqualTo(3);
    assertThat(file.at("/ratios/mapped_to_own").doubleValue()).isEqualTo(1 / 17.0);
    assertThat(file.get("measures").size()).isEqualTo(measures().all().size());
    JsonNode duckDb = file.get("measures").get(Measures.DUCKDB);
    assertThat(duckDb.get("median").doubleValue()).isEqualTo(4);
    assertThat(duckDb.get("min").doubleValue()).isEqualTo(2);
    assertThat(duckDb.get("max").doubleValue()).isEqualTo(8);
    assertThat(duckDb.get("values")).hasSize(3);
  }

  @Test
  void jsonHasStatsStartsAndGrowth() throws Exception {
    JsonNode root = JsonMapper.builder().build().readTree(report().json());

    JsonNode stats = root.at("/stats/50000-random-5-732d");
    assertThat(stats.at("/stats.mixed.31_days.milliseconds/p99").doubleValue()).isEqualTo(8);
    assertThat(root.at("/starts/start.ApiFunction.milliseconds/median").doubleValue())
        .isEqualTo(500);
    assertThat(root.at("/growth/MB/exponent").doubleValue()).isEqualTo(0.5, within(1e-9));
    assertThat(root.at("/growth/MB/points/1000/seconds/median").doubleValue()).isEqualTo(20);
  }

  @Test
  void timeThatStaysHasTheExponentZero() {
    Growth.Point few = new Growth.Point(1, 10);
    Growth.Point many = new Growth.Point(366, 10);
    few.seconds().add(3);
    many.seconds().add(3);

    assertThat(new Growth.Series("days", false, List.of(few, many)).exponent())
        .isEqualTo(0, within(1e-9));
  }

  @Test
  void whatWasNotMeasuredHasNoTable() {
    Results nothing = new Results(Map.of(), Map.of(), new Measures(), List.of());

    assertThat(new Report(Instant.EPOCH, "v1", 1, nothing).table().lines()).hasSize(1);
  }

  @Test
  void medianAndPercentilesAreOfAllValues() {
    Samples samples = new Samples();
    for (int value = 100; value >= 1; value--) {
      samples.add(value);
    }

    assertThat(samples.median()).isEqualTo(50.5);
    assertThat(samples.percentile(50)).isEqualTo(50);
    assertThat(samples.percentile(99)).isEqualTo(99);
    assertThatThrownBy(() -> new Samples().median()).isInstanceOf(IllegalStateException.class);
  }
}
