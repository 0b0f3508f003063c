package daybook.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the build files keep apart, and in one place. */
final class BuildTest {

  /** The folders of functions that Lambda runs: those that are made into packages. */
  private static final List<String> FUNCTIONS =
      Project.files(path -> path.matches("functions/[a-z]+/Makefile")).stream()
          .map(file -> file.getParent().getFileName().toString())
          .toList();

  /**
   * The project's own version, which comes first in the root pom, and in others as the parent's.
   */
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @Test
  void noFunctionDependsOnAnother() {
    assertThat(FUNCTIONS).hasSizeGreaterThan(1);
    for (String function : FUNCTIONS) {
      String pom = Project.read("functions/" + function + "/pom.xml");
      for (String other : FUNCTIONS) {
        assertThat(count(pom, "<artifactId>daybook-" + other + "</artifactId>"))
            .as("%s names %s", function, other)
            .isEqualTo(function.equals(other) ? 1 : 0);
      }
    }
  }

  @Test
  void versionOfTheBuildIsInTheChangelogAndHasASampleOfWhatItStores() {
    Matcher version = VERSION.matcher(Project.read("pom.xml"));
    assertThat(version.find()).isTrue();
    assertThat(Project.read("CHANGELOG.md")).contains("\n## " + version.group(1) + ", ");
    assertThat(Project.files(path -> path.startsWith("data/forms/" + version.group(1) + "/")))
        .isNotEmpty();
    for (Path pom : Project.files(path -> path.endsWith("/pom.xml"))) {
      assertThat(Project.read(pom)).as("%s", pom).contains(version.group());
    }
  }

  /** What does so would have to be found and changed with every release. */
  @Test
  void noScriptNamesAVersionOfOurs() {
    List<Path> scripts =
        Project.files(
            path ->
                path.matches(
                    "daybook|\\.ci/.*|\\.github/.*|.*\\.(sh|mk|yaml|yml|toml)|.*Makefile"));
    assertThat(scripts).contains(Path.of("daybook"), Path.of(".ci/run"), Path.of("template.yaml"));
    for (Path script : scripts) {
      assertThat(Project.read(script)).as("%s", script).doesNotContainPattern("daybook-[a-z]+-\\d");
    }
  }

  /** One of an earlier version would stay beside its successor, and might be the one that runs. */
  @Test
  void everyFolderOfLibrariesIsEmptiedBeforeItIsFilled() {
    List<Path> fillers =
        Project.files(path -> path.endsWith("/pom.xml")).stream()
            .filter(
                pom ->
                    Project.read(pom).contains("<artifactId>maven-assembly-plugin</artifactId>")
                        || Project.read(pom).contains("<goal>copy-dependencies</goal>"))
            .toList();
    assertThat(fillers).hasSize(FUNCTIONS.size() + 2);
    for (Path pom : fillers) {
      assertThat(Project.read(pom))
          .as("%s", pom)
          .contains("<artifactId>maven-clean-plugin</artifactId>");
    }
  }

  @Test
  void coreDependsOnNoStore() {
    assertThat(Project.read("functions/core/pom.xml"))
        .doesNotContain("jedis", "mongodb-driver", "awssdk");
  }

  @Test
  void everyPluginAndLibraryVersionStandsInTheRootPom() {
    for (Path pom : Project.files(path -> path.endsWith("/pom.xml"))) {
      assertThat(count(Project.read(pom), "<version>"))
          .as("%s: only the parent's version", pom)
          .isEqualTo(1);
    }
  }
}
