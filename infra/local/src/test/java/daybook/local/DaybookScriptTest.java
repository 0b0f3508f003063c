package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script {@code ./daybook} does around the command. */
class DaybookScriptTest {

  private static final String PREPARING = "daybook: preparing faster starts, some seconds, once\n";

  @TempDir private Path folder;
  @TempDir private Path javaHome;

  @Test
  void missingJavaIsOneClearLine() throws Exception {
    assertThat(script())
        .isEqualTo("1 daybook: JAVA_HOME is %s, where there is no bin/java\n".formatted(javaHome));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "11", "16"})
  void oldJavaIsOneClearLine(String version) throws Exception {
    javaIs("echo '    java.specification.version = " + version + "' >&2\n");

    assertThat(script())
        .isEqualTo(
            "1 daybook: %s is Java %s, needed is 17 or newer\n"
                .formatted(javaHome.resolve("bin/java"), version));
  }

  @Test
  void firstRunIsPrecededByOneThatWritesClassDataAndLaterOnesAreNot() throws Exception {
    Path project = project("17.0.1", "touch \"$archive\"");

    assertThat(script(project, "run", "--once")).isEqualTo("0 " + PREPARING);
    assertThat(script(project, "run", "--once")).isEqualTo("0 ");
    assertThat(script(project, "import", "a.csv")).isEqualTo("0 ");
    assertThat(calls(project))
        .satisfiesExactly(
            hidden -> assertThat(hidden).contains("ArchiveClassesAtExit").contains("/state"),
            run -> assertThat(run).contains("SharedArchiveFile").endsWith("Main run --once"),
            run -> assertThat(run).contains("SharedArchiveFile").endsWith("Main run --once"),
            other -> assertThat(other).endsWith("Main import a.csv"));
    assertThat(target(project)).containsExactly("archives", "built");
    assertThat(project.resolve("infra/local/target/archives/host.jsa")).exists();
  }

  @Test
  void classDataIsWrittenAgainForAnotherJavaAndAnotherFolder() throws Exception {
    Path project = project("17.0.1", "touch \"$archive\"");
    script(project, "run");
    java("25.0.1", "touch \"$archive\"");
    assertThat(script(project, "run")).isEqualTo("0 " + PREPARING);

    Path moved = Files.move(project, project.resolveSibling("moved"));
    assertThat(script(moved, "run")).isEqualTo("0 " + PREPARING);
    assertThat(script(moved, "run")).isEqualTo("0 ");
  }

  @Test
  void classDataThatCannotBeWrittenIsDoneWithoutAndNotTriedAgain() throws Exception {
    Path project = project("17.0.1", "touch \"$archive\"; echo broken >&2; exit 1");

    assertThat(script(project, "run")).isEqualTo("0 " + PREPARING);
    assertThat(script(project, "run")).isEqualTo("0 ");
    assertThat(project.resolve("infra/local/target/archives/host.jsa")).doesNotExist();
    assertThat(project.resolve("infra/local/target/archives/log")).hasContent("broken");
  }

  @Test
  void interruptedWritingOfClassDataIsBegunAnewAndLeavesNothing() throws Exception {
    Path project = project("17.0.1", "touch \"$archive\"; kill -9 $PPID");
    assertThat(script(project, "run")).isEqualTo("137 " + PREPARING);
    assertThat(target(project)).hasSize(2).doesNotContain("archives");

    java("17.0.1", "touch \"$archive\"");
    assertThat(script(project, "run")).isEqualTo("0 " + PREPARING);
    assertThat(target(project)).containsExactly("archives", "built");
  }

  /** A project that is built, and a Java that notes how it is called. */
  private Path project(String javaBuild, String whenArchiving) throws Exception {
    Path project = Files.createDirectory(folder.resolve("project"));
    Files.copy(LocalPipeline.home().resolve("daybook"), project.resolve("daybook"));
    Files.createFile(project.resolve("pom.xml"));
    for (String name : List.of("functions", "data", "infra/local/target")) {
      Files.createDirectories(project.resolve(name));
    }
    Files.createFile(project.resolve("infra/local/target/built"));
    java(javaBuild, whenArchiving);
    return project;
  }

  private void java(String build, String whenArchiving) throws Exception {
    javaIs(
        """
        case "$*" in *-version)
          echo '    java.specification.version = 17'
          echo '    java.vm.version = %s'
          exit ;;
        esac
        for argument in "$@"; do
          case $argument in
            -Ddaybook.home=*) echo "$*" >>"${argument#*=}/calls" ;;
            -XX:ArchiveClassesAtExit=*) archive=${argument#*=} ;;
          esac
        done
        [ -z "${archive:-}" ] || { %s; }
        """
            .formatted(build, whenArchiving));
  }

  private void javaIs(String script) throws Exception {
    Path bin = Files.createDirectories(javaHome.resolve("bin"));
    for (String name : List.of("java", "javac")) {
      Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script, UTF_8);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private static List<String> calls(Path project) throws Exception {
    return Files.readAllLines(project.resolve("calls"));
  }

  private static List<String> target(Path project) throws Exception {
    try (Stream<Path> files = Files.list(project.resolve("infra/local/target"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Exit code and everything written. */
  private String script() throws Exception {
    return script(LocalPipeline.home(), "help");
  }

  private String script(Path project, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", project.resolve("daybook").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", javaHome.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String written = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + " " + written;
  }
}
