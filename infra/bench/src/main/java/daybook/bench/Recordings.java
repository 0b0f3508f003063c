package daybook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * What the JVMs of a local run do with their time, recorded by the JDK's flight recorder, every 10
 * ms of each running thread.
 */
final class Recordings {

  private static final long COMMAND_SECONDS_MAX = 60;
  private static final String SAMPLE = "jdk.ExecutionSample";

  /** Below these lie only frames of threads, and of who calls a function. */
  private static final List<String> FOUNDATIONS =
      List.of(
          "daybook.importer.Importer.run",
          "daybook.aggregator.Aggregator.drain",
          "daybook.dumper.Dumper.dump",
          "daybook.reading.RowReader.read",
          "java.util.concurrent.ThreadPoolExecutor.runWorker",
          "org.eclipse.jetty.server.internal.HttpConnection.onFillable",
          "java.util.concurrent.ForkJoinTask.doExec");

  private final Path folder;
  private final Map<Long, Usage.Part> recorded = new HashMap<>();

  private Recordings(Path folder) {
    this.folder = folder;
  }

  /**
   * Begins to record in all JVMs among these processes.
   *
   * @param processes what each is
   * @param folder where recordings go
   */
  static Recordings begin(Map<Long, Usage.Part> processes, Path folder)
      throws BenchException, IOException, InterruptedException {
    Files.createDirectories(folder);
    Recordings recordings = new Recordings(folder);
    for (Map.Entry<Long, Usage.Part> process : processes.entrySet()) {
      if (process.getValue() != Usage.Part.REDIS) {
        jcmd(process.getKey(), "JFR.start", "name=bench", "settings=profile");
        recordings.recorded.put(process.getKey(), process.getValue());
      }
    }
    return recordings;
  }

  /**
   * Ends, and draws what was recorded: of each part as much as it used of the processors, whatever
   * was seen of it, for samples know nothing of the kernel.
   *
   * @param from since when
   * @param cpuSeconds what each part used since then
   */
  FlameGraph end(Instant from, Map<Usage.Part, Double> cpuSeconds)
      throws BenchException, IOException, InterruptedException {
    Map<Usage.Part, List<List<String>>> stacks = new EnumMap<>(Usage.Part.class);
    for (Map.Entry<Long, Usage.Part> process : recorded.entrySet()) {
      Path file = folder.resolve(process.getKey() + ".jfr");
      jcmd(process.getKey(), "JFR.stop", "name=bench", "filename=" + file);
      stacks.computeIfAbsent(process.getValue(), p -> new ArrayList<>()).addAll(stacks(file, from));
    }
    FlameGraph graph = new FlameGraph();
    cpuSeconds.forEach(
        (part, seconds) -> {
          List<List<String>> some = stacks.getOrDefault(part, List.of());
          if (some.isEmpty()) {
            graph.add(List.of(part.label()), seconds);
          }
          for (List<String> stack : some) {
            List<String> all = new ArrayList<>(List.of(part.label()));
            all.addAll(stack);
            graph.add(all, seconds / some.size());
          }
        });
    return graph;
  }

  private static List<List<String>> stacks(Path file, Instant from) throws IOException {
    List<List<String>> stacks = new ArrayList<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        boolean isSample = event.getEventType().getName().equals(SAMPLE);
        if (isSample && event.getStackTrace() != null && !event.getStartTime().isBefore(from)) {
          List<String> stack = new ArrayList<>();
          for (RecordedFrame frame : event.getStackTrace().getFrames()) {
            stack.add(name(frame.getMethod()));
          }
          Collections.reverse(stack);
          stacks.add(shown(stack));
        }
      }
    }
    return stacks;
  }

  private static String name(RecordedMethod method) {
    return method.getType().getName() + "." + method.getName();
  }

  /**
   * What of a stack is shown: from where a function's work begins, and of a library that calls
   * itself over and over only the first and the last method.
   */
  private static List<String> shown(List<String> stack) {
    int begin = 0;
    for (int i = 0; i < stack.size(); i++) {
      String method = stack.get(i);
      begin = FOUNDATIONS.contains(method) ? i : begin;
    }
    List<String> shown = new ArrayList<>();
    for (int i = begin; i < stack.size(); i++) {
      String method = stack.get(i);
      boolean isFirst = i == begin || !library(method).equals(library(stack.get(i - 1)));
      boolean isLast = i + 1 == stack.size() || !library(method).equals(library(stack.get(i + 1)));
      if (isFirst || isLast || method.startsWith("daybook.")) {
        shown.add(method);
      }
    }
    return shown;
  }

  /** The first two words of a method's name: {@code redis.clients}, {@code java.util}. */
  private static String library(String method) {
    return String.join(".", List.of(method.split("\\.", 3)).subList(0, 2));
  }

  private static void jcmd(long pid, String... command)
      throws BenchException, IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    all.add(Long.toString(pid));
    all.addAll(List.of(command));
    Path output = Files.createTempFile("jcmd", ".out");
    try {
      Process process =
          new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(output.toFile()).start();
      if (!process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new BenchException(String.join(" ", all) + " failed: " + Files.readString(output));
      }
    } finally {
      Files.delete(output);
    }
  }
}
