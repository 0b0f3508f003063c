package daybook.importer;

import daybook.core.Deployment;
import daybook.core.port.RecordSwitch;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisSettings;
import daybook.runtime.MetricsSettings;
import daybook.s3.S3Settings;
import daybook.sqs.SqsSettings;
import java.net.URI;
import java.util.Optional;

/**
 * What is set for the importer from outside.
 *
 * @param redis the queue and the import records
 * @param mongo the ledger and the deployment
 * @param s3 the import bucket and the rejects bucket
 * @param sqs the queues it sends to
 * @param deployment by which days and in which currency rows count
 * @param keepTransactions whether ids in files that are put from now on are kept
 * @param pacing whose {@code sleep_ms} are honoured
 * @param metrics how its metrics are named
 */
public record ImporterSettings(
    RedisSettings redis,
    MongoSettings mongo,
    S3Settings s3,
    SqsSettings sqs,
    Deployment deployment,
    boolean keepTransactions,
    Pacing pacing,
    MetricsSettings metrics) {

  /**
   * Reads variables.
   *
   * @throws daybook.core.settings.InvalidSettingsException naming every one that is wrong
   */
  public static ImporterSettings from(Variables variables) {
    ImporterSettings settings =
        new ImporterSettings(
            RedisSettings.from(variables),
            MongoSettings.from(variables),
            S3Settings.from(variables),
            SqsSettings.from(variables),
            Deployment.from(variables),
            variables.flag(RecordSwitch.KEEP_TRANSACTIONS, true),
            Pacing.from(variables),
            MetricsSettings.from(variables));
    require(settings.sqs().importQueueUrl(), "IMPORT_QUEUE_URL", variables);
    require(settings.sqs().wakeUpQueueUrl(), "WAKE_UP_QUEUE_URL", variables);
    return variables.checked(settings);
  }

  private static void require(Optional<URI> queueUrl, String name, Variables variables) {
    if (queueUrl.isEmpty()) {
      variables.problem(name + " is not set: expected the address of a queue");
    }
  }
}
