package daybook.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the build files keep apart, and in one place. */
final class BuildTest {

  /** The folders of functions that Lambda runs: those that are made into packages. */
  private static final List<String> FUNCTIONS =
      Project.files(path -> path.matches("functions/[a-z]+/Makefile")).stream()
          .map(file -> file.getParent().getFileName().toString())
          .toList();

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
