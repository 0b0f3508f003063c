package daybook.runtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/**
 * Metrics of one function in CloudWatch's embedded metric format: a line of JSON for every
 * invocation, of which CloudWatch makes metrics while it takes the log. The line has no level, so
 * Lambda takes it for INFO.
 *
 * <p>One invocation at a time, as Lambda calls an instance; safe for threads within it.
 */
public final class EmbeddedMetrics implements Metrics {

  /** Where CloudWatch shows them. */
  public static final String NAMESPACE = "Daybook";

  /** The only dimension: the stack, so that two of them in one account do not mix. */
  public static final String DIMENSION = "Stack";

  /** Most metrics of one line; CloudWatch drops the whole line above it. */
  static final int LINE_METRICS_MAX = 100;

  /** Largest value: up to here every whole number is one of CloudWatch's too (2^53). */
  static final long VALUE_MAX = 1L << 53;

  private final Metric.Source source;
  private final String stack;
  private final PrintStream out;
  private final InstantSource clock;
  private final Map<Metric, Long> values = new EnumMap<>(Metric.class);

  /**
   * @param stack value of the dimension
   * @param out where lines go: standard output itself, as Lambda's logger would wrap them
   * @param clock for the time stamp
   */
  public EmbeddedMetrics(Metric.Source source, String stack, PrintStream out, InstantSource clock) {
    if (Metric.of(source).size() > LINE_METRICS_MAX) {
      throw new IllegalStateException(source + " has more metrics than a line may have");
    }
    this.source = source;
    this.stack = stack;
    this.out = out;
    this.clock = clock;
  }

  @Override
  public synchronized void add(Metric metric, long value) {
    if (metric.source() != source || value < 0) {
      throw new IllegalArgumentException(
          "expected a metric of %s and a value from 0, found %s and %d"
              .formatted(source, metric, value));
    }
    long sum = values.getOrDefault(metric, 0L) + Math.min(value, VALUE_MAX);
    values.put(metric, Math.min(sum, VALUE_MAX));
  }

  /** Forgets what was added: an invocation begins. */
  synchronized void begin() {
    values.clear();
    for (Metric metric : Metric.of(source)) {
      if (metric.always()) {
        values.put(metric, 0L);
      }
    }
  }

  /**
   * Writes the line of the invocation that ends.
   *
   * @param requestId of the invocation, to find its events; a property, no dimension
   */
  synchronized void write(String requestId) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    ObjectNode directive =
        line.putObject("_aws")
            .put("Timestamp", clock.millis())
            .putArray("CloudWatchMetrics")
            .addObject()
            .put("Namespace", NAMESPACE);
    directive.putArray("Dimensions").addArray().add(DIMENSION);
    ArrayNode definitions = directive.putArray("Metrics");
    line.put(DIMENSION, stack).put(JsonLog.REQUEST_ID, requestId);
    values.forEach(
        (metric, value) -> {
          definitions.addObject().put("Name", metric.title()).put("Unit", metric.unit().word());
          line.put(metric.title(), value);
        });
    out.println(line);
  }
}
