package daybook.core.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** That each is reported by its function is shown where that function's handler is tested. */
final class MetricTest {

  @Test
  void namesAreDifferentAndFitCloudWatch() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::title))
        .doesNotHaveDuplicates()
        .allMatch(title -> title.matches("[A-Z][A-Za-z]{1,63}"));
  }
}
