package daybook.aggregator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.Bounded;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.Metric;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.runtime.SnapStart;
import daybook.runtime.SqsBatches;
import daybook.runtime.Telemetry;
import daybook.sqs.SqsMessages;
import java.util.List;
import java.util.Map;

/**
 * The aggregator as Lambda calls it: woken by messages, which may be many and mean one, or by a
 * schedule, whose event has no records.
 */
public final class AggregatorHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Aggregator aggregator;
  private final EventLog log;
  private final Telemetry telemetry;
  private final SnapStart snapStart;
  private final List<Bounded> stores;

  /** Reads the environment; connections are made when they are first used. */
  public AggregatorHandler() {
    this(AggregatorSettings.from(new Variables(System.getenv())));
  }

  private AggregatorHandler(AggregatorSettings settings) {
    this(settings, Telemetry.of(Metric.Source.AGGREGATOR, settings.metrics()));
  }

  /** Works as these settings say, and reports to this telemetry. */
  public AggregatorHandler(AggregatorSettings settings, Telemetry telemetry) {
    this(
        telemetry,
        new RedisConnection(settings.redis(), telemetry.log()),
        new MongoConnection(settings.mongo()),
        new SqsMessages(settings.sqs().newClient(), settings.sqs()));
  }

  private AggregatorHandler(
      Telemetry telemetry, RedisConnection redis, MongoConnection mongo, SqsMessages messages) {
    this(
        new Aggregator(
            new RedisHotTotals(redis),
            new MongoHistory(mongo),
            messages,
            time -> Thread.sleep(time.toMillis()),
            telemetry.log(),
            telemetry.metrics()),
        telemetry.log(),
        telemetry,
        SnapStart.register(
            telemetry.log(),
            List.of(
                redis::prepare,
                mongo::prepare,
                () -> Telemetry.prime(Metric.Source.AGGREGATOR),
                AggregatorPriming::addUp),
            List.of(redis, mongo)),
        List.of(redis, mongo, messages));
  }

  /** Calls this aggregator; metrics go nowhere. */
  public AggregatorHandler(Aggregator aggregator, EventLog log) {
    this(aggregator, log, Telemetry.silent(Metric.Source.AGGREGATOR), SnapStart.none(), List.of());
  }

  /** Made of its parts. */
  AggregatorHandler(
      Aggregator aggregator,
      EventLog log,
      Telemetry telemetry,
      SnapStart snapStart,
      List<Bounded> stores) {
    this.aggregator = aggregator;
    this.log = log;
    this.telemetry = telemetry;
    this.snapStart = snapStart;
    this.stores = stores;
  }

  /** Called before a snapshot; kept here, because Lambda's context does not keep it. */
  SnapStart snapStart() {
    return snapStart;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return telemetry.during(
        context, () -> SqsBatches.once(event, log, () -> drain(context::getRemainingTimeInMillis)));
  }

  private void drain(Deadline deadline) throws InterruptedException {
    stores.forEach(store -> store.until(deadline));
    Aggregator.Drained drained = aggregator.drain(deadline);
    if (drained.batches() > 0) {
      log.log(
          Level.INFO,
          "drained",
          Map.of(
              "batches", drained.batches(),
              "rows", drained.rows(),
              "emptied", drained.emptied()));
    }
  }
}
