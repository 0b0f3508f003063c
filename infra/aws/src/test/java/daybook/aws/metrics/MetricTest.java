package daybook.aws.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MetricTest {

  /** An alarm on a metric that nobody counts would never go off, or always. */
  @ParameterizedTest
  @EnumSource(Metric.class)
  void everyMetricIsCountedByTheFunctionThatItIsOf(Metric metric) throws IOException {
    Path functions = Path.of(System.getProperty("daybook.home"), "functions");
    String source = metric.source().name().toLowerCase(Locale.ROOT);
    Pattern counted = Pattern.compile("add\\(\\s*Metric\\." + metric.name() + "\\b");
    try (Stream<Path> files = Files.walk(functions.resolve(source).resolve("src/main"))) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> counted.matcher(read(file)).find())
              .toList();
      assertThat(found).isNotEmpty();
    }
  }

  @Test
  void namesAreDifferentAndFitCloudWatch() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::title))
        .doesNotHaveDuplicates()
        .allMatch(title -> title.matches("[A-Z][A-Za-z]{1,63}"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
