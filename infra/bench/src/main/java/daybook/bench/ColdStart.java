package daybook.bench;

import daybook.functions.ProjectTemplate;
import daybook.lambda.Function;
import daybook.lambda.FunctionSettings;
import daybook.lambda.RuntimeFiles;
import daybook.template.FunctionDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long each function takes from the start of its process to its first call for an event, beside
 * a handler that does nothing, under AWS's runtime interface client with heap and compiler as in
 * the managed runtime. Its stores are nowhere: nothing is connected before the first event.
 */
final class ColdStart {

  /** The function beside which the others are. */
  static final String EMPTY = "EmptyHandler";

  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final List<FunctionDefinition> functions;
  private final FunctionSettings settings;

  /**
   * Will start the functions of a project.
   *
   * @param folder for what they need, their logs among it
   */
  ColdStart(Path home, Path folder) throws IOException {
    List<FunctionDefinition> all = new ArrayList<>(ProjectTemplate.functions(home));
    all.add(0, empty(all.get(0), Files.createDirectories(folder.resolve("empty"))));
    this.functions = List.copyOf(all);
    this.settings =
        FunctionSettings.of(
            RuntimeFiles.unpack(folder.resolve("runtime")), folder.resolve("logs"), "eu-central-1");
  }

  /** As another one, with a package of one class. */
  private static FunctionDefinition empty(FunctionDefinition other, Path root) throws IOException {
    String file = EmptyHandler.class.getName().replace('.', '/') + ".class";
    Path copy = root.resolve(file);
    Files.createDirectories(copy.resolveSibling("."));
    try (InputStream bytes = EmptyHandler.class.getResourceAsStream("/" + file)) {
      if (bytes == null) {
        throw new IOException("no " + file + " on the class path");
      }
      Files.copy(bytes, copy);
    }
    return new FunctionDefinition(
        EMPTY,
        EmptyHandler.class.getName() + "::handleRequest",
        other.runtime(),
        other.memoryMb(),
        other.timeOut(),
        root,
        other.environment(),
        other.logFormat(),
        other.logLevel(),
        other.reservedConcurrency(),
        List.of(),
        List.of());
  }

  /** Starts each function so many times, in turns, and adds the milliseconds of each start. */
  Measures run(int rounds) throws IOException, BenchException, InterruptedException {
    Measures measures = new Measures();
    for (int round = 0; round < rounds; round++) {
      for (FunctionDefinition function : functions) {
        measures.add(Measures.start(function.id()), startMs(function));
      }
    }
    return measures;
  }

  private double startMs(FunctionDefinition definition)
      throws IOException, BenchException, InterruptedException {
    Function function = new Function(definition, settings);
    try {
      long beganNs = System.nanoTime();
      function.warmUp(1);
      if (function.instances().isEmpty() || !function.instances().get(0).awaitStart()) {
        throw new BenchException(
            "%s does not start: %s"
                .formatted(
                    definition.id(),
                    Files.readString(settings.logDirectory().resolve(definition.id() + ".log"))));
      }
      return (System.nanoTime() - beganNs) / 1e6;
    } finally {
      function.stop(Duration.ZERO, END_LIMIT);
    }
  }
}
