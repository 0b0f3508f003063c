package daybook.aws.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS's linters have nothing to say about the templates, not even a warning. */
class LintTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  static List<String> templates() throws IOException {
    List<String> names = new ArrayList<>(List.of("template.yaml"));
    Path home = Project.home();
    try (Stream<Path> files = Files.list(home.resolve("infra/aws"))) {
      files
          .filter(file -> file.toString().endsWith(".yaml"))
          .map(file -> home.relativize(file).toString())
          .sorted()
          .forEach(names::add);
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("templates")
  void cfnLintFindsNothing(String template) throws Exception {
    Tool.CFN_LINT.require();

    Command.Result result =
        Command.run(
            Project.home(),
            LIMIT,
            Tool.CFN_LINT.command("--non-zero-exit-code", "informational", "--template", template));

    assertThat(result.all()).isBlank();
    assertThat(result.exit()).isZero();
  }

  @Test
  void samTakesTheTemplateForValid() throws Exception {
    Tool.SAM.require();

    Command.Result result =
        Tool.SAM.run(Project.home(), LIMIT, "validate", "--lint", "--template", "template.yaml");

    assertThat(result.all()).contains("is a valid SAM Template");
  }

  @Test
  void cfnLintSeesWhatIsWrong() throws Exception {
    Tool.CFN_LINT.require();
    String template = Files.readString(Project.home().resolve("template.yaml"));
    Path wrong = Files.createTempFile("wrong", ".yaml");
    try {
      Files.writeString(wrong, template.replace("Type: AWS::SQS::Queue\n", "Type: AWS::SQS::Q\n"));

      Command.Result result =
          Command.run(Project.home(), LIMIT, Tool.CFN_LINT.command("--template", wrong.toString()));

      assertThat(result.out()).contains("E3006");
    } finally {
      Files.delete(wrong);
    }
  }
}
