package daybook.core.port;

/**
 * Numbers about one invocation, for dashboards and alarms. They follow what was done, so a function
 * that is killed loses its metrics and nothing else. Implementations never fail for want of a place
 * to write.
 */
@FunctionalInterface
public interface Metrics {

  /**
   * Adds to what this invocation reports of a metric. What is seen rather than counted is added
   * once.
   *
   * @param value at least 0, in the metric's unit
   */
  void add(Metric metric, long value);
}
