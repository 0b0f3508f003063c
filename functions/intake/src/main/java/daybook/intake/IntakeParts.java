package daybook.intake;

import daybook.core.Deployment;
import daybook.core.port.Metric;
import daybook.http.Route;
import daybook.http.Routes;
import daybook.runtime.Host;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What the intake's handler is made of.
 *
 * @param host what it stands on
 * @param routes the table of what it serves
 * @param clock says how long answers take
 */
public record IntakeParts(Host host, Routes routes, InstantSource clock) {

  /**
   * Everything, over any stores.
   *
   * @param deployment by which days are counted, as the database keeps it
   * @param settings whether transactions are kept, and how many are taken in a time
   */
  public static IntakeParts of(
      Host host,
      IntakePorts ports,
      Supplier<Deployment> deployment,
      IntakeSettings settings,
      InstantSource clock) {
    IntakeRoutes routes =
        new IntakeRoutes(
            new Poster(ports, new Ulids(clock), host.log(), clock),
            new Corrector(ports, clock),
            new Eraser(ports, clock),
            deployment,
            settings.keeps(),
            new TokenBucket(settings.rate(), settings.burst(), clock),
            host.metrics());
    return new IntakeParts(
        host,
        new Routes(
            host.log(),
            host.metrics(),
            Metric.INTAKE_STORE_FAILURES,
            routes.rows().toArray(Route[]::new)),
        clock);
  }
}
