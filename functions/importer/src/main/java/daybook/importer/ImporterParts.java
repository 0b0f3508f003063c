package daybook.importer;

import daybook.core.port.ImportPins;
import daybook.core.port.Metric;
import daybook.core.port.Sleeper;
import daybook.mongodb.MongoAttempts;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoDeployments;
import daybook.mongodb.MongoImportPins;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoMappingArchive;
import daybook.mongodb.MongoRecordSwitch;
import daybook.mongodb.MongoRecords;
import daybook.redis.RedisConnection;
import daybook.redis.RedisTransactionQueue;
import daybook.runtime.Host;
import daybook.runtime.Telemetry;
import daybook.s3.S3Rejects;
import daybook.s3.S3SourceObjects;
import daybook.s3.S3UserMappings;
import daybook.sqs.SqsMessages;
import java.time.InstantSource;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the importer's handler is made of.
 *
 * @param host what it stands on
 * @param importer what it calls for each object version
 * @param reconciler what it calls when versions are to be looked for
 */
public record ImporterParts(Host host, Importer importer, Reconciler reconciler) {

  /** Real ones, as the settings say; connections are made when they are first used. */
  static ImporterParts of(ImporterSettings settings) {
    return of(settings, Telemetry.of(Metric.Source.IMPORTER, settings.metrics()));
  }

  /** The same with a telemetry of one's own. */
  public static ImporterParts of(ImporterSettings settings, Telemetry telemetry) {
    RedisConnection redis = new RedisConnection(settings.redis(), telemetry.log());
    MongoConnection mongo = new MongoConnection(settings.mongo());
    SqsMessages messages = new SqsMessages(settings.sqs().newClient(), settings.sqs());
    Sleeper sleeper = time -> Thread.sleep(time.toMillis());
    S3Client s3 = settings.s3().newClient();
    AgreedDeployment deployment =
        new AgreedDeployment(new MongoDeployments(mongo), settings.deployment());
    InstantSource clock = InstantSource.system();
    ImportPins pins = new MongoImportPins(mongo);
    Terms terms =
        new RecordedTerms(
            new MappedTerms(
                new S3UserMappings(s3, settings.s3().importBucket()),
                new MongoMappingArchive(mongo),
                deployment,
                telemetry.log()),
            pins,
            new MongoRecordSwitch(mongo),
            settings.keepTransactions(),
            clock);
    ImporterPorts ports =
        new ImporterPorts(
            new S3SourceObjects(s3, sleeper),
            new RedisTransactionQueue(redis),
            new MongoLedger(mongo),
            new MongoRecords(mongo),
            pins,
            new MongoAttempts(mongo),
            terms,
            new S3Rejects(s3, sleeper, settings.s3().rejectsBucket()),
            messages,
            sleeper,
            clock,
            telemetry.log(),
            telemetry.metrics());
    return new ImporterParts(
        Host.of(telemetry, List.of(redis, mongo, messages), List.of(redis, mongo)),
        new Importer(ports, ReadingOptions.of(settings.pacing()), deployment),
        new Reconciler(ports, settings.s3().importBucket()));
  }
}
