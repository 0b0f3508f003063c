package daybook.aggregator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.runtime.JsonLog;
import daybook.runtime.SqsBatches;
import daybook.sqs.SqsMessages;
import java.time.InstantSource;
import java.util.Map;

/**
 * The aggregator as Lambda calls it: woken by messages, which may be many and mean one, or by a
 * schedule, whose event has no records.
 */
public final class AggregatorHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Aggregator aggregator;
  private final EventLog log;

  /** Reads the environment; connections are made when they are first used. */
  public AggregatorHandler() {
    this(
        AggregatorSettings.from(new Variables(System.getenv())),
        new JsonLog("aggregator", System.out, InstantSource.system()));
  }

  private AggregatorHandler(AggregatorSettings settings, EventLog log) {
    this(
        new Aggregator(
            new RedisHotTotals(new RedisConnection(settings.redis(), log)),
            new MongoHistory(new MongoConnection(settings.mongo())),
            new SqsMessages(settings.sqs().newClient(), settings.sqs()),
            time -> Thread.sleep(time.toMillis()),
            log),
        log);
  }

  /** Calls this aggregator. */
  public AggregatorHandler(Aggregator aggregator, EventLog log) {
    this.aggregator = aggregator;
    this.log = log;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return SqsBatches.once(
        event,
        log,
        () -> {
          Aggregator.Drained drained = aggregator.drain(context::getRemainingTimeInMillis);
          if (drained.batches() > 0) {
            log.log(
                Level.INFO,
                "drained",
                Map.of(
                    "batches", drained.batches(),
                    "rows", drained.rows(),
                    "emptied", drained.emptied()));
          }
        });
  }
}
