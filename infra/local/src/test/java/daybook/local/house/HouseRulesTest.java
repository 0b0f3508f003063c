package daybook.local.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the tree, checked against the tree. */
final class HouseRulesTest {

  private static final Path ROOT = root();

  /** Conditions of docs/PROTOCOL.md. */
  private static final int CONDITIONS = 21;

  /** Invariants of ARCHITECTURE.md. */
  private static final int INVARIANTS = 9;

  private static final Pattern CODE_WORD = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern CLASS_NAME = Pattern.compile("[A-Z][A-Za-z0-9]+");

  /** Words of ARCHITECTURE.md in code style that name no class or folder of ours. */
  private static final Set<String> NOT_OURS = Set.of("SQSEvent", "CUT_OFF_DAYS");

  /** The folder with the root's pom, above the module that the tests run in. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("template.yaml"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Sources of the product: Java and Lua, without tests. */
  private static List<Path> productSources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String part : List.of("functions", "infra", "data")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(part))) {
        files
            .filter(file -> file.toString().matches(".*/src/main/.*\\.(java|lua)"))
            .forEach(sources::add);
      }
    }
    return sources;
  }

  @Test
  void everyConditionOfTheProtocolStandsWhereTheCodeKeepsIt() throws IOException {
    Pattern mention = Pattern.compile("[Cc]onditions? ((?:\\d+(?:, | and |-)?)+)");
    Set<Integer> found = new TreeSet<>();
    for (Path source : productSources()) {
      // A port only announces which conditions its adapters keep.
      if (!source.toString().contains("/core/port/")) {
        Matcher matcher = mention.matcher(read(source));
        while (matcher.find()) {
          Pattern.compile("\\d+")
              .matcher(matcher.group(1))
              .results()
              .forEach(number -> found.add(Integer.parseInt(number.group())));
        }
      }
    }
    Set<Integer> all = new TreeSet<>();
    for (int condition = 1; condition <= CONDITIONS; condition++) {
      all.add(condition);
    }
    assertThat(found).containsAll(all);
  }

  @Test
  void everyConditionOfTheProtocolIsInTheDocument() {
    String document = read(ROOT.resolve("docs/PROTOCOL.md"));
    for (int condition = 1; condition <= CONDITIONS; condition++) {
      assertThat(document).contains("\n| " + condition + " | ");
    }
  }

  @Test
  void everyInvariantIsNamedByATest() throws IOException {
    StringBuilder tests = new StringBuilder();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().matches(".*/src/test/.*\\.java"))
          .filter(file -> !file.endsWith("HouseRulesTest.java"))
          .forEach(file -> tests.append(read(file)));
    }
    // The last one is kept by this class.
    for (int invariant = 1; invariant < INVARIANTS; invariant++) {
      assertThat(Pattern.compile("\\bI" + invariant + "[:.,]").matcher(tests).find())
          .as("I%d", invariant)
          .isTrue();
    }
    String architecture = read(ROOT.resolve("ARCHITECTURE.md"));
    for (int invariant = 1; invariant <= INVARIANTS; invariant++) {
      assertThat(architecture).contains("**I" + invariant + " ");
    }
  }

  @Test
  void namesInArchitectureExist() throws IOException {
    Set<String> classes = new TreeSet<>(NOT_OURS);
    for (Path source : productSources()) {
      classes.add(source.getFileName().toString().replaceFirst("\\.[a-z]+$", ""));
    }
    String template = read(ROOT.resolve("template.yaml"));
    List<String> missing = new ArrayList<>();
    Matcher words = CODE_WORD.matcher(read(ROOT.resolve("ARCHITECTURE.md")));
    while (words.find()) {
      String word = words.group(1);
      boolean exists =
          CLASS_NAME.matcher(word).matches()
              ? classes.contains(word) || template.contains(word + ":")
              : !word.contains("/") || Files.exists(ROOT.resolve(word.replaceFirst("^\\./", "")));
      if (!exists) {
        missing.add(word);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void filesThatDocumentsLinkToExist() throws IOException {
    Pattern link = Pattern.compile("\\]\\((?!http)([^)#]+)");
    List<String> missing = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.toString().contains("/target/"))
          .forEach(
              file -> {
                Matcher links = link.matcher(read(file));
                while (links.find()) {
                  if (!Files.exists(file.resolveSibling(links.group(1)))) {
                    missing.add(ROOT.relativize(file) + ": " + links.group(1));
                  }
                }
              });
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void noFunctionDependsOnAnotherNorTheCoreOnAStore() {
    for (String function : List.of("importer", "aggregator", "dumper", "stats")) {
      String pom = read(ROOT.resolve("functions/" + function + "/pom.xml"));
      for (String other : List.of("importer", "aggregator", "dumper", "stats")) {
        assertThat(pom.split("<artifactId>daybook-" + other + "</artifactId>", -1).length - 1)
            .as("%s names %s", function, other)
            .isEqualTo(function.equals(other) ? 1 : 0);
      }
    }
    assertThat(read(ROOT.resolve("functions/core/pom.xml")))
        .doesNotContain("jedis", "mongodb-driver", "awssdk");
  }

  /** I9. */
  @Test
  void coreReadsNoClockEnvironmentOrRandomness() throws IOException {
    Pattern banned =
        Pattern.compile(
            "System\\.(getenv|currentTimeMillis|nanoTime|out|err)|Instant\\.now\\(|"
                + "LocalDate\\.now\\(|new Random\\(|UUID\\.randomUUID|Math\\.random|Thread\\.sleep");
    for (Path source : productSources()) {
      if (source.startsWith(ROOT.resolve("functions/core"))) {
        // What a comment says the caller usually passes is no use of it.
        String code = read(source).replaceAll("(?s)/\\*.*?\\*/", "");
        assertThat(banned.matcher(code).results().map(Object::toString)).as("%s", source).isEmpty();
      }
    }
  }

  @Test
  void everyPluginAndLibraryVersionStandsInTheRootPom() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.endsWith("pom.xml") && !file.equals(ROOT.resolve("pom.xml")))
          .filter(file -> !file.toString().contains("/target/"))
          .forEach(
              pom ->
                  assertThat(read(pom).split("<version>", -1).length - 1)
                      .as("%s: only the parent's version", pom)
                      .isEqualTo(1));
    }
  }
}
