package daybook.api;

import daybook.core.CutOff;
import daybook.core.Deployment;
import daybook.core.settings.Variables;
import daybook.keys.KeysSettings;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisSettings;
import daybook.runtime.MetricsSettings;
import daybook.s3.S3Settings;

/**
 * What the api function reads from its environment.
 *
 * @param redis where the hot totals are
 * @param mongoDb where history is
 * @param s3 what was imported, what of it was rejected, and where uploads go
 * @param deployment by which days and currency the totals are
 * @param cutOff from which day on totals are looked for in Redis
 * @param uploads whether addresses to upload to are given
 * @param records whether single transactions may be read
 * @param keys what opens names and free text
 * @param page what the page has to know of it
 * @param metrics how its metrics are named
 */
public record ApiSettings(
    RedisSettings redis,
    MongoSettings mongoDb,
    S3Settings s3,
    Deployment deployment,
    CutOff cutOff,
    boolean uploads,
    boolean records,
    KeysSettings keys,
    PageSettings page,
    MetricsSettings metrics) {

  /**
   * Reads the settings.
   *
   * @throws daybook.core.settings.InvalidSettingsException naming every wrong value at once
   */
  public static ApiSettings from(Variables variables) {
    Deployment deployment = Deployment.from(variables);
    return variables.checked(
        new ApiSettings(
            RedisSettings.from(variables),
            MongoSettings.from(variables),
            S3Settings.from(variables),
            deployment,
            CutOff.from(variables, deployment.zone()),
            variables.flag("API_UPLOADS", false),
            variables.flag("API_RECORDS", false),
            KeysSettings.from(variables),
            PageSettings.from(variables),
            MetricsSettings.from(variables)));
  }
}
