package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunEnvTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "two words",
        "it's",
        "'",
        "''",
        "\\",
        "'\\''",
        "$HOME `id` \"q\" #x;",
        "mongodb://a:p%27@h/?x=1&y=2"
      })
  void valueIsTheSameForDaybookAndForAShell(String value) throws Exception {
    Path file = folder.resolve("run.env");

    RunEnv.write(file, Map.of("X", value));

    assertThat(RunEnv.read(file)).isEqualTo(Map.of("X", value));
    assertThat(inShell(file)).isEqualTo(value);
  }

  @Test
  void keepsOrderAndReplacesTheFileBefore() throws Exception {
    Path file = folder.resolve("run.env");
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("B", "1");
    variables.put("A", "2");
    RunEnv.write(file, Map.of("OLD", "3"));

    RunEnv.write(file, variables);

    assertThat(RunEnv.read(file)).containsExactlyEntriesOf(variables);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void missingFileSaysThatNothingRuns() {
    Path file = folder.resolve("run.env");

    assertThatThrownBy(() -> RunEnv.read(file, new Commands("./daybook", " --state x")))
        .isInstanceOf(FailureException.class)
        .hasMessage(
            "no run uses %s: expected its addresses in run.env; start one with ./daybook run"
                    .formatted(folder)
                + " --state x in another terminal first, or name the folder of one by --state DIR");
  }

  @Test
  void missingVariableIsNamedWithoutTheValuesOfOthers() {
    Map<String, String> variables = Map.of("AWS_REGION", "r", "AWS_ACCESS_KEY_ID", "id");

    assertThatThrownBy(() -> RunEnv.access(variables))
        .isInstanceOf(FailureException.class)
        .hasMessage(
            "no AWS_SECRET_ACCESS_KEY among the addresses of the running Daybook, only"
                + " [AWS_ACCESS_KEY_ID, AWS_REGION]");
  }

  @Test
  void folderThatIsNotThereFailsTheWrite() {
    Path file = folder.resolve("none/run.env");

    assertThatThrownBy(() -> RunEnv.write(file, Map.of()))
        .isInstanceOf(FailureException.class)
        .hasMessage("cannot write %s: %s.part is not there".formatted(file, file));
  }

  /** What a program gets that is started after the file was sourced. */
  private static String inShell(Path file) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", ". \"$0\"; exec sh -c 'printf %s \"$X\"'", file.toString())
            .redirectErrorStream(true)
            .start();
    shell.getOutputStream().close();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
