package daybook.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Processor time and memory of the processes of a local run, by what they are. What a process used
 * between the last look and its end is lost: a look in between keeps that short.
 */
final class Usage {

  /** Kinds of processes. */
  enum Part {
    IMPORTER,
    AGGREGATOR,
    DUMPER,
    API,
    REDIS,
    /** The JVM with S3, SQS, the MongoDB-wire server and the gateway. */
    SERVERS;

    /** As it is shown. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String PEAK = "VmHWM:";

  private final ProcessHandle root;
  private final Map<Long, Seen> seen = new HashMap<>();

  /** One process: what it is, what it had used at first and at last. */
  private record Seen(Part part, Duration first, Duration last) {}

  private Usage(ProcessHandle root) {
    this.root = root;
  }

  /** Begins to count. */
  static Usage begin(ProcessHandle root) {
    Usage usage = new Usage(root);
    usage.look(true);
    return usage;
  }

  /** What each process is that was seen so far. */
  Map<Long, Part> processes() {
    Map<Long, Part> parts = new HashMap<>();
    seen.forEach((pid, process) -> parts.put(pid, process.part()));
    return parts;
  }

  /** Looks at what has been used so far. */
  void look() {
    look(false);
  }

  private void look(boolean first) {
    Stream.concat(Stream.of(root), root.descendants())
        .forEach(
            process -> {
              Part part = part(process);
              Duration cpu = process.info().totalCpuDuration().orElse(null);
              if (part != null && cpu != null) {
                // Whoever was not there at the beginning has used everything since.
                Duration from = first ? cpu : Duration.ZERO;
                seen.merge(
                    process.pid(),
                    new Seen(part, from, cpu),
                    (old, now) -> new Seen(old.part(), old.first(), now.last()));
              }
            });
  }

  private @Nullable Part part(ProcessHandle process) {
    if (process.pid() == root.pid()) {
      return Part.SERVERS;
    }
    String[] arguments = process.info().arguments().orElse(new String[0]);
    String command = process.info().command().orElse("");
    if (command.endsWith("redis-server") || command.contains("redis-server-")) {
      return Part.REDIS;
    }
    // A function's last argument is its handler.
    String handler = arguments.length == 0 ? "" : arguments[arguments.length - 1];
    return Stream.of(Part.IMPORTER, Part.AGGREGATOR, Part.DUMPER, Part.API)
        .filter(part -> handler.startsWith("daybook." + part.label() + "."))
        .findFirst()
        .orElse(null);
  }

  /** Seconds of processor time since the beginning, by part; all parts are there. */
  Map<Part, Double> cpuSeconds() {
    Map<Part, Double> seconds = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      seconds.put(part, 0.0);
    }
    seen.values()
        .forEach(
            process ->
                seconds.merge(
                    process.part(),
                    process.last().minus(process.first()).toNanos() / 1e9,
                    Double::sum));
    return seconds;
  }

  /** Megabytes of memory at their peak, of the largest process of each part that lives. */
  Map<Part, Double> peakMegabytes() {
    Map<Part, Double> megabytes = new EnumMap<>(Part.class);
    seen.forEach((pid, process) -> megabytes.merge(process.part(), peak(pid), Math::max));
    return megabytes;
  }

  private static double peak(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      // It has ended, or the machine has no such folder.
      return 0;
    }
  }
}
