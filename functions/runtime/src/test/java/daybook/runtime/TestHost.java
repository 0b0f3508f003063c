package daybook.runtime;

import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/** Hosts of handlers under test: nothing connects, and no snapshot is taken. */
public final class TestHost {

  private TestHost() {}

  /**
   * With this telemetry.
   *
   * @param log where events go
   */
  public static Host of(Telemetry telemetry, EventLog log) {
    return new Host(telemetry, log, List.of(), null);
  }

  /**
   * Whose metrics nobody sees.
   *
   * @param log where events go
   */
  public static Host silent(Metric.Source function, EventLog log) {
    return of(silentTelemetry(function), log);
  }

  /** What nobody sees of a function. */
  public static Telemetry silentTelemetry(Metric.Source function) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return Telemetry.of(function, new MetricsSettings("none"), nowhere, InstantSource.system());
  }
}
