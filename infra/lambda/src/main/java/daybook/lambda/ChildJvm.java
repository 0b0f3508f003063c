package daybook.lambda;

import daybook.template.FunctionDefinition;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command and environment of a function's JVM, as the managed runtime has them: the runtime
 * interface client on the class path, and the function's package as the working directory, from
 * where the client loads its {@code lib/*.jar} in a class loader of their own.
 */
final class ChildJvm {

  /** Share of the memory size that the heap may take, as in the managed runtime. */
  private static final int HEAP_PERCENT = 85;

  /** JDKs that warn of native libraries, and of Unsafe, unless told that they are meant. */
  private static final int WARNS_FROM = 24;

  private static final String JNI_PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private ChildJvm() {}

  /**
   * Starts a JVM that talks to a Runtime API.
   *
   * @param instanceName names the log stream
   * @param runtimeApi host and port
   * @throws IOException if the package is missing or the JVM cannot be started
   */
  static Process start(
      FunctionDefinition function,
      FunctionSettings settings,
      String instanceName,
      String runtimeApi)
      throws IOException {
    Path root = root(function);
    ProcessBuilder builder = new ProcessBuilder(command(function, settings));
    builder.directory(root.toFile());
    builder.redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(function.environment());
    environment.putAll(lambdaVariables(function, settings, root));
    function.logLevel().ifPresent(level -> environment.put("AWS_LAMBDA_LOG_LEVEL", level));
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", instanceName);
    environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    environment.putAll(settings.environment());
    return builder.start();
  }

  /** The directory that Lambda would unpack the package into. */
  static Path root(FunctionDefinition function) throws IOException {
    Path code = function.code();
    String name = String.valueOf(code.getFileName());
    Path root =
        name.endsWith(".zip")
            ? code.resolveSibling(name.substring(0, name.length() - ".zip".length()))
            : code;
    if (!Files.isDirectory(root)) {
      throw new IOException(
          function.id() + " has no unpacked package at " + root + ": build it with mvn package");
    }
    return root;
  }

  private static List<String> command(FunctionDefinition function, FunctionSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + function.memoryMb() * HEAP_PERCENT / 100 + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-XX:-UsePerfData");
    command.add("-XX:ErrorFile=" + settings.logDirectory().resolve(function.id() + "-%p.crash"));
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Duser.timezone=UTC");
    command.add("-D" + JNI_PROPERTY + "=" + settings.runtime().nativeLibrary());
    if (Runtime.version().feature() >= WARNS_FROM) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-cp");
    command.add(
        settings.runtime().classPath().stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(Bootstrap.class.getName());
    command.add(function.handler());
    return command;
  }

  /**
   * The locale by whose letters the child names files. {@code LANG} alone is not enough: that of
   * the managed runtime is not installed everywhere, and a missing one is that of ASCII. The
   * parent's own is known to work, and it is the one in which the command line is written.
   *
   * @param environment of the parent
   * @param encoding in which the parent names files
   */
  static String locale(Map<String, String> environment, String encoding) {
    if (!Charset.isSupported(encoding) || !Charset.forName(encoding).newEncoder().canEncode('é')) {
      return "C.UTF-8";
    }
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("C.UTF-8");
  }

  private static Map<String, String> lambdaVariables(
      FunctionDefinition function, FunctionSettings settings, Path root) {
    return Map.ofEntries(
        Map.entry("AWS_DEFAULT_REGION", settings.region()),
        Map.entry("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime()),
        Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMb())),
        Map.entry("AWS_LAMBDA_FUNCTION_NAME", function.id()),
        Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
        Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
        Map.entry("AWS_LAMBDA_LOG_FORMAT", function.logFormat()),
        Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.id()),
        Map.entry("AWS_REGION", settings.region()),
        Map.entry("LAMBDA_RUNTIME_DIR", settings.runtime().directory().toString()),
        Map.entry("LAMBDA_TASK_ROOT", root.toString()),
        Map.entry("LANG", "en_US.UTF-8"),
        Map.entry("LC_ALL", locale(System.getenv(), System.getProperty("sun.jnu.encoding", ""))),
        Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"),
        Map.entry("TZ", ":UTC"),
        Map.entry("_HANDLER", function.handler()));
  }
}
