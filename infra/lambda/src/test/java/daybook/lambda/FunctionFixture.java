package daybook.lambda;

import daybook.template.FunctionDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Functions over handlers of the test tree, packaged in a directory. */
final class FunctionFixture {

  static final String REGION = "eu-central-1";

  private final Path directory;
  private final RuntimeFiles runtime;

  FunctionFixture(Path directory) throws IOException {
    this.directory = directory;
    this.runtime = RuntimeFiles.unpack(directory.resolve("runtime"));
    for (Class<?> handler :
        List.of(ProbeHandler.class, BrokenHandler.class, QueueHandler.class, WebHandler.class)) {
      addClass(handler);
    }
  }

  private void addClass(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    Path file = directory.resolve("function").resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream bytes = type.getResourceAsStream("/" + name)) {
      Files.copy(bytes, file);
    }
  }

  FunctionSettings settings() {
    return FunctionSettings.of(runtime, directory.resolve("logs"), REGION);
  }

  /** What all instances over a handler have logged so far. */
  String log(Class<?> handler) {
    try {
      return Files.readString(settings().logDirectory().resolve(handler.getSimpleName() + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FunctionDefinition definition(Class<?> handler, Duration timeOut) {
    return new FunctionDefinition(
        handler.getSimpleName(),
        handler.getName() + "::handleRequest",
        "java25",
        128,
        timeOut,
        directory.resolve("function.zip"),
        Map.of("COLOUR", "blue"),
        "Text",
        Optional.empty(),
        OptionalInt.empty(),
        List.of(),
        List.of());
  }

  Function function(Class<?> handler, Duration timeOut) throws IOException {
    return new Function(definition(handler, timeOut), settings());
  }
}
