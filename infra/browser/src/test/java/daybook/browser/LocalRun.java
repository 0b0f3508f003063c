package daybook.browser;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./daybook run}, a process of its own on free ports; closing ends all it has started. */
final class LocalRun implements AutoCloseable {

  /** Servers and functions start in seconds; a busy machine takes several times as long. */
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  /** It gives running invocations 10 s, then 2 s. */
  private static final long END_SECONDS_MAX = 60;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final String API = "export DAYBOOK_API=";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path state;
  private final Process process;
  private final List<ProcessHandle> family = new ArrayList<>();
  private URI api = URI.create("http://localhost");

  private LocalRun(Path state, Process process) {
    this.state = state;
    this.process = process;
  }

  /** The project's folder. */
  static Path home() {
    return Path.of(System.getProperty("daybook.home"));
  }

  /**
   * Starts it in a folder of its own and waits until it serves.
   *
   * @param options further ones, such as {@code --no-sample}
   */
  static LocalRun start(Path folder, String... options) throws Exception {
    Path output = folder.resolve("run.out");
    List<String> command = command("run", folder.resolve("state"));
    command.addAll(List.of("--api-port", "0"));
    command.addAll(List.of(options));
    LocalRun run = new LocalRun(folder.resolve("state"), started(command, output));
    boolean serves = false;
    try {
      run.awaitServing(folder.resolve("state/run.env"), output);
      serves = true;
      return run;
    } finally {
      if (!serves) {
        run.close();
      }
    }
  }

  /** {@code ./daybook replay}, which imports a file at its own pace and ends with its import. */
  Process replay(Path file, Path output) throws IOException {
    List<String> command = command("replay", state);
    command.add(file.toString());
    return started(command, output);
  }

  private static Process started(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static List<String> command(String name, Path state) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As the script does: the light compiler and collector.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("-Ddaybook.home=" + home(), "-Dsun.net.httpserver.nodelay=true"));
    if (Runtime.version().feature() >= 24) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("daybook.local.Main", name, "--state", state.toString()));
    return command;
  }

  private void awaitServing(Path runEnv, Path output) throws IOException {
    Await.until(
        "./daybook run serves",
        START_LIMIT,
        () -> {
          String said = Files.readString(output);
          if (!process.isAlive()) {
            throw new AssertionError("./daybook run ended: " + said);
          }
          return said.contains("serving until Ctrl-C");
        });
    family.addAll(process.descendants().toList());
    String line =
        Files.readAllLines(runEnv).stream()
            .filter(each -> each.startsWith(API))
            .findAny()
            .orElseThrow();
    api = URI.create(line.substring(API.length()).replace("'", ""));
  }

  /** Where page and API answer, without a slash at the end. */
  URI api() {
    return api;
  }

  /** What the API answers as text. */
  String get(String path, String accept) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api + path)).header("Accept", accept).build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new AssertionError(path + " is answered with " + response.statusCode());
    }
    return response.body();
  }

  /** What the API answers, with exact amounts. */
  JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path, "application/json"));
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
