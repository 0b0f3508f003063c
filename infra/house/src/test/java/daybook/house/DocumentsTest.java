package daybook.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say of the tree, checked against the tree. */
final class DocumentsTest {

  /** Conditions of docs/PROTOCOL.md. */
  private static final int CONDITIONS = 21;

  /** Conditions of its record lane, {@code R1} and so on. */
  private static final int RECORD_CONDITIONS = 16;

  /** Invariants of ARCHITECTURE.md. */
  private static final int INVARIANTS = 9;

  /** Characters of a line in a document: what a reader of a diff sees without scrolling. */
  private static final int LINE_MAX = 200;

  private static final Pattern CODE_WORD = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern CLASS_NAME = Pattern.compile("[A-Z][A-Za-z0-9]+");
  private static final Pattern LINK = Pattern.compile("(?:\\]\\(|<img src=\")(?!http)([^)#\"]+)");
  private static final Pattern CONDITION =
      Pattern.compile("[Cc]onditions? ((?:R?\\d+(?:, | and |-)?)+)");
  private static final Pattern NUMBER = Pattern.compile("R?\\d+");

  @Test
  void everyConditionOfTheProtocolStandsWhereTheCodeKeepsIt() {
    Set<String> found = new TreeSet<>();
    for (Path source : Project.productSources()) {
      // A port only announces which conditions its adapters keep.
      if (!Project.path(source).contains("/core/port/")) {
        CONDITION
            .matcher(Project.read(source))
            .results()
            .flatMap(mention -> NUMBER.matcher(mention.group(1)).results())
            .forEach(number -> found.add(number.group()));
      }
    }
    assertThat(found).containsAll(conditions());
  }

  private static List<String> conditions() {
    return Stream.concat(
            IntStream.rangeClosed(1, CONDITIONS).mapToObj(Integer::toString),
            IntStream.rangeClosed(1, RECORD_CONDITIONS).mapToObj(number -> "R" + number))
        .toList();
  }

  @Test
  void everyConditionOfTheProtocolIsInTheDocument() {
    String document = Project.read("docs/PROTOCOL.md");
    for (String condition : conditions()) {
      assertThat(document).contains("\n| " + condition + " | ");
    }
  }

  @Test
  void everyInvariantIsNamedByATest() {
    StringBuilder tests = new StringBuilder();
    Project.files(path -> path.matches(".*/src/test/.*\\.java"))
        .forEach(file -> tests.append(Project.read(file)));
    String architecture = Project.read("ARCHITECTURE.md");
    for (int invariant = 1; invariant <= INVARIANTS; invariant++) {
      assertThat(Pattern.compile("\\bI" + invariant + "[:.,]").matcher(tests).find())
          .as("I%d", invariant)
          .isTrue();
      assertThat(architecture).contains("**I" + invariant + " ");
    }
  }

  @Test
  void namesInArchitectureExist() {
    Set<String> classes = new TreeSet<>();
    for (Path source : Project.productSources()) {
      classes.add(source.getFileName().toString().replaceFirst("\\.[a-z]+$", ""));
    }
    String template = Project.read("template.yaml");
    List<String> missing = new ArrayList<>();
    Matcher words = CODE_WORD.matcher(Project.read("ARCHITECTURE.md"));
    while (words.find()) {
      String word = words.group(1);
      boolean exists =
          CLASS_NAME.matcher(word).matches()
              ? classes.contains(word) || template.contains(word + ":")
              : !word.contains("/") || Project.exists(word.replaceFirst("^\\./", ""));
      if (!exists) {
        missing.add(word);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void filesThatDocumentsLinkToExist() {
    List<String> missing = new ArrayList<>();
    for (Path file : Project.documents()) {
      LINK.matcher(Project.read(file))
          .results()
          .map(link -> link.group(1))
          .filter(link -> !Files.exists(Project.absolute(file).resolveSibling(link)))
          .forEach(link -> missing.add(file + ": " + link));
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void noLineOfADocumentIsTooLongToRead() {
    List<String> tooLong = new ArrayList<>();
    for (Path file : Project.documents()) {
      List<String> lines = Project.read(file).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        int length = lines.get(i).length();
        if (length > LINE_MAX) {
          tooLong.add(file + ":" + (i + 1) + " has " + length);
        }
      }
    }
    assertThat(tooLong).as("lines above %d characters", LINE_MAX).isEmpty();
  }
}
