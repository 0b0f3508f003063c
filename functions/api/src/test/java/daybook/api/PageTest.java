package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of the page: what a strict policy and hostile names ask of them, and their functions.
 */
class PageTest {

  /** What would read HTML or code from a text, or be refused by the page's policy. */
  private static final Pattern UNSAFE =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function"
              + "|\\bstyle=|\\bon[a-z]+=\"|javascript:");

  /** An origin other than the page's own; the name of SVG is one by its looks only. */
  private static final Pattern FOREIGN = Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg\\b)");

  private static final Pattern NAME_LINE = Pattern.compile("(?m)^// (\\S+\\.js)$");

  /** No module: it is there for when one of them is not. */
  private static final String BEFORE_MODULES = "loading.js";

  private static final long NODE_SECONDS_MAX = 60;

  private static Path folder(String file) throws URISyntaxException {
    return Objects.requireNonNull(
        Path.of(Objects.requireNonNull(PageTest.class.getResource(file)).toURI()).getParent());
  }

  /** Text by name relative to the page's folder. */
  private static Map<String, String> files() throws IOException, URISyntaxException {
    Path folder = folder("page/index.html");
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        found.put(
            folder.relativize(file).toString().replace('\\', '/'), Files.readString(file, UTF_8));
      }
    }
    return found;
  }

  @Test
  void noFileReadsHtmlFromATextOrNeedsMoreThanAStrictPolicyAllows() throws Exception {
    assertThat(files())
        .isNotEmpty()
        .allSatisfy((name, text) -> assertThat(text).as(name).doesNotContainPattern(UNSAFE));
  }

  @Test
  void noFileNamesAForeignOrigin() throws Exception {
    assertThat(files())
        .allSatisfy((name, text) -> assertThat(text).as(name).doesNotContainPattern(FOREIGN));
  }

  @Test
  void everyModuleIsInTheFileOfAllOnce() throws Exception {
    Map<String, String> files = files();

    String joined = JoinedModules.of("app.js", files::get);

    assertThat(NAME_LINE.matcher(joined).results().map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            files.keySet().stream()
                .filter(name -> name.endsWith(".js") && !name.equals(BEFORE_MODULES))
                .toList());
    assertThat(files.get("index.html"))
        .containsSubsequence(BEFORE_MODULES + "\"></script>", "stylesheet", "type=\"module\"");
  }

  /** What is packaged of others' libraries is what browsers get, and the terms of it. */
  @Test
  void ofTheLibrariesThereIsNothingButWhatIsServed() throws Exception {
    try (Stream<Path> library = Files.list(folder("library/chart.umd.min.js"))) {
      assertThat(library.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "chart.umd.min.js",
              "favicon-32x32.png",
              "swagger-ui-bundle.js",
              "swagger-ui-bundle.js.LICENSE.txt",
              "swagger-ui.css");
    }
  }

  @Test
  void itsPureFunctionsPassTheirTestsWhereNodeIsThere(@TempDir Path here) throws Exception {
    Assumptions.assumeTrue(isOnPath("node"), "node is not on the PATH");
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path copy = here.resolve(file.getKey());
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, file.getValue(), UTF_8);
    }
    Files.writeString(here.resolve("package.json"), "{\"type\": \"module\"}", UTF_8);
    String tests = "page.test.mjs";
    Files.copy(folder("page/" + tests).resolve(tests), here.resolve(tests));
    ProcessBuilder builder =
        new ProcessBuilder("node", "--test", tests)
            .directory(here.toFile())
            .redirectErrorStream(true)
            .redirectOutput(here.resolve("out").toFile());
    builder.environment().put("LC_ALL", "en_US.UTF-8");
    Process node = builder.start();
    boolean ended = node.waitFor(NODE_SECONDS_MAX, TimeUnit.SECONDS);
    node.destroyForcibly();
    assertThat(ended).as("ended within %d s", NODE_SECONDS_MAX).isTrue();
    String said = Files.readString(here.resolve("out"), UTF_8);
    assertThat(node.exitValue()).as(said).isZero();
    assertThat(said).doesNotContainPattern("(?m)^# pass 0$").contains("# fail 0");
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
