package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script {@code ./daybook} does before the program runs. */
class DaybookScriptTest {

  private static final Path SCRIPT = LocalPipeline.home().resolve("daybook");

  private static final String TEXTS = "infra/local/src/main/resources/daybook/local";

  @TempDir private Path folder;

  /**
   * What a script has written.
   *
   * @param code its exit code
   * @param output to standard output
   * @param errors to standard error
   */
  private record Written(int code, String output, String errors) {}

  @Test
  void missingJavaIsOneClearLine() throws Exception {
    assertThat(run(SCRIPT, javaHome(folder), "run"))
        .isEqualTo(
            new Written(
                1, "", "daybook: JAVA_HOME is %s, where there is no bin/java\n".formatted(folder)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "11", "16"})
  void oldJavaIsOneClearLine(String version) throws Exception {
    Path java = java(version);

    assertThat(run(SCRIPT, javaHome(folder), "run"))
        .isEqualTo(
            new Written(
                1, "", "daybook: %s is Java %s, needed is 17 or newer\n".formatted(java, version)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', help",
    "help, help",
    "help import, import",
    "completion --help, completion",
    "--help, help",
    "-h, help",
    "run --help, run",
    "run --once -h, run",
    "import --help, import",
    "generate --help, generate",
    "bench --help, bench"
  })
  void helpIsThatOfTheProgramAndNeedsNeitherJavaNorABuild(String arguments, String command)
      throws Exception {
    Written written =
        run(SCRIPT, javaHome(folder), arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(written).isEqualTo(new Written(0, Help.of(command), ""));
  }

  @Test
  void versionIsThatOfTheProjectAndNeedsNeitherJavaNorABuild() throws Exception {
    Path script = projectWithoutABuild();
    Files.writeString(
        script.resolveSibling("pom.xml"),
        """
        <project>
          <version>1.2.3-SNAPSHOT</version>
          <dependencyManagement>
              <version>9</version>
        """);

    assertThat(run(script, javaHome(folder), "--version"))
        .isEqualTo(new Written(0, "daybook 1.2.3-SNAPSHOT\n", ""));
    assertThat(run(SCRIPT, javaHome(folder), "--version").output()).matches("daybook \\d+\\..+\n");
  }

  @Test
  void completionNeedsNeitherJavaNorABuildAndIsShell() throws Exception {
    Written written = run(SCRIPT, javaHome(folder), "completion");

    assertThat(written).isEqualTo(new Written(0, Help.text(CompletionCommand.SCRIPT), ""));
    Path script = Files.writeString(folder.resolve("script"), written.output());
    Written completed =
        bash(
            ". %s; COMP_WORDS=(daybook imp); COMP_CWORD=1; COMP_LINE='daybook imp'; COMP_POINT=11;"
                    .formatted(script)
                + " _complete_daybook; echo ${COMPREPLY[*]}");
    assertThat(completed.output()).isEqualTo("import imports\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "--once", "runn --help", "help foo", "../x --help", "help ../x"})
  void unknownCommandIsRefusedBeforeAnythingIsBuilt(String arguments) throws Exception {
    Path script = projectWithoutABuild();
    java("17");
    String command = arguments.replace("help ", "").replace(" --help", "");

    assertThat(run(script, javaHome(folder), arguments.split(" ", -1)))
        .isEqualTo(
            new Written(2, "", "daybook: unknown command " + command + "\n" + Help.of("help")));
  }

  @Test
  void linkToTheScriptFindsTheProject() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("linked"), SCRIPT);

    assertThat(run(link, javaHome(folder), "help").output()).isEqualTo(Help.of("help"));
  }

  /** Or the first {@code ./daybook generate > my.csv} would begin with a line that is no header. */
  @Test
  void buildingSaysNothingOnStandardOutput() throws Exception {
    Path script = projectWithoutABuild();
    java("17");

    Written first = run(script, javaHome(folder), "generate");

    assertThat(first.output()).startsWith("program: ").doesNotContain("building", "maven");
    assertThat(first.errors()).isEqualTo("daybook: building, some minutes the first time\nmaven\n");
    assertThat(run(script, javaHome(folder), "generate").errors()).isEmpty();
  }

  /** DuckDB's library is 85 MB, which nobody else should wait for. */
  @Test
  void onlyBenchBuildsWhatOnlyItNeeds() throws Exception {
    Path script = projectWithoutABuild();
    Files.createDirectories(script.resolveSibling("infra/bench/target"));
    program(script.resolveSibling("mvnw"), "echo \"$*\"\n");
    java("17");

    assertThat(run(script, javaHome(folder), "generate").errors())
        .endsWith("-P quick,!browser package\n");
    assertThat(run(script, javaHome(folder), "bench").errors())
        .endsWith("-P quick,!browser,bench package\n");
    assertThat(run(script, javaHome(folder), "bench").errors()).isEmpty();
    assertThat(run(script, javaHome(folder), "generate").errors()).isEmpty();
  }

  /** The program's own jar is the one that the build of this version has made. */
  @Test
  void programIsStartedFromAJarThatTheBuildMakes() throws Exception {
    String script = Files.readString(SCRIPT);

    assertThat(script).contains("-cp \"$target/daybook-local.jar:$target/lib/*\"");
    assertThat(Files.readString(LocalPipeline.home().resolve("infra/local/pom.xml")))
        .contains("<finalName>daybook-local</finalName>");
  }

  @ParameterizedTest
  @CsvSource({"C, C.UTF-8", "C.UTF-8, C.UTF-8"})
  void programCanNameFilesWithLettersBeyondAscii(String locale, String expected) throws Exception {
    Path script = projectWithoutABuild();
    java("17");

    Written written =
        run(
            script,
            Map.of("JAVA_HOME", folder.toString(), "LC_ALL", locale),
            "import",
            "m\u00fcll.csv");

    assertThat(written.output()).isEqualTo("program: " + expected + "\n");
  }

  private static Map<String, String> javaHome(Path folder) {
    return Map.of("JAVA_HOME", folder.toString());
  }

  /** Something that says it is this Java, and that prints the locale when it is to run. */
  private Path java(String version) throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    program(bin.resolve("javac"), "");
    return program(
        bin.resolve("java"),
        """
        case $1 in
          -XshowSettings*) echo '    java.specification.version = %s' >&2 ;;
          *) echo "program: ${LC_ALL:-}" ;;
        esac
        """
            .formatted(version));
  }

  /** The script in a folder of its own, with as much of a project as it looks at. */
  private Path projectWithoutABuild() throws IOException {
    Path home = Files.createDirectory(folder.resolve("project"));
    for (String part : new String[] {"functions", "infra/local/target", "data"}) {
      Files.createDirectories(home.resolve(part));
    }
    Path texts = Files.createDirectories(home.resolve(TEXTS));
    try (Stream<Path> files = Files.list(LocalPipeline.home().resolve(TEXTS))) {
      for (Path file : files.toList()) {
        Files.copy(file, texts.resolve(file.getFileName()));
      }
    }
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    program(home.resolve("mvnw"), "echo maven\n");
    return Files.copy(SCRIPT, home.resolve("daybook"));
  }

  private static Path program(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + text, UTF_8);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Written bash(String commands) throws Exception {
    return run(Map.of(), List.of("bash", "-c", commands));
  }

  private Written run(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(List.of(arguments));
    return run(environment, command);
  }

  private Written run(Map<String, String> environment, List<String> command) throws Exception {
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return new Written(process.exitValue(), Files.readString(output), Files.readString(errors));
  }
}
