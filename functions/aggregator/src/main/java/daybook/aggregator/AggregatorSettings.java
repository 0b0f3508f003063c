package daybook.aggregator;

import daybook.core.settings.Variables;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisSettings;
import daybook.sqs.SqsSettings;

/**
 * What the aggregator is told from outside.
 *
 * @param redis the queue and the hot totals
 * @param mongo history
 * @param sqs the queues it sends to
 */
public record AggregatorSettings(RedisSettings redis, MongoSettings mongo, SqsSettings sqs) {

  /**
   * Reads variables.
   *
   * @throws daybook.core.settings.InvalidSettingsException naming every one that is wrong
   */
  public static AggregatorSettings from(Variables variables) {
    AggregatorSettings settings =
        new AggregatorSettings(
            RedisSettings.from(variables),
            MongoSettings.from(variables),
            SqsSettings.from(variables));
    variables.check();
    return settings;
  }
}
