package daybook.aws.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** AWS's linters have nothing to say about the templates, not even a warning. */
class LintTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** In one run: the linter takes longer to start than to look. */
  @Test
  void cfnLintFindsNothing() throws Exception {
    Tool.CFN_LINT.require();
    List<String> arguments = new ArrayList<>(List.of("--non-zero-exit-code", "informational"));
    arguments.add("template.yaml");
    try (Stream<Path> files = Files.list(Project.home().resolve("infra/aws"))) {
      files
          .map(file -> Project.home().relativize(file).toString())
          .filter(file -> file.endsWith(".yaml"))
          .sorted()
          .forEach(arguments::add);
    }
    assertThat(arguments).contains("infra/aws/network.yaml");

    Command.Result result =
        Command.run(Project.home(), LIMIT, Tool.CFN_LINT.command(arguments.toArray(String[]::new)));

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
