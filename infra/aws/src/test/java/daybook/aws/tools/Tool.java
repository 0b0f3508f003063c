package daybook.aws.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A program of AWS's users, found on the PATH or where a variable says. */
enum Tool {
  CFN_LINT("DAYBOOK_CFN_LINT", "cfn-lint", "--version", "python3 -m pip install cfn-lint"),
  DOCKER("DAYBOOK_DOCKER", "docker", "info", "install a Docker engine and start it"),
  GIT("DAYBOOK_GIT", "git", "--version", "install git"),
  MAKE("DAYBOOK_MAKE", "make", "--version", "install make"),
  SAM("DAYBOOK_SAM", "sam", "--version", "python3 -m pip install aws-sam-cli");

  /** Python programs start slowly on a busy machine. */
  private static final Duration CHECK_LIMIT = Duration.ofSeconds(60);

  private final String variable;
  private final String name;
  private final String check;
  private final String remedy;

  Tool(String variable, String name, String check, String remedy) {
    this.variable = variable;
    this.name = name;
    this.check = check;
    this.remedy = remedy;
  }

  /** Ends the test unless the program runs. */
  void require() throws InterruptedException {
    Requirement.met(
        works(), "%s is missing: %s, or set %s to its path".formatted(name, remedy, variable));
  }

  private boolean works() throws InterruptedException {
    try {
      return Command.run(Path.of("").toAbsolutePath(), CHECK_LIMIT, command(check)).exit() == 0;
    } catch (IOException e) {
      // There is no such program.
      return false;
    }
  }

  /** The program with these arguments. */
  List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Optional.ofNullable(System.getenv(variable)).orElse(name));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs the program, which must succeed.
   *
   * @throws AssertionError with all that it wrote, if it fails or takes longer than the limit
   */
  Command.Result run(Path directory, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    Command.Result result = Command.run(directory, limit, command(arguments));
    if (result.exit() != 0) {
      throw new AssertionError(
          "%s ended with %d:%n%s".formatted(command(arguments), result.exit(), result.all()));
    }
    return result;
  }
}
