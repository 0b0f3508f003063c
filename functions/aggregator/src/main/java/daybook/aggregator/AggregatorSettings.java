package daybook.aggregator;

import daybook.core.settings.Variables;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisSettings;
import daybook.runtime.MetricsSettings;
import daybook.sqs.SqsSettings;

/**
 * What is set for the aggregator from outside.
 *
 * @param redis the queue and the hot totals
 * @param mongo history
 * @param sqs the queues it sends to
 * @param metrics how its metrics are named
 */
public record AggregatorSettings(
    RedisSettings redis, MongoSettings mongo, SqsSettings sqs, MetricsSettings metrics) {

  /**
   * Reads variables.
   *
   * @throws daybook.core.settings.InvalidSettingsException naming every one that is wrong
   */
  public static AggregatorSettings from(Variables variables) {
    return variables.checked(
        new AggregatorSettings(
            RedisSettings.from(variables),
            MongoSettings.from(variables),
            SqsSettings.from(variables),
            MetricsSettings.from(variables)));
  }
}
