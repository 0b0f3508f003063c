package daybook.bench;

import static daybook.functions.DaybookFunction.IMPORTER;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./daybook run} as its users start it, a process of its own with a folder and a port of its
 * own. Closing ends it and all that it has started.
 */
final class LocalRun implements AutoCloseable {

  /** Servers and functions start in seconds; a busy machine takes several times as long. */
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** It gives running invocations 10 s, then 2 s. */
  private static final long END_SECONDS_MAX = 60;

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  /** The most that there is: the last {@value} days are hot, and all before are historical. */
  static final int CUT_OFF_DAYS = 366;

  private static final String JVM_OPTIONS = "JAVA_TOOL_OPTIONS";

  private static final String EXPORT = "export ";

  private final Process process;
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final List<ProcessHandle> family = new ArrayList<>();

  private LocalRun(Process process) {
    this.process = process;
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param home the project's folder
   * @param state an empty or new folder
   */
  static LocalRun start(Path home, Path state) throws BenchException, InterruptedException {
    return start(home, state, "");
  }

  /**
   * The same, with the importer's memory another than in the template.
   *
   * @param importerMb in MiB
   */
  static LocalRun start(Path home, Path state, int importerMb)
      throws BenchException, InterruptedException {
    return start(home, state, "-Ddaybook.memoryMb.%s=%d".formatted(IMPORTER.id(), importerMb));
  }

  private static LocalRun start(Path home, Path state, String jvmOption)
      throws BenchException, InterruptedException {
    Path output = state.resolveSibling(state.getFileName() + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("daybook").toString(),
                "run",
                "--no-sample",
                "--api-port",
                "0",
                "--state",
                state.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("CUT_OFF_DAYS", Integer.toString(CUT_OFF_DAYS));
    builder.environment().merge(JVM_OPTIONS, jvmOption, (own, more) -> own + " " + more);
    try {
      LocalRun run = new LocalRun(builder.start());
      boolean serves = false;
      try {
        run.awaitServing(state, output);
        serves = true;
        return run;
      } finally {
        if (!serves) {
          run.close();
        }
      }
    } catch (IOException e) {
      throw new BenchException("./daybook run did not start: " + e.getMessage(), e);
    }
  }

  private void awaitServing(Path state, Path output)
      throws BenchException, InterruptedException, IOException {
    Waits.until(
        "./daybook run serves",
        START_LIMIT,
        LOOK_EVERY,
        () -> {
          String said = read(output);
          if (!process.isAlive()) {
            throw new BenchException("./daybook run ended: " + said);
          }
          return said.contains("serving until Ctrl-C");
        });
    for (String line : Files.readAllLines(state.resolve("run.env"))) {
      int equals = line.indexOf('=');
      if (line.startsWith(EXPORT) && equals > 0) {
        addresses.put(
            line.substring(EXPORT.length(), equals), line.substring(equals + 2, line.length() - 1));
      }
    }
    family.addAll(process.descendants().toList());
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The variables of {@code run.env}. */
  Map<String, String> addresses() {
    return addresses;
  }

  /**
   * One of them.
   *
   * @throws BenchException if it is not among them
   */
  String address(String name) throws BenchException {
    String value = addresses.get(name);
    if (value == null) {
      throw new BenchException("run.env names no " + name);
    }
    return value;
  }

  /** The servers' JVM. */
  ProcessHandle process() {
    return process.toHandle();
  }

  /** Ends it as Ctrl-C does, and kills what does not end. */
  @Override
  public void close() {
    process.descendants().filter(child -> !family.contains(child)).forEach(family::add);
    process.destroy();
    boolean interrupted = Thread.interrupted();
    try {
      process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroyForcibly);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
