package daybook.sealer;

import daybook.core.port.Metric;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoIdempotencyKeys;
import daybook.mongodb.MongoImportPins;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoRecords;
import daybook.runtime.Host;
import daybook.runtime.Telemetry;
import daybook.s3.S3Journals;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * What the sealer's handler is made of.
 *
 * @param host what it stands on
 * @param run what it calls
 */
public record SealerParts(Host host, SealerRun run) {

  /** Real ones, as the settings say; connections are made when they are first used. */
  static SealerParts of(SealerSettings settings) {
    return of(settings, Telemetry.of(Metric.Source.SEALER, settings.metrics()));
  }

  /** The same with a telemetry of one's own. */
  public static SealerParts of(SealerSettings settings, Telemetry telemetry) {
    MongoConnection mongo = new MongoConnection(settings.mongo());
    return new SealerParts(
        Host.of(telemetry, List.of(mongo), List.of(mongo)),
        new SealerRun(
            new MongoRecords(mongo),
            new MongoImportPins(mongo),
            new MongoLedger(mongo),
            new MongoCheckpoints(mongo),
            new S3Journals(
                settings.s3().newClient(),
                settings.s3().importBucket(),
                InstantSource.system(),
                () -> UUID.randomUUID().toString().replace("-", "")),
            new MongoIdempotencyKeys(mongo),
            settings.retention(),
            InstantSource.system(),
            telemetry.log(),
            telemetry.metrics()));
  }
}
