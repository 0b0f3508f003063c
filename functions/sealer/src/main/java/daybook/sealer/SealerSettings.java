package daybook.sealer;

import daybook.core.settings.Variables;
import daybook.mongodb.MongoSettings;
import daybook.runtime.MetricsSettings;
import daybook.s3.S3Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What is set for the sealer from outside.
 *
 * @param mongo the documents and the ledger
 * @param s3 where journals go
 * @param retention how long transactions are kept behind their last change; empty for good
 * @param metrics how its metrics are named
 */
public record SealerSettings(
    MongoSettings mongo, S3Settings s3, Optional<Duration> retention, MetricsSettings metrics) {

  /** The variable of the days that transactions are kept. */
  public static final String RETENTION_DAYS = "RETENTION_DAYS";

  private static final int DAYS = 90;
  private static final int DAYS_MAX = 36_500;

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
            retention(variables),
            MetricsSettings.from(variables)));
  }

  private static Optional<Duration> retention(Variables variables) {
    int days = variables.integer(RETENTION_DAYS, DAYS, 0, DAYS_MAX);
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }
}
