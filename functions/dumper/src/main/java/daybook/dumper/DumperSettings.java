package daybook.dumper;

import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisSettings;
import daybook.runtime.MetricsSettings;
import daybook.sqs.SqsSettings;

/**
 * What is set for the dumper from outside.
 *
 * @param redis the hot totals
 * @param mongo history
 * @param sqs the queues it sends to
 * @param cutOff the hot window, in the business zone
 * @param metrics how its metrics are named
 */
public record DumperSettings(
    RedisSettings redis,
    MongoSettings mongo,
    SqsSettings sqs,
    CutOff cutOff,
    MetricsSettings metrics) {

  /**
   * Reads variables.
   *
   * @throws daybook.core.settings.InvalidSettingsException naming every one that is wrong
   */
  public static DumperSettings from(Variables variables) {
    return variables.checked(
        new DumperSettings(
            RedisSettings.from(variables),
            MongoSettings.from(variables),
            SqsSettings.from(variables),
            CutOff.from(variables, Deployment.from(variables).zone()),
            MetricsSettings.from(variables)));
  }
}
