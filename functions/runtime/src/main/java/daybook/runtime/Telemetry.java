package daybook.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What one instance of a function reports to its operators: events while an invocation runs, and
 * its metrics at the end. For one invocation at a time, as Lambda calls an instance.
 */
public final class Telemetry {

  private final JsonLog log;
  private final EmbeddedMetrics metrics;

  private Telemetry(JsonLog log, EmbeddedMetrics metrics) {
    this.log = log;
    this.metrics = metrics;
  }

  /** Of a function, on standard output. */
  public static Telemetry of(Metric.Source function, MetricsSettings settings) {
    return of(function, settings, System.out, InstantSource.system());
  }

  /**
   * Of a function.
   *
   * @param out where lines go
   * @param clock for time stamps
   */
  public static Telemetry of(
      Metric.Source function, MetricsSettings settings, PrintStream out, InstantSource clock) {
    String name = function.name().toLowerCase(Locale.ROOT);
    return new Telemetry(
        new JsonLog(name, out, clock), new EmbeddedMetrics(function, settings.stack(), out, clock));
  }

  /** Where events go. */
  public EventLog log() {
    return log;
  }

  /** Where metrics go. */
  public Metrics metrics() {
    return metrics;
  }

  /**
   * Does the work of one invocation: its events carry the request's id, and its metrics are written
   * however it ends.
   */
  public <T> T during(Context context, Supplier<T> work) {
    String requestId = context.getAwsRequestId();
    log.begin(requestId);
    metrics.begin();
    try {
      return work.get();
    } finally {
      metrics.write(requestId);
      log.end();
    }
  }
}
