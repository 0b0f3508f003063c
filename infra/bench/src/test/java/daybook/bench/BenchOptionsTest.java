package daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.bench.BenchOptions.Order;
import daybook.bench.BenchOptions.Part;
import daybook.local.UsageException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchOptionsTest {

  @Test
  void nothingGivenMeansTheWholeMeasurement() throws UsageException {
    BenchOptions options = BenchOptions.parse(List.of());

    assertThat(options)
        .isEqualTo(
            new BenchOptions(
                false,
                EnumSet.of(Part.IMPORTS, Part.STATS, Part.STARTS),
                List.of(1_000_000L, 10_000_000L),
                List.of(Order.RANDOM, Order.SORTED),
                List.of(5, 200),
                false,
                3,
                1_000,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
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
  void everyOptionIsTaken() throws UsageException {
    String line =
        "--rows 30,5000 --order sorted --methods 7,8 --mapped --rounds 9 --largest-mb 100 --json f.json"
            + " --at-least 0.25 --baseline baseline.properties --flame f.svg --only starts,imports"
            + " --growth --quick";

    assertThat(BenchOptions.parse(List.of(line.split(" "))))
        .isEqualTo(
            new BenchOptions(
                true,
                EnumSet.of(Part.STARTS, Part.IMPORTS, Part.GROWTH),
                List.of(30L, 5_000L),
                List.of(Order.SORTED),
                List.of(7, 8),
                true,
                9,
                100,
                Optional.of(Path.of("f.json")),
                Optional.of(0.25),
                Optional.of(Path.of("baseline.properties")),
                Optional.of(Path.of("f.svg"))));
  }

  @Test
  void oneFileIsMeasuredAlone() throws UsageException {
    List<String> line =
        List.of("--rows", "1000", "--order", "sorted", "--methods", "200", "--only", "imports");

    assertThat(BenchOptions.parse(line).forms())
        .extracting(BenchFile.Form::name)
        .containsExactly("1000-sorted-200");
  }

  @Test
  void growthJoinsWhatIsMeasuredAnyway() throws UsageException {
    assertThat(BenchOptions.parse(List.of("--growth")).parts()).containsOnly(Part.values());
  }

  @Test
  void quickTakesBothOrdersAndBothNumbersOfMethods() throws UsageException {
    assertThat(BenchOptions.parse(List.of("--quick")).forms())
        .extracting(BenchFile.Form::name)
        .containsExactly("200000-random-5", "200000-sorted-200");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "--fast; unknown option --fast: ./daybook bench --help lists what there is",
        "--rows 29; --rows is '29': expected a whole number from 30 to 1000000000",
        "--rows 1e6; --rows is '1e6': expected a whole number from 30 to 1000000000",
        "--rounds 0; --rounds is '0': expected a whole number from 1 to 99",
        "--rounds 100; --rounds is '100': expected a whole number from 1 to 99",
        "--at-least -1; --at-least is '-1': expected a ratio such as 0.7",
        "--order up; --order is 'up': expected random, sorted or both",
        "--methods 201; --methods is '201': expected a whole number from 1 to 200",
        "--only all; --only is 'all': expected imports, stats, starts or growth",
        "--largest-mb 0; --largest-mb is '0': expected a whole number from 1 to 40000",
        "--json; --json needs a value: expected a file"
      })
  void refusalSaysWhatIsExpected(String arguments, String message) {
    assertThatThrownBy(() -> BenchOptions.parse(List.of(arguments.split(" "))))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }
}
