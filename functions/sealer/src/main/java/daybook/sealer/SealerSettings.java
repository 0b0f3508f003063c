package daybook.sealer;

import daybook.core.settings.Variables;
import daybook.mongodb.MongoSettings;
import daybook.runtime.MetricsSettings;
import daybook.s3.S3Settings;

/**
 * What is set for the sealer from outside.
 *
 * @param mongo the documents and the ledger
 * @param s3 where journals go
 * @param metrics how its metrics are named
 */
public record SealerSettings(MongoSettings mongo, S3Settings s3, MetricsSettings metrics) {

  /**
   * Reads variables.
   *
   * @throws daybook.core.settings.InvalidSettingsException naming every one that is wrong
   */
  public static SealerSettings from(Variables variables) {
    return variables.checked(
        new SealerSettings(
            MongoSettings.from(variables),
            S3Settings.from(variables),
            MetricsSettings.from(variables)));
  }
}
