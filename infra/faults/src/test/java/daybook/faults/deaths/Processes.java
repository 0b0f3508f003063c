package daybook.faults.deaths;

import daybook.testkit.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts Java processes that end with this one, and kills them. */
final class Processes {

  /** How long a killed process may take to be gone. */
  private static final Duration DEATH_LIMIT = Duration.ofSeconds(10);

  private Processes() {}

  /**
   * Starts a main class of the tests' class path; see {@link TiedToParent}.
   *
   * @param output takes what it writes, errors included; added to what is there
   * @param jvmOptions come before the class path
   */
  static Process start(
      Path output,
      List<String> jvmOptions,
      Map<String, String> environment,
      Class<?> main,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(TiedToParent.class.getName(), main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Kills by {@code SIGKILL} and waits until the process is gone. */
  static void kill(Process process) {
    process.destroyForcibly();
    process.onExit().orTimeout(DEATH_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /**
   * Fails unless all of these end soon. One that has ended and that nobody asks for its result (in
   * containers without an init process) is a name only: it has no executable.
   */
  static void awaitGone(Collection<ProcessHandle> processes) throws Exception {
    Await.until(
        () -> "the end of " + living(processes), DEATH_LIMIT, () -> living(processes).isEmpty());
  }

  private static List<ProcessHandle> living(Collection<ProcessHandle> processes) {
    return processes.stream()
        .filter(process -> process.isAlive() && process.info().command().isPresent())
        .toList();
  }
}
