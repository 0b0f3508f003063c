package daybook.testkit.fake;

import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Metrics in memory. Safe for threads. */
public final class RecordedMetrics implements Metrics {

  private final Map<Metric, Long> values = new EnumMap<>(Metric.class);

  @Override
  public synchronized void add(Metric metric, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(metric + " was given " + value);
    }
    values.merge(metric, value, Long::sum);
  }

  /** The sum of what was reported, 0 where nothing was. */
  public synchronized long value(Metric metric) {
    return values.getOrDefault(metric, 0L);
  }

  /** The metrics that were reported, be it 0. */
  public synchronized Set<Metric> reported() {
    return Set.copyOf(values.keySet());
  }
}
