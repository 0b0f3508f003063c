package daybook.dumper;

import daybook.core.port.Metric;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoSchema;
import daybook.redis.RedisConnection;
import daybook.redis.RedisSnapshots;
import daybook.redis.RedisTransactionQueue;
import daybook.runtime.Host;
import daybook.runtime.Telemetry;
import daybook.sqs.SqsMessages;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * What the dumper's handler is made of.
 *
 * @param host what it stands on
 * @param schema prepares history; called before the first dump, until it has not failed
 * @param dumper what it calls
 * @param backlog measured after each dump
 */
public record DumperParts(Host host, Runnable schema, Dumper dumper, Backlog backlog) {

  /** Real ones, as the settings say; connections are made when they are first used. */
  static DumperParts of(DumperSettings settings) {
    return of(settings, Telemetry.of(Metric.Source.DUMPER, settings.metrics()));
  }

  /** The same with a telemetry of one's own. */
  public static DumperParts of(DumperSettings settings, Telemetry telemetry) {
    RedisConnection redis = new RedisConnection(settings.redis(), telemetry.log());
    MongoConnection mongo = new MongoConnection(settings.mongo());
    // Sent after a fall-back only, and for rejects of stopped imports.
    SqsMessages messages = SqsMessages.deferred(settings.sqs());
    return new DumperParts(
        Host.of(telemetry, List.of(redis, mongo, messages), List.of(redis, mongo)),
        () -> new MongoSchema(mongo).apply(telemetry.log()),
        new Dumper(
            new RedisSnapshots(redis),
            new MongoCheckpoints(mongo),
            messages,
            settings.cutOff(),
            InstantSource.system(),
            () -> UUID.randomUUID().toString(),
            telemetry.log(),
            telemetry.metrics()),
        new Backlog(
            new RedisTransactionQueue(redis)::running, telemetry.log(), telemetry.metrics()));
  }
}
