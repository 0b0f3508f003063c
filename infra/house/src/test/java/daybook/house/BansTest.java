package daybook.house;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.house.Sources.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** I9, and what else stands nowhere in the sources. */
final class BansTest {

  /**
   * Work that is left for later: it belongs into an issue. Put together so as not to find itself.
   */
  private static final Pattern LEFT_OVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

  @ParameterizedTest
  @FieldSource("daybook.house.Ban#ALL")
  void nothingBannedStandsInTheSources(Ban ban) {
    assertThat(Sources.all().stream().flatMap(source -> ban.breaches(source).stream())).isEmpty();
  }

  /** A ban that finds nothing must be able to find something. */
  @ParameterizedTest
  @FieldSource("daybook.house.Ban#ALL")
  void banFindsItsExample(Ban ban) {
    Stream<Source> places =
        Stream.of("functions/core/src/main/java/A.java", "functions/core/src/test/java/A.java")
            .map(path -> Sources.parsed(path, ban.example()));

    assertThat(places.flatMap(source -> ban.breaches(source).stream())).isNotEmpty();
  }

  /** Or it stays for a class that has long been mended, or is gone. */
  @ParameterizedTest
  @FieldSource("daybook.house.Ban#ALL")
  void eachExemptionIsNeeded(Ban ban) {
    assertThat(
            Sources.all().stream()
                .filter(source -> ban.exempt().contains(source.name()))
                .filter(source -> !ban.breachesOfAnybody(source).isEmpty())
                .map(Source::name))
        .containsExactlyInAnyOrderElementsOf(ban.exempt());
  }

  @Test
  void noWorkIsLeftForLaterInAComment() {
    List<String> left = new ArrayList<>();
    for (Path file : Project.files(path -> path.matches(".*\\.(java|lua|md|sh|yaml|xml|json)"))) {
      if (LEFT_OVER.matcher(Project.read(file)).find()) {
        left.add(Project.path(file));
      }
    }
    assertThat(left).isEmpty();
  }
}
