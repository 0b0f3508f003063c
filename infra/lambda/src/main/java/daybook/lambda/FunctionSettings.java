package daybook.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a function runs on this machine; what it is comes from the template.
 *
 * @param runtime the unpacked runtime
 * @param logDirectory where {@code <function>.log} is written
 * @param region value of {@code AWS_REGION}
 * @param environment variables over the function's own: endpoints, credentials
 * @param concurrencyMax most instances, each a JVM; at least 1
 * @param initLimit how long an instance may take until it asks for its first event
 * @param listener gets every line of the log
 */
public record FunctionSettings(
    RuntimeFiles runtime,
    Path logDirectory,
    String region,
    Map<String, String> environment,
    int concurrencyMax,
    Duration initLimit,
    LogListener listener) {

  /** Most instances unless told otherwise: one may start while the other works. */
  public static final int CONCURRENCY_DEFAULT = 2;

  /**
   * Lambda gives a start 10 s, on a machine of its own. Here all functions may start at once on few
   * processors.
   */
  public static final Duration INIT_LIMIT_DEFAULT = Duration.ofSeconds(60);

  public FunctionSettings {
    Objects.requireNonNull(runtime);
    logDirectory = logDirectory.toAbsolutePath().normalize();
    Objects.requireNonNull(region);
    environment = Map.copyOf(environment);
    if (concurrencyMax < 1) {
      throw new IllegalArgumentException("concurrencyMax must be at least 1: " + concurrencyMax);
    }
    Objects.requireNonNull(initLimit);
    Objects.requireNonNull(listener);
  }

  /** Settings with a default for everything else. */
  public static FunctionSettings of(RuntimeFiles runtime, Path logDirectory, String region) {
    return new FunctionSettings(
        runtime,
        logDirectory,
        region,
        Map.of(),
        CONCURRENCY_DEFAULT,
        INIT_LIMIT_DEFAULT,
        LogListener.NONE);
  }

  /** The same with these variables added to the environment. */
  public FunctionSettings withEnvironment(Map<String, String> added) {
    Map<String, String> merged = new HashMap<>(environment);
    merged.putAll(added);
    return new FunctionSettings(
        runtime, logDirectory, region, merged, concurrencyMax, initLimit, listener);
  }

  /** The same with another bound on instances. */
  public FunctionSettings withConcurrencyMax(int instances) {
    return new FunctionSettings(
        runtime, logDirectory, region, environment, instances, initLimit, listener);
  }

  /** The same with another limit on starting, so that a test reaches it. */
  FunctionSettings withInitLimit(Duration limit) {
    return new FunctionSettings(
        runtime, logDirectory, region, environment, concurrencyMax, limit, listener);
  }

  /** The same with another listener. */
  public FunctionSettings withListener(LogListener other) {
    return new FunctionSettings(
        runtime, logDirectory, region, environment, concurrencyMax, initLimit, other);
  }
}
