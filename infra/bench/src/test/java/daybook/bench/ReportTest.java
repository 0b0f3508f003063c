package daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
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
          Measures.stats(1),
          Measures.rawRead(1),
          Measures.stats(31),
          Measures.rawRead(31),
          Measures.CPU_ALL
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

  private static Report report() {
    return new Report(Instant.parse("2026-01-01T00:00:00Z"), "v1", 3, Map.of(FILE, measures()));
  }

  @Test
  void tableHasRatesAndRatiosByTheMedians() {
    assertThat(report().table().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "1,000,000 rows, random order, 5 payment methods: 46.0 MB",
            "ours, warm: object in S3 to history 0.500 0.250 1.000 2.00 3.0",
            "DuckDB, local file, all processors 0.250 0.125 0.500 1.00 1.5",
            "row by row through Redis 0.167 0.083 0.333 0.67 1.0",
            "ours, warm: object in S3 to history 2.000 1.000 4.000",
            "aggregator 0.125 0.125 0.125 77",
            "1 day 30.00 60.00 32.00 64.00 0.9");
  }

  @Test
  void jsonHasEveryFigure() throws Exception {
    JsonNode file =
        JsonMapper.builder().build().readTree(report().json()).at("/files/1000000-random-5");

    assertThat(file.at("/ratios/to_duckdb").doubleValue()).isEqualTo(2);
    assertThat(file.at("/ratios/to_row_by_row").doubleValue()).isEqualTo(3);
    assertThat(file.get("measures").size()).isEqualTo(measures().all().size());
    JsonNode duckDb = file.get("measures").get(Measures.DUCKDB);
    assertThat(duckDb.get("median").doubleValue()).isEqualTo(4);
    assertThat(duckDb.get("min").doubleValue()).isEqualTo(2);
    assertThat(duckDb.get("max").doubleValue()).isEqualTo(8);
    assertThat(duckDb.get("values")).hasSize(3);
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
