package daybook.testkit.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import daybook.core.port.Metric;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a function reported to CloudWatch, as that reads it from the function's output. */
public final class ReportedMetrics {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReportedMetrics() {}

  /** Values by name, of each line in the embedded metric format; lines of events have none. */
  public static List<SortedMap<String, Long>> in(String output) {
    List<SortedMap<String, Long>> reported = new ArrayList<>();
    for (String line : output.lines().toList()) {
      JsonNode json = read(line);
      if (json.has("_aws")) {
        reported.add(values(json));
      }
    }
    return reported;
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  /** Only what the line defines is a metric. */
  private static SortedMap<String, Long> values(JsonNode line) {
    SortedMap<String, Long> values = new TreeMap<>();
    for (JsonNode metric : line.at("/_aws/CloudWatchMetrics/0/Metrics")) {
      String name = metric.get("Name").textValue();
      values.put(name, line.get(name).longValue());
    }
    return values;
  }

  /**
   * The metrics of a function that no line has above 0: an alarm on one of them would never go off,
   * or always.
   */
  public static List<String> neverCounted(Metric.Source function, String output) {
    List<SortedMap<String, Long>> reported = in(output);
    return Metric.of(function).stream()
        .map(Metric::title)
        .filter(name -> reported.stream().noneMatch(values -> values.getOrDefault(name, 0L) > 0))
        .toList();
  }
}
