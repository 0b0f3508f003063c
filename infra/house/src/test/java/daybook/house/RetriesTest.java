package daybook.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The numbers of docs/RETRIES.md, compared with the constants and properties that hold them. */
final class RetriesTest {

  /** Such as {@code `Hops.WASTED_MAX` = 4} or {@code `ImportQueue.VisibilityTimeout` = 1,800 s}. */
  private static final Pattern NUMBER =
      Pattern.compile("`([A-Za-z0-9]+)\\.([A-Za-z_]+)` = ([0-9,]+)(?: (minutes?|s|ms|KiB)\\b)?");

  private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z_]+");

  private final String template = Project.read("template.yaml");

  @Test
  void numbersAreThoseOfCodeAndTemplate() {
    List<String> wrong = new ArrayList<>();
    for (MatchResult number : numbers()) {
      String name = number.group(1) + "." + number.group(2);
      String said = said(number);
      Optional<String> found =
          CONSTANT.matcher(number.group(2)).matches()
              ? constant(number.group(1), number.group(2))
              : property(number.group(1), number.group(2));
      if (!found.equals(Optional.of(said))) {
        wrong.add(name + " is " + found.orElse("nowhere") + ", the page has " + said);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyNumberWithAnOwnerIsReadByThisTest() {
    String page = Project.read("docs/RETRIES.md");

    assertThat(numbers()).hasSize(page.split("` = ", -1).length - 1).hasSizeGreaterThan(50);
  }

  private static List<MatchResult> numbers() {
    return NUMBER.matcher(Project.read("docs/RETRIES.md")).results().toList();
  }

  /** The number without commas, with its unit where that is one of time or size. */
  private static String said(MatchResult number) {
    String unit = number.group(4) == null ? "" : " " + number.group(4).replace("minutes", "minute");
    return number.group(3).replace(",", "") + unit;
  }

  private static Optional<String> constant(String type, String name) {
    Pattern value = Pattern.compile("\\b" + name + " =\\s+([^;]+);");
    for (Path file : Project.files(path -> path.matches(".*/src/main/.*/" + type + "\\.java"))) {
      Matcher found = value.matcher(Project.read(file));
      if (found.find()) {
        return Optional.of(inWords(name, found.group(1).replace("_", "")));
      }
    }
    return Optional.empty();
  }

  /** What an initializer says, in the words of the page. */
  private static String inWords(String name, String initializer) {
    String number = initializer.replaceFirst("Duration\\.of\\w+\\((\\d+)\\)", "$1");
    if (initializer.startsWith("Duration.ofMinutes")) {
      return number + " minute";
    }
    if (initializer.startsWith("Duration.ofSeconds")) {
      return number + " s";
    }
    if (initializer.startsWith("Duration.ofMillis") || name.matches(".*_MS(_MAX|_MIN)?")) {
      return number + " ms";
    }
    return number.endsWith(" * 1024") ? number.replace(" * 1024", " KiB") : number;
  }

  /** The first property of this name in the block of this name. */
  private Optional<String> property(String block, String name) {
    Matcher begin = Pattern.compile("(?m)^( +)" + block + ":$").matcher(template);
    if (!begin.find()) {
      return Optional.empty();
    }
    String body =
        template
            .substring(begin.end())
            .lines()
            .skip(1)
            .takeWhile(line -> line.isBlank() || line.startsWith(begin.group(1) + " "))
            .reduce("", (text, line) -> text + line + "\n");
    Matcher value = Pattern.compile("(?m)^ +" + name + ": (.+)$").matcher(body);
    return value.find() ? Optional.of(inWordsOfTime(name, value.group(1))) : Optional.empty();
  }

  private static String inWordsOfTime(String name, String value) {
    if (value.startsWith("rate(")) {
      return value.substring("rate(".length(), value.length() - 1).replace("minutes", "minute");
    }
    boolean seconds =
        name.matches("VisibilityTimeout|MessageRetentionPeriod|Timeout|MaximumEventAgeInSeconds");
    return value + (seconds ? " s" : name.equals("TimeoutInMillis") ? " ms" : "");
  }
}
