package daybook.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.MethodTree;
import daybook.house.Sources.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The longest file and the longest method. Each limit is what the longest has today, and may only
 * fall: whoever needs more splits something, and whoever shortens the longest lowers the limit.
 */
final class SizesTest {

  private static final int MAIN_FILE_LINES_MAX = 400;
  private static final int TEST_FILE_LINES_MAX = 636;
  private static final int MAIN_METHOD_LINES_MAX = 45;
  private static final int TEST_METHOD_LINES_MAX = 60;

  /** How far a limit may lie above the longest before it has to be lowered. */
  private static final int SLACK = 20;

  /** Something with a length in lines. */
  private record Part(long lines, String place) {}

  private static void assertLongest(List<Part> parts, int limit) {
    Part longest = parts.stream().max(Comparator.comparingLong(Part::lines)).orElseThrow();
    assertThat(longest.lines())
        .as("lines of %s: split it", longest.place())
        .isLessThanOrEqualTo(limit);
    assertThat(longest.lines())
        .as("the longest is now %s: lower its limit, which is %d", longest.place(), limit)
        .isGreaterThan(limit - SLACK);
  }

  private static List<Part> files(Predicate<Source> which) {
    return Sources.all().stream()
        .filter(which)
        .map(source -> new Part(source.lastLine(source.unit()), source.path()))
        .toList();
  }

  private static List<Part> methods(Predicate<Source> which) {
    return Sources.all().stream().filter(which).flatMap(SizesTest::methods).toList();
  }

  private static Stream<Part> methods(Source source) {
    List<Part> methods = new ArrayList<>();
    source.forEachPart(
        part -> {
          if (part instanceof MethodTree method && method.getBody() != null) {
            long first = source.firstLine(method);
            String place = source.path() + ":" + first + " " + method.getName();
            methods.add(new Part(source.lastLine(method) - first + 1, place));
          }
        });
    return methods.stream();
  }

  @Test
  void noFileOfTheProductGrowsBeyondTheLongest() {
    assertLongest(files(Source::isMain), MAIN_FILE_LINES_MAX);
  }

  @Test
  void noFileOfTestsGrowsBeyondTheLongest() {
    assertLongest(files(source -> !source.isMain()), TEST_FILE_LINES_MAX);
  }

  @Test
  void noMethodOfTheProductGrowsBeyondTheLongest() {
    assertLongest(methods(Source::isMain), MAIN_METHOD_LINES_MAX);
  }

  @Test
  void noMethodOfTestsGrowsBeyondTheLongest() {
    assertLongest(methods(source -> !source.isMain()), TEST_METHOD_LINES_MAX);
  }
}
