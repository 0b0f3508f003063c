package daybook.aggregator;

import daybook.core.port.Metric;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoHistory;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.runtime.Host;
import daybook.runtime.Telemetry;
import daybook.sqs.SqsMessages;
import java.time.InstantSource;
import java.util.List;

/**
 * What the aggregator's handler is made of.
 *
 * @param host what it stands on
 * @param aggregator what it calls
 */
public record AggregatorParts(Host host, Aggregator aggregator) {

  /** Real ones, as the settings say; connections are made when they are first used. */
  static AggregatorParts of(AggregatorSettings settings) {
    return of(settings, Telemetry.of(Metric.Source.AGGREGATOR, settings.metrics()));
  }

  /** The same with a telemetry of one's own. */
  public static AggregatorParts of(AggregatorSettings settings, Telemetry telemetry) {
    RedisConnection redis = new RedisConnection(settings.redis(), telemetry.log());
    MongoConnection mongo = new MongoConnection(settings.mongo());
    SqsMessages messages = new SqsMessages(settings.sqs().newClient(), settings.sqs());
    return new AggregatorParts(
        Host.of(telemetry, List.of(redis, mongo, messages), List.of(redis, mongo)),
        new Aggregator(
            new RedisHotTotals(redis),
            new MongoHistory(mongo),
            messages,
            time -> Thread.sleep(time.toMillis()),
            InstantSource.system(),
            telemetry.log(),
            telemetry.metrics()));
  }
}
