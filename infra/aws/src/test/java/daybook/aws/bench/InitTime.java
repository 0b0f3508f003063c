package daybook.aws.bench;

import daybook.functions.ProjectTemplate;
import daybook.lambda.Bootstrap;
import daybook.lambda.RuntimeFiles;
import daybook.template.FunctionDefinition;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long each function takes from the start of its process to its first call for an event, beside
 * a handler that does nothing, under AWS's runtime interface client with heap and compiler as in
 * the managed runtime. Rounds go through all of them in turn, so that a busy machine is busy for
 * each. It asserts nothing about times; run by name only, in less than 40 s besides the build:
 *
 * <pre>{@code
 * ./mvnw -B -ntp verify -pl infra/aws -am -Dtest=InitTime -Dsurefire.failIfNoSpecifiedTests=false
 * cat infra/aws/target/init-time.txt
 * }</pre>
 */
final class InitTime {

  private static final int ROUNDS_MAX = 9;

  /** No further round begins after this. */
  private static final long BUDGET_NS = TimeUnit.SECONDS.toNanos(30);

  /** Share of the memory size that the heap may take, as in the managed runtime. */
  private static final int HEAP_PERCENT = 85;

  private static final String HELLO = "hello world";
  private static final String JNI_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  /** What is started: a handler, its package, its memory and its variables. */
  private record Subject(
      String name, String handler, Path root, int memoryMb, Map<String, String> environment) {}

  private static Path home() {
    return Path.of(System.getProperty("daybook.home"));
  }

  private static List<Subject> subjects(Path directory) throws IOException {
    List<Subject> subjects = new ArrayList<>();
    List<FunctionDefinition> functions = ProjectTemplate.functions(home());
    int memoryMb = functions.get(0).memoryMb();
    Path hello = directory.resolve("hello");
    String file = HelloHandler.class.getName().replace('.', '/') + ".class";
    Files.createDirectories(hello.resolve(file).getParent());
    try (InputStream bytes = HelloHandler.class.getResourceAsStream("/" + file)) {
      Files.copy(bytes, hello.resolve(file));
    }
    subjects.add(
        new Subject(
            HELLO, HelloHandler.class.getName() + "::handleRequest", hello, memoryMb, Map.of()));
    for (FunctionDefinition function : functions) {
      // The build leaves the package unpacked beside itself.
      Path root = function.code().resolveSibling("function");
      subjects.add(
          new Subject(
              function.id(),
              function.handler(),
              root,
              function.memoryMb(),
              function.environment()));
    }
    return subjects;
  }

  @Test
  void measure(@TempDir Path directory) throws Exception {
    RuntimeFiles runtime = RuntimeFiles.unpack(directory.resolve("runtime"));
    Map<Subject, List<Long>> times = new LinkedHashMap<>();
    subjects(directory).forEach(subject -> times.put(subject, new ArrayList<>()));
    long endNs = System.nanoTime() + BUDGET_NS;
    for (int round = 0; round < ROUNDS_MAX && System.nanoTime() < endNs; round++) {
      for (Map.Entry<Subject, List<Long>> entry : times.entrySet()) {
        entry.getValue().add(startMs(entry.getKey(), runtime, directory));
      }
    }
    String table = table(times);
    Files.writeString(Path.of("target", "init-time.txt"), table);
    System.out.print(table);
  }

  private static String table(Map<Subject, List<Long>> times) {
    StringBuilder table = new StringBuilder();
    table.append(
        "Init time in ms, Java %s, %d rounds%n%-20s %6s %6s %6s%n"
            .formatted(
                Runtime.version(),
                times.values().iterator().next().size(),
                "function",
                "median",
                "max",
                "ratio"));
    double hello = 0;
    for (Map.Entry<Subject, List<Long>> entry : times.entrySet()) {
      List<Long> sorted = entry.getValue().stream().sorted().toList();
      long median = sorted.get(sorted.size() / 2);
      hello = entry.getKey().name().equals(HELLO) ? median : hello;
      table.append(
          "%-20s %6d %6d %6.2f%n"
              .formatted(entry.getKey().name(), median, Collections.max(sorted), median / hello));
    }
    return table.toString();
  }

  private static long startMs(Subject subject, RuntimeFiles runtime, Path directory)
      throws IOException, InterruptedException, TimeoutException {
    try (FirstCall api = new FirstCall()) {
      ProcessBuilder builder = new ProcessBuilder(command(subject, runtime));
      builder.directory(subject.root().toFile());
      builder.redirectErrorStream(true);
      builder.redirectOutput(directory.resolve("output.txt").toFile());
      builder.environment().clear();
      builder.environment().putAll(subject.environment());
      builder.environment().putAll(lambdaVariables(subject, api.address()));
      long beganNs = System.nanoTime();
      Process process = builder.start();
      try {
        return TimeUnit.NANOSECONDS.toMillis(api.await() - beganNs);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static List<String> command(Subject subject, RuntimeFiles runtime) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + subject.memoryMb() * HEAP_PERCENT / 100 + "m");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-D" + JNI_PROPERTY + "=" + runtime.nativeLibrary());
    command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    command.add("-cp");
    command.add(
        runtime.classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(Bootstrap.class.getName());
    command.add(subject.handler());
    return command;
  }

  private static Map<String, String> lambdaVariables(Subject subject, String runtimeApi) {
    return Map.of(
        "AWS_LAMBDA_RUNTIME_API",
        runtimeApi,
        "AWS_LAMBDA_FUNCTION_NAME",
        subject.name(),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        String.valueOf(subject.memoryMb()),
        "AWS_LAMBDA_LOG_FORMAT",
        "JSON",
        "AWS_REGION",
        "eu-central-1",
        "LAMBDA_TASK_ROOT",
        subject.root().toString(),
        "PATH",
        "/usr/local/bin:/usr/bin:/bin",
        "TZ",
        ":UTC",
        "_HANDLER",
        subject.handler());
  }
}
