package daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BaselineTest {

  private static final String NAME = "1000-random-5.to_duckdb";

  @TempDir private Path folder;

  private Baseline read(String text) throws Exception {
    return Baseline.read(Files.writeString(folder.resolve("baseline.properties"), text));
  }

  /** A file that is imported so many times as fast as by DuckDB. */
  private static Map<BenchFile, Measures> measured(double ratio) {
    Measures measures = new Measures();
    measures.add(Measures.OURS_WARM, 1);
    measures.add(Measures.OURS_COLD, 1);
    measures.add(Measures.DUCKDB, ratio);
    measures.add(Measures.ROW_BY_ROW, 1);
    BenchFile.Form form = new BenchFile.Form(1_000, false, 5);
    return Map.of(new BenchFile(Path.of("a"), form, LocalDate.EPOCH, 1), measures);
  }

  @Test
  void ratioBelowTheShareOfTheRecordedOneIsNamed() throws Exception {
    Baseline baseline = read("share = 0.5\n" + NAME + " = 0.8\n");

    assertThat(baseline.failures(measured(0.41))).isEmpty();
    assertThat(baseline.failures(measured(0.39)))
        .containsExactly(NAME + " is 0.390, recorded is 0.800: expected at least 50 % of it");
  }

  @Test
  void recordedRatioThatWasNotMeasuredIsNamed() throws Exception {
    assertThat(read("share = 0.5\n" + NAME + " = 0.8\n").failures(Map.of()))
        .containsExactly(NAME + " is in the baseline, but was not measured");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "share = 0.5",
        "a.to_duckdb = 1",
        "share = 2\na.to_duckdb = 1",
        "share = half"
      })
  void whatIsNoBaselineIsRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("baseline.properties")
        .hasMessageContaining("expected");
  }

  /** The one that {@code .ci/run} measures by. */
  @Test
  void recordedBaselineNamesTheFilesOfAQuickMeasurement() throws Exception {
    Baseline baseline = Baseline.read(Path.of("baseline.properties"));

    assertThat(baseline.ratios().keySet())
        .allSatisfy(
            name ->
                assertThat(BenchOptions.parse(java.util.List.of("--quick")).forms())
                    .extracting(BenchFile.Form::name)
                    .contains(name.substring(0, name.indexOf('.'))));
  }
}
