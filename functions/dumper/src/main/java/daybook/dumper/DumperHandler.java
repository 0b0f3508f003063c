package daybook.dumper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.EventLog;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoSchema;
import daybook.redis.RedisConnection;
import daybook.redis.RedisSnapshots;
import daybook.runtime.JsonLog;
import daybook.runtime.SqsBatches;
import daybook.sqs.SqsMessages;
import java.time.InstantSource;
import java.util.UUID;

/** The dumper as Lambda calls it: several ticks at once are one dump. */
public final class DumperHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Runnable schema;
  private final Dumper dumper;
  private final EventLog log;
  private boolean schemaApplied;

  /** Reads the environment; connections are made when they are first used. */
  public DumperHandler() {
    this(
        DumperSettings.from(new Variables(System.getenv())),
        new JsonLog("dumper", System.out, InstantSource.system()));
  }

  private DumperHandler(DumperSettings settings, EventLog log) {
    this(settings, new MongoConnection(settings.mongo()), log);
  }

  private DumperHandler(DumperSettings settings, MongoConnection mongo, EventLog log) {
    this(() -> new MongoSchema(mongo).apply(log), dumper(settings, mongo, log), log);
  }

  /**
   * Calls this dumper.
   *
   * @param schema prepares history; called before the first dump, until it has not failed
   */
  public DumperHandler(Runnable schema, Dumper dumper, EventLog log) {
    this.schema = schema;
    this.dumper = dumper;
    this.log = log;
  }

  private static Dumper dumper(DumperSettings settings, MongoConnection mongo, EventLog log) {
    return new Dumper(
        new RedisSnapshots(new RedisConnection(settings.redis(), log)),
        new MongoCheckpoints(mongo),
        new SqsMessages(settings.sqs().newClient(), settings.sqs()),
        settings.cutOff(),
        InstantSource.system(),
        () -> UUID.randomUUID().toString(),
        log);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return SqsBatches.once(
        event,
        log,
        () -> {
          if (!schemaApplied) {
            schema.run();
            schemaApplied = true;
          }
          dumper.dump();
        });
  }
}
