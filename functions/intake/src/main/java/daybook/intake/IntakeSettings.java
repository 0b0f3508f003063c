package daybook.intake;

import daybook.core.Deployment;
import daybook.core.port.RecordSwitch;
import daybook.core.settings.Variables;
import daybook.keys.KeySource;
import daybook.keys.KeysSettings;
import daybook.mongodb.MongoSettings;
import daybook.runtime.MetricsSettings;

/**
 * What the intake function reads from its environment.
 *
 * @param mongoDb where transactions are
 * @param deployment by which days and currency they count
 * @param writes whether anybody may write
 * @param keeps whether transactions are kept
 * @param keys what seals names and free text
 * @param rate records that each instance takes a second; 0 for as many as come
 * @param burst records that it takes at once
 * @param metrics how its metrics are named
 */
public record IntakeSettings(
    MongoSettings mongoDb,
    Deployment deployment,
    boolean writes,
    boolean keeps,
    KeysSettings keys,
    int rate,
    int burst,
    MetricsSettings metrics) {

  /** Some times what one instance stores in a second. */
  private static final int RATE_MAX = 100_000;

  private static final int BURST_MAX = 1_000_000;

  /**
   * Reads the settings.
   *
   * @throws daybook.core.settings.InvalidSettingsException naming every wrong value at once
   */
  public static IntakeSettings from(Variables variables) {
    return variables.checked(
        new IntakeSettings(
            MongoSettings.from(variables),
            Deployment.from(variables),
            variables.flag("API_WRITES", false),
            variables.flag(RecordSwitch.KEEP_TRANSACTIONS, true),
            KeysSettings.from(variables),
            variables.integer("INTAKE_RATE", 0, 0, RATE_MAX),
            variables.integer("INTAKE_BURST", Posting.RECORDS_MAX, 1, BURST_MAX),
            MetricsSettings.from(variables)));
  }

  /** Whether names and free text can be sealed. */
  boolean seals() {
    return !(keys.source() instanceof KeySource.None);
  }
}
