package daybook.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import daybook.local.Daybook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The texts that {@code ./daybook} prints without a build are what the annotations of the commands
 * say. {@code -Ddaybook.help.write=true} writes them anew.
 */
class HelpTest {

  private static final Path HOME =
      Path.of(System.getProperty("daybook.home", "../..")).toAbsolutePath().normalize();
  private static final Path TEXTS = HOME.resolve("infra/local/src/main/resources/daybook/local");
  private static final boolean WRITE = Boolean.getBoolean("daybook.help.write");

  private static CommandLine all() {
    return Daybook.commandLine(HOME, List.of(new BenchArguments()));
  }

  private static Map<String, String> texts() {
    CommandLine all = all();
    Map<String, String> texts = new TreeMap<>();
    texts.put("help.txt", Daybook.help(all));
    texts.put("completion.bash", Daybook.completion(all));
    all.getSubcommands()
        .forEach((name, command) -> texts.put(name + ".txt", Daybook.help(command)));
    return texts;
  }

  /** Lines of the help that begin with the command. */
  private static List<String> examples() {
    List<String> examples = new ArrayList<>();
    for (CommandLine command : all().getSubcommands().values()) {
      Stream.of(command.getCommandSpec().usageMessage().header())
          .map(String::strip)
          .filter(line -> line.startsWith("./daybook "))
          .forEach(examples::add);
    }
    return examples;
  }

  @Test
  void textsAreThoseOfTheAnnotations() throws IOException {
    for (Map.Entry<String, String> text : texts().entrySet()) {
      Path file = TEXTS.resolve(text.getKey());
      if (WRITE) {
        Files.writeString(file, text.getValue());
      }
      assertThat(file).as("by -Ddaybook.help.write=true").hasContent(text.getValue());
    }
  }

  @Test
  void noTextIsOfNoCommand() throws IOException {
    try (Stream<Path> files = Files.list(TEXTS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(texts().keySet());
    }
  }

  @Test
  void everyCommandHasExamples() {
    for (String name : all().getSubcommands().keySet()) {
      assertThat(Daybook.help(all().getSubcommands().get(name)))
          .as(name)
          .containsPattern("(?m)^  .*\\./daybook " + name + "\\b|<\\(\\./daybook " + name);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleIsUnderstood(String example) {
    String command = example.replaceFirst("  .*", "").replaceFirst(" [|>] .*", "");
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.remove(0);

    assertThat(errors(words)).as(command).isEmpty();
  }

  /** Otherwise the examples would pass whatever they say. */
  @Test
  void whatIsWrongIsNotUnderstood() {
    assertThat(errors(List.of("run", "--twice"))).isNotEmpty();
    assertThat(errors(List.of("imports", "--limit", "0"))).isNotEmpty();
    assertThat(errors(List.of("nothing"))).isNotEmpty();
  }

  private static List<Exception> errors(List<String> words) {
    CommandLine all = all();
    all.getCommandSpec().parser().collectErrors(true);
    all.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().parser().collectErrors(true));
    List<Exception> errors = new ArrayList<>();
    for (CommandLine.ParseResult result = all.parseArgs(words.toArray(new String[0]));
        result != null;
        result = result.subcommand()) {
      errors.addAll(result.errors());
    }
    return errors;
  }

  /** One table for README and help, so that nobody has to guess. */
  @Test
  void exitCodesAreInTheReadmeAsTheHelpHasThem() throws IOException {
    String readme = Files.readString(HOME.resolve("README.md"), UTF_8);
    all()
        .getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .forEach(
            (code, meaning) -> assertThat(readme).contains("| " + code + " | " + meaning + " |"));
  }
}
