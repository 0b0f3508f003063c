package daybook.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A function of the template, with its environment resolved for this machine.
 *
 * @param id logical id
 * @param handler {@code package.Class::method}
 * @param runtime managed runtime that it names, such as {@code java25}
 * @param memoryMb memory size in MiB, 128 to 10,240
 * @param timeOut longest invocation, 1 s to 15 min
 * @param code the package, a zip or a directory, as an absolute path
 * @param environment the function's own variables
 * @param logFormat {@code JSON} or {@code Text}
 * @param logLevel least level of the function's own log lines, where the template names one
 * @param reservedConcurrency most invocations at a time, where the template names it
 * @param mappings queues that feed it
 * @param routes routes of the HTTP API that lead to it
 */
public record FunctionDefinition(
    String id,
    String handler,
    String runtime,
    int memoryMb,
    Duration timeOut,
    Path code,
    Map<String, String> environment,
    String logFormat,
    Optional<String> logLevel,
    OptionalInt reservedConcurrency,
    List<QueueMapping> mappings,
    List<HttpRoute> routes) {

  public FunctionDefinition {
    Objects.requireNonNull(id);
    Objects.requireNonNull(handler);
    Objects.requireNonNull(runtime);
    Objects.requireNonNull(timeOut);
    Objects.requireNonNull(code);
    environment = Map.copyOf(environment);
    Objects.requireNonNull(logFormat);
    Objects.requireNonNull(logLevel);
    Objects.requireNonNull(reservedConcurrency);
    mappings = List.copyOf(mappings);
    routes = List.copyOf(routes);
  }

  /** The same with another memory size in MiB. */
  public FunctionDefinition withMemoryMb(int size) {
    return new FunctionDefinition(
        id,
        handler,
        runtime,
        size,
        timeOut,
        code,
        environment,
        logFormat,
        logLevel,
        reservedConcurrency,
        mappings,
        routes);
  }
}
