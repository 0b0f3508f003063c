package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Commands that are printed work as they stand: they name the run that they mean. */
class HintsTest {

  private static final Path HOME = Path.of("/opt/daybook");
  private static final Path FILE = Path.of("my.csv");

  /** Each of them. */
  private static final List<Function<Commands, String>> ALL =
      List.of(
          commands -> commands.run(),
          commands -> commands.doctor(),
          commands -> commands.imports(),
          commands -> commands.map(FILE),
          commands -> commands.importing("", FILE),
          commands -> commands.importing("--again", FILE),
          commands -> commands.replay("--again", FILE),
          commands -> commands.rejects("my.csv"));

  /** A command of a run in a text that is printed, and not in the help's examples. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "\"[^\"]*daybook (run|import|imports|rejects|map|stats|doctor|replay)\\b(?! --help)");

  @Test
  void everyHintNamesARunThatIsNotFoundByItself() {
    Commands other = Commands.of(HOME, Path.of("/tmp/a run"));
    Commands own = Commands.of(HOME, HOME.resolve(".daybook"));

    assertThat(ALL).allMatch(hint -> hint.apply(other).contains(" --state '/tmp/a run'"));
    assertThat(ALL).noneMatch(hint -> hint.apply(own).contains("--state"));
  }

  /** A hint that is written out would forget the run. */
  @Test
  void noHintIsWrittenByHand() throws IOException {
    List<String> written = new ArrayList<>();
    Path sources = LocalPipeline.home().resolve("infra/local/src/main/java/daybook/local");
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Files.readString(file)
            .replaceAll(
                "(?s)@picocli\\.CommandLine\\.Command\\(.*?\\n\\s*(static )?final class", "")
            .lines()
            .filter(line -> LITERAL.matcher(line).find())
            .filter(line -> !line.contains("description = "))
            .forEach(line -> written.add(file.getFileName() + ": " + line.strip()));
      }
    }

    assertThat(written).isEmpty();
  }
}
