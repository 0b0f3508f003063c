package daybook.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Java process that starts a server, says so in one line, and waits to be killed. */
final class ChildJvm implements AutoCloseable {
  private static final long LINE_TIMEOUT_S = 60;

  private final Process process;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The next line that the process prints. */
  String line() throws InterruptedException, ExecutionException, TimeoutException {
    return CompletableFuture.supplyAsync(this::read).get(LINE_TIMEOUT_S, TimeUnit.SECONDS);
  }

  /** SIGKILL: no handler runs, nothing is written out. */
  void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(LINE_TIMEOUT_S, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }

  private String read() {
    try {
      String line = out.readLine();
      if (line == null) {
        throw new IllegalStateException("the process ended without a word");
      }
      return line;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
