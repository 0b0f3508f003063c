package daybook.dumper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.Bounded;
import daybook.core.port.Checkpoints;
import daybook.core.port.EventLog;
import daybook.core.port.Messages;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.port.Snapshots;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ProtocolJson;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoSchema;
import daybook.redis.RedisConnection;
import daybook.redis.RedisSnapshots;
import daybook.redis.RedisTransactionQueue;
import daybook.runtime.SnapStart;
import daybook.runtime.SqsBatches;
import daybook.runtime.Telemetry;
import daybook.sqs.SqsMessages;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The dumper as Lambda calls it: several ticks at once are one dump. */
public final class DumperHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Runnable schema;
  private final Dumper dumper;
  private final Backlog backlog;
  private final EventLog log;
  private final Telemetry telemetry;
  private final SnapStart snapStart;
  private final List<Bounded> stores;
  private boolean schemaApplied;

  /** Reads the environment; connections are made when they are first used. */
  public DumperHandler() {
    this(DumperSettings.from(new Variables(System.getenv())));
  }

  private DumperHandler(DumperSettings settings) {
    this(settings, Telemetry.of(Metric.Source.DUMPER, settings.metrics()));
  }

  /** Works as these settings say, and reports to this telemetry. */
  public DumperHandler(DumperSettings settings, Telemetry telemetry) {
    this(
        settings,
        telemetry,
        new RedisConnection(settings.redis(), telemetry.log()),
        new MongoConnection(settings.mongo()));
  }

  private DumperHandler(
      DumperSettings settings, Telemetry telemetry, RedisConnection redis, MongoConnection mongo) {
    this(
        settings,
        telemetry,
        redis,
        mongo,
        // Sent after a fall-back only, and for rejects of stopped imports.
        SqsMessages.deferred(settings.sqs()));
  }

  private DumperHandler(
      DumperSettings settings,
      Telemetry telemetry,
      RedisConnection redis,
      MongoConnection mongo,
      SqsMessages messages) {
    this(
        () -> new MongoSchema(mongo).apply(telemetry.log()),
        dumper(
            settings, telemetry, new RedisSnapshots(redis), new MongoCheckpoints(mongo), messages),
        new Backlog(
            new RedisTransactionQueue(redis)::running, telemetry.log(), telemetry.metrics()),
        telemetry.log(),
        telemetry,
        SnapStart.register(
            telemetry.log(),
            List.of(
                redis::prepare,
                mongo::prepare,
                () -> Telemetry.prime(Metric.Source.DUMPER),
                () -> ProtocolJson.write(ImportPosition.START),
                messages::prepare),
            List.of(redis, mongo)),
        List.of(redis, mongo, messages));
  }

  /**
   * Calls this dumper; metrics go nowhere.
   *
   * @param schema prepares history; called before the first dump, until it has not failed
   */
  public DumperHandler(Runnable schema, Dumper dumper, EventLog log) {
    this(
        schema,
        dumper,
        new Backlog(Map::of, log, Metrics.NONE),
        log,
        Telemetry.silent(Metric.Source.DUMPER),
        SnapStart.none(),
        List.of());
  }

  /** Made of its parts. */
  DumperHandler(
      Runnable schema,
      Dumper dumper,
      Backlog backlog,
      EventLog log,
      Telemetry telemetry,
      SnapStart snapStart,
      List<Bounded> stores) {
    this.schema = schema;
    this.dumper = dumper;
    this.backlog = backlog;
    this.log = log;
    this.telemetry = telemetry;
    this.snapStart = snapStart;
    this.stores = stores;
  }

  private static Dumper dumper(
      DumperSettings settings,
      Telemetry telemetry,
      Snapshots snapshots,
      Checkpoints checkpoints,
      Messages messages) {
    return new Dumper(
        snapshots,
        checkpoints,
        messages,
        settings.cutOff(),
        InstantSource.system(),
        () -> UUID.randomUUID().toString(),
        telemetry.log(),
        telemetry.metrics());
  }

  /** Called before a snapshot; kept here, because Lambda's context does not keep it. */
  SnapStart snapStart() {
    return snapStart;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return telemetry.during(context, () -> SqsBatches.once(event, log, () -> dump(context)));
  }

  private void dump(Context context) {
    stores.forEach(store -> store.until(context::getRemainingTimeInMillis));
    if (!schemaApplied) {
      schema.run();
      schemaApplied = true;
    }
    dumper.dump();
    backlog.measure();
  }
}
