package daybook.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A process of the tests that runs a main class, prints what is to be known, and is killed. */
public final class JavaProcess implements AutoCloseable {

  private static final long LINE_TIMEOUT_S = 60;
  private static final long SIGNAL_TIMEOUT_S = 10;

  private final Process process;
  private final BufferedReader out;

  private JavaProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a main class of the tests' class path. */
  public static JavaProcess start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new JavaProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The next line that the process prints. */
  public String line() throws InterruptedException, ExecutionException, TimeoutException {
    return CompletableFuture.supplyAsync(this::read).get(LINE_TIMEOUT_S, TimeUnit.SECONDS);
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

  /**
   * Sends a signal to any process.
   *
   * @param name such as {@code STOP}
   */
  public static void signal(String name, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    if (!kill.waitFor(SIGNAL_TIMEOUT_S, TimeUnit.SECONDS) || kill.exitValue() != 0) {
      throw new IOException("kill -" + name + " " + pid + " failed");
    }
  }

  /**
   * Stops a process by SIGSTOP, and returns once each of its threads stands still: under load they
   * go on for a while after the signal was sent. Where the system shows no threads as files, it
   * returns at once.
   */
  public static void freeze(long pid) throws IOException, InterruptedException {
    signal("STOP", pid);
    Path threads = Path.of("/proc", Long.toString(pid), "task");
    if (Files.isDirectory(threads)) {
      Await.until(
          "process %d standing still".formatted(pid),
          Duration.ofSeconds(SIGNAL_TIMEOUT_S),
          () -> allStopped(threads));
    }
  }

  private static boolean allStopped(Path threads) throws IOException {
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        // Behind the name in brackets, in which anything may stand.
        if (!Files.readString(thread.resolve("stat")).matches("(?s).*\\) T .*")) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      // A thread that ended meanwhile.
      return false;
    }
  }

  /** SIGKILL: no handler runs, nothing is written out. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().orTimeout(LINE_TIMEOUT_S, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    kill();
  }
}
