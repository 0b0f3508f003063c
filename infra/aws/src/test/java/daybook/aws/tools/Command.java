package daybook.aws.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the machine, run to its end with a bound. */
final class Command {

  /** Nothing is reported, and no account, credentials or settings of the user are read. */
  private static final Map<String, String> ISOLATED =
      Map.of(
          "AWS_ACCESS_KEY_ID", "daybook",
          "AWS_CONFIG_FILE", "/dev/null",
          "AWS_DEFAULT_REGION", "eu-central-1",
          "AWS_EC2_METADATA_DISABLED", "true",
          "AWS_REGION", "eu-central-1",
          "AWS_SECRET_ACCESS_KEY", "daybook-secret",
          "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
          "SAM_CLI_TELEMETRY", "0");

  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  /**
   * How a program ended.
   *
   * @param exit its exit code
   * @param out what it wrote to its standard output
   * @param err what it wrote to its standard error
   */
  record Result(int exit, String out, String err) {

    /** All that it wrote, for a message. */
    String all() {
      return out + err;
    }
  }

  private Command() {}

  /** A program with its surroundings, not yet started. */
  static ProcessBuilder builder(Path directory, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(ISOLATED);
    builder.environment().remove("AWS_PROFILE");
    builder.environment().remove("AWS_SESSION_TOKEN");
    return builder;
  }

  /**
   * Runs a program to its end.
   *
   * @throws AssertionError if it takes longer than the limit; it is killed then
   */
  static Result run(Path directory, Duration limit, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("command", ".out");
    Path err = Files.createTempFile("command", ".err");
    try {
      Process process =
          builder(directory, command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = false;
      try {
        ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        kill(process);
      }
      if (!ended) {
        throw new AssertionError(
            "not within %s: %s%n%s%s".formatted(limit, command, text(out), text(err)));
      }
      return new Result(process.exitValue(), text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** Ends a program and all that it started, at once; one that has ended is left alone. */
  static void kill(Process process) throws InterruptedException {
    List<ProcessHandle> descendants = process.descendants().toList();
    if (process.isAlive()) {
      process.destroyForcibly();
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
