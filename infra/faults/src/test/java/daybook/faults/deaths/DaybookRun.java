package daybook.faults.deaths;

import daybook.local.Main;
import daybook.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code ./daybook run} as a process, with its functions in processes below it. Closing ends all of
 * them, stopped ones too.
 */
final class DaybookRun implements AutoCloseable {

  /** Four JVMs and two servers that start at once on a busy machine. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final Pattern HANDLER =
      Pattern.compile("(?s).*\\x00daybook\\.(?<function>[a-z]+)\\.\\w+::handleRequest\\x00");

  private static final Pattern EXPORT = Pattern.compile("export (\\w+)='(.*)'");

  /** The host says this of an invocation, not of a start: the request's id comes first. */
  private static final Pattern DIED_AT_WORK =
      Pattern.compile("\\S+ [0-9a-f-]{36} Runtime exited with error: exit status 137");

  private final Path state;
  private final Process process;
  private final Map<String, String> environment;

  private DaybookRun(Path state, Process process, Map<String, String> environment) {
    this.state = state;
    this.process = process;
    this.environment = environment;
  }

  /**
   * A JVM of a function.
   *
   * @param function such as {@code importer}, the package of its handler
   */
  record FunctionJvm(ProcessHandle process, String function) {}

  /**
   * Starts it without sample, over these servers.
   *
   * @param home where the template is
   */
  static DaybookRun start(Path home, Path folder, TcpRelay redis, String mongodbUri)
      throws Exception {
    Path state = folder.resolve("state");
    Path output = folder.resolve("daybook.out");
    Process process =
        Processes.start(
            output,
            List.of("-Xmx512m", "-Ddaybook.home=" + home),
            Map.of("DUMP_INTERVAL_SECONDS", "1"),
            Main.class,
            List.of(
                "run",
                "--no-sample",
                "--api-port",
                "0",
                "--state",
                state.toString(),
                "--redis",
                "127.0.0.1:" + redis.port(),
                "--mongodb",
                mongodbUri));
    try {
      Await.until(
          () -> "daybook runs: " + text(output),
          START_LIMIT,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError("daybook ended: " + text(output));
            }
            return text(output).contains("serving until");
          });
      return new DaybookRun(state, process, exports(state.resolve("run.env")));
    } catch (Exception | AssertionError e) {
      Processes.kill(process);
      throw e;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return String.valueOf(e);
    }
  }

  private static Map<String, String> exports(Path runEnv) throws IOException {
    Map<String, String> variables = new HashMap<>();
    for (String line : Files.readAllLines(runEnv)) {
      Matcher export = EXPORT.matcher(line);
      if (export.matches()) {
        variables.put(export.group(1), export.group(2));
      }
    }
    return Map.copyOf(variables);
  }

  /** Its addresses and credentials, as {@code run.env} gives them. */
  Map<String, String> environment() {
    return environment;
  }

  /** The functions' processes that live now. */
  List<FunctionJvm> functions() {
    try (Stream<ProcessHandle> below = process.descendants()) {
      return below.flatMap(handle -> functionOf(handle).stream()).toList();
    }
  }

  /** By the handler, its last argument; the system's own summary of arguments is cut too early. */
  private static Optional<FunctionJvm> functionOf(ProcessHandle handle) {
    try {
      String command =
          Files.readString(
              Path.of("/proc", Long.toString(handle.pid()), "cmdline"),
              StandardCharsets.ISO_8859_1);
      Matcher handler = HANDLER.matcher(command);
      return handler.matches()
          ? Optional.of(new FunctionJvm(handle, handler.group("function")))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // It has just ended.
    }
  }

  /** Invocations so far that the host killed because they did not answer in time. */
  long timeOuts() throws IOException {
    return countLogged(Pattern.compile(".* Task timed out after .*"));
  }

  /** Invocations so far whose process was killed while they ran. */
  long diedAtWork() throws IOException {
    return countLogged(DIED_AT_WORK);
  }

  /** Lines in the functions' logs that are exactly of this form. */
  long countLogged(Pattern form) throws IOException {
    long count = 0;
    for (Path log : logs()) {
      try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
        count += lines.filter(line -> form.matcher(line).matches()).count();
      }
    }
    return count;
  }

  private List<Path> logs() throws IOException {
    try (Stream<Path> files = Files.list(state.resolve("logs"))) {
      return files.filter(file -> file.toString().contains("Function.log")).toList();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> below = new ArrayList<>();
    try (Stream<ProcessHandle> living = process.descendants()) {
      living.forEach(below::add);
    }
    Processes.kill(process);
    below.forEach(ProcessHandle::destroyForcibly);
  }
}
