package daybook.faults.deaths;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deaths run on is the project's template with nine times and the packages' places. */
class ShortTimesTest {

  @TempDir private Path folder;

  @Test
  void onlyTimesAndPlacesDifferFromTheTemplate() throws Exception {
    Path home = Path.of(System.getProperty("daybook.home"));
    List<String> original = Files.readAllLines(home.resolve("template.yaml"));
    List<String> written =
        Files.readAllLines(ShortTimes.write(home, folder).resolve("template.yaml"));
    Predicate<String> isMeant =
        line -> line.matches(" +(Timeout|VisibilityTimeout|CodeUri|ScheduleExpression): .*");
    assertThat(written.stream().filter(isMeant.negate()).toList())
        .isEqualTo(original.stream().filter(isMeant.negate()).toList());
    assertThat(changed(original, written, "Timeout")).isEqualTo(4);
    assertThat(changed(original, written, "VisibilityTimeout")).isEqualTo(4);
    assertThat(changed(original, written, "ScheduleExpression")).isEqualTo(1);
  }

  private static long changed(List<String> original, List<String> written, String property) {
    long count = 0;
    for (int i = 0; i < original.size(); i++) {
      boolean isProperty = original.get(i).strip().startsWith(property + ":");
      count += isProperty && !original.get(i).equals(written.get(i)) ? 1 : 0;
    }
    return count;
  }
}
