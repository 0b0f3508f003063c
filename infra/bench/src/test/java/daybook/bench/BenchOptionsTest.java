package daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchOptionsTest {

  @Test
  void nothingGivenMeansTheWholeMeasurement() {
    BenchOptions options = BenchOptions.parse(List.of());

    assertThat(options)
        .isEqualTo(
            new BenchOptions(
                false, List.of(1_000_000L, 10_000_000L), 3, Optional.empty(), Optional.empty()));
    assertThat(options.forms())
        .extracting(BenchFile.Form::name)
        .containsExactly(
            "1000000-random-5",
            "1000000-sorted-5",
            "1000000-random-200",
            "1000000-sorted-200",
            "10000000-random-5",
            "10000000-sorted-5",
            "10000000-random-200",
            "10000000-sorted-200");
  }

  @Test
  void everyOptionIsTaken() {
    assertThat(
            BenchOptions.parse(
                List.of(
                    "--rows",
                    "30,5000",
                    "--rounds",
                    "7",
                    "--json",
                    "f.json",
                    "--at-least",
                    "0.25",
                    "--quick")))
        .isEqualTo(
            new BenchOptions(
                true, List.of(30L, 5_000L), 7, Optional.of(Path.of("f.json")), Optional.of(0.25)));
  }

  @Test
  void quickTakesBothOrdersAndBothNumbersOfMethods() {
    assertThat(BenchOptions.parse(List.of("--quick")).forms())
        .extracting(BenchFile.Form::name)
        .containsExactly("200000-random-5", "200000-sorted-200");
  }

  @ParameterizedTest
  @CsvSource({
    "--fast, unknown option --fast: ./daybook bench --help lists what there is",
    "--rows 29, --rows is '29': expected a whole number from 30 to 1000000000",
    "--rows 1e6, --rows is '1e6': expected a whole number from 30 to 1000000000",
    "--rounds 0, --rounds is '0': expected a whole number from 1 to 99",
    "--rounds 100, --rounds is '100': expected a whole number from 1 to 99",
    "--at-least -1, --at-least is '-1': expected a ratio such as 0.7",
    "--json, --json needs a value"
  })
  void refusalSaysWhatIsExpected(String arguments, String message) {
    assertThatThrownBy(() -> BenchOptions.parse(List.of(arguments.split(" "))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
