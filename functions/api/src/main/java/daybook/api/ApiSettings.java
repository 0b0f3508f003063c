package daybook.api;

import daybook.core.CutOff;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisSettings;
import daybook.runtime.MetricsSettings;

/**
 * What the api function reads from its environment.
 *
 * @param redis where the hot totals are
 * @param mongoDb where history is
 * @param cutOff from which day on totals are looked for in Redis
 * @param metrics how its metrics are named
 */
public record ApiSettings(
    RedisSettings redis, MongoSettings mongoDb, CutOff cutOff, MetricsSettings metrics) {

  /**
   * Reads the settings.
   *
   * @throws daybook.core.settings.InvalidSettingsException naming every wrong value at once
   */
  public static ApiSettings from(Variables variables) {
    return variables.checked(
        new ApiSettings(
            RedisSettings.from(variables),
            MongoSettings.from(variables),
            CutOff.from(variables),
            MetricsSettings.from(variables)));
  }
}
