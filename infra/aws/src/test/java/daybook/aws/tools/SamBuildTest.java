package daybook.aws.tools;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.functions.DaybookFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code sam build} makes of a fresh clone what {@code sam deploy} uploads. */
class SamBuildTest {

  @RegisterExtension static final SamBuild BUILD = new SamBuild();

  private static final Duration LIST_LIMIT = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource
  void artifactHoldsJarsAndHandler(DaybookFunction function) throws Exception {
    Path artifact = BUILD.tree().resolve(".aws-sam/build/" + function.id());
    String handler = function.handlerClass().replace('.', '/') + ".class";

    assertThat(names(artifact)).containsExactly("lib");
    List<Path> jars = files(artifact.resolve("lib"));
    assertThat(jars).hasSizeGreaterThan(1).allMatch(jar -> jar.toString().endsWith(".jar"));
    assertThat(jars).filteredOn(jar -> holds(jar, handler)).hasSize(1);
  }

  @Test
  void nothingIsLeftBesideBuildFolders() throws Exception {
    Path tree = BUILD.tree();
    Tool.GIT.run(tree, LIST_LIMIT, "init", "--quiet");

    String left = Tool.GIT.run(tree, LIST_LIMIT, "ls-files", "-co", "--exclude-standard").out();
    String expected =
        Tool.GIT.run(Project.home(), LIST_LIMIT, "ls-files", "-co", "--exclude-standard").out();

    assertThat(expected.lines()).containsAll(left.lines().toList());
  }

  private static boolean holds(Path jar, String entry) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(entry) != null;
    } catch (IOException e) {
      throw new AssertionError(jar + " is no jar", e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    return files(folder).stream().map(file -> file.getFileName().toString()).toList();
  }
}
