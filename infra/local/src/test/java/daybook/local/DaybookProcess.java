package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.testkit.Await;
import daybook.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./daybook} as a process of its own; closing kills it and all that it has started. */
final class DaybookProcess implements AutoCloseable {

  private final Process process;
  private final Path output;
  private final Path errors;
  private List<ProcessHandle> children = List.of();

  private DaybookProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * Starts a command.
   *
   * @param folder where output goes
   * @param environment added to that of the tests
   */
  static DaybookProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the script does: the light compiler and collector.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("-Ddaybook.home=" + LocalPipeline.home());
    if (Runtime.version().feature() >= 24) {
      // As the script does: what a library reads by itself is no message to the user.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "out", ".txt");
    Path errors = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    return new DaybookProcess(builder.start(), output, errors);
  }

  long pid() {
    return process.pid();
  }

  /** What it has written to standard output. */
  String output() throws IOException {
    return new String(bytes(), UTF_8);
  }

  /** The same as bytes, where it is a file of any encoding. */
  byte[] bytes() throws IOException {
    return Files.readAllBytes(output);
  }

  /** What it has written to standard error. */
  String errors() throws IOException {
    return Files.readString(errors);
  }

  /** Waits until it has written something, and notes the processes that it has by then. */
  void awaitOutput(String text, Duration limit) throws Exception {
    Await.until(
        text,
        limit,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("ended without '%s': %s".formatted(text, everything()));
          }
          return output().contains(text);
        });
    children = process.descendants().toList();
  }

  /** The processes it had when its output was last awaited. */
  List<ProcessHandle> children() {
    return children;
  }

  void signal(String name) throws IOException, InterruptedException {
    JavaProcess.signal(name, pid());
  }

  /** Waits for its end and returns its exit code. */
  int awaitExit(Duration limit) throws Exception {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("not ended within " + limit + ": " + everything());
    }
    return process.exitValue();
  }

  /** Waits until none of its processes is there. */
  void awaitChildrenGone(Duration limit) throws Exception {
    Await.until(
        "the end of " + children, limit, () -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private String everything() throws IOException {
    return output() + errors();
  }

  @Override
  public void close() {
    List<ProcessHandle> left = new ArrayList<>(children);
    left.addAll(process.descendants().toList());
    process.destroyForcibly();
    left.forEach(ProcessHandle::destroyForcibly);
  }
}
