package daybook.intake;

import daybook.core.Deployment;
import daybook.core.port.Deployments;
import daybook.core.port.Metric;
import daybook.http.Route;
import daybook.http.Routes;
import daybook.keys.TinkFieldCipher;
import daybook.mongodb.MongoAttempts;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoDeployments;
import daybook.mongodb.MongoIdempotencyKeys;
import daybook.mongodb.MongoKeySets;
import daybook.mongodb.MongoPersonalTexts;
import daybook.mongodb.MongoRecords;
import daybook.runtime.Host;
import daybook.runtime.Telemetry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the intake's handler is made of.
 *
 * @param host what it stands on
 * @param routes the table of what it serves
 * @param clock says how long answers take
 */
public record IntakeParts(Host host, Routes routes, InstantSource clock) {

  /** Real ones, as the settings say; connections are made when they are first used. */
  static IntakeParts of(IntakeSettings settings) {
    return of(settings, Telemetry.of(Metric.Source.INTAKE, settings.metrics()));
  }

  /** The same with a telemetry of one's own. */
  public static IntakeParts of(IntakeSettings settings, Telemetry telemetry) {
    InstantSource clock = InstantSource.system();
    MongoConnection mongo = new MongoConnection(settings.mongoDb());
    TinkFieldCipher cipher =
        new TinkFieldCipher(
            settings.keys(),
            settings.mongoDb().database(),
            new MongoKeySets(mongo),
            telemetry.log(),
            clock);
    IntakePorts ports =
        new IntakePorts(
            new MongoRecords(mongo),
            new MongoAttempts(mongo),
            new MongoIdempotencyKeys(mongo),
            new MongoPersonalTexts(mongo),
            cipher);
    return of(
        Host.of(telemetry, List.of(mongo), List.of(mongo, cipher)),
        ports,
        new Agreed(new MongoDeployments(mongo), settings.deployment()),
        settings,
        clock);
  }

  /** The deployment that the database keeps, asked for once. */
  private static final class Agreed implements Supplier<Deployment> {
    private final Deployments deployments;
    private final Deployment mine;
    private @Nullable Deployment agreed;

    Agreed(Deployments deployments, Deployment mine) {
      this.deployments = deployments;
      this.mine = mine;
    }

    @Override
    public synchronized Deployment get() {
      Deployment known = agreed == null ? deployments.agree(mine) : agreed;
      agreed = known;
      return known;
    }
  }

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
            settings,
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
