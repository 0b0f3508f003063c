package daybook.local;

import daybook.core.Deployment;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisSettings;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ./daybook doctor} looks at.
 *
 * @param redis the hot store
 * @param mongoDb history
 * @param deployment by which days and in which currency rows should count
 * @param importBucket where files are uploaded; empty where nobody has named it
 * @param rejectsBucket where rejects files go
 * @param importQueue where uploads are announced
 * @param deadLetters queues of what failed for good, beside those that are found by themselves
 * @param s3 another S3 than AWS's
 * @param sqs another SQS than AWS's
 * @param access how both are signed in to, where that is not the SDK's own affair
 * @param api where the API answers
 * @param embedded which of the stores are those of the local run, which keep no settings of a
 *     server
 */
record DoctorTarget(
    RedisSettings redis,
    MongoSettings mongoDb,
    Deployment deployment,
    Optional<String> importBucket,
    Optional<String> rejectsBucket,
    Optional<URI> importQueue,
    List<URI> deadLetters,
    Optional<URI> s3,
    Optional<URI> sqs,
    Optional<Servers.Access> access,
    Optional<URI> api,
    Embedded embedded) {

  /** Copies the list. */
  DoctorTarget {
    deadLetters = List.copyOf(deadLetters);
  }

  /** Of {@code run.env}: the stores that the run has started itself, by name. */
  static final String EMBEDDED = "DAYBOOK_EMBEDDED";

  /**
   * Servers of the local run's own.
   *
   * @param mongoDb a MongoDB-wire server, which enforces no validator
   * @param s3 a server without versions and notifications, for which the run itself notifies
   * @param notified whether uploads are announced by something else than who uploads: not in a run
   *     whose user's S3 cannot
   */
  record Embedded(boolean mongoDb, boolean s3, boolean notified) {
    static final Embedded NOTHING = new Embedded(false, false, true);
  }

  /**
   * That of a local run.
   *
   * @throws UsageException if the variables are damaged
   */
  static DoctorTarget ofRun(Map<String, String> runEnv) throws FailureException, UsageException {
    Map<String, String> settings = new HashMap<>(runEnv);
    settings.put("IMPORT_BUCKET", RunEnv.required(runEnv, "DAYBOOK_BUCKET"));
    settings.put("REJECTS_BUCKET", RunEnv.required(runEnv, "DAYBOOK_REJECTS_BUCKET"));
    String embedded = runEnv.getOrDefault(EMBEDDED, "");
    return of(
        settings,
        Optional.of(RunEnv.access(runEnv)),
        Optional.of(URI.create(RunEnv.required(runEnv, "DAYBOOK_API"))),
        List.of(),
        new Embedded(
            embedded.contains("mongodb"),
            embedded.contains("s3"),
            Boolean.parseBoolean(RunEnv.required(runEnv, "DAYBOOK_NOTIFIES"))));
  }

  /**
   * That of a deployment.
   *
   * @param settings as its functions have them
   * @throws UsageException with all that is wrong with them
   */
  static DoctorTarget ofDeployment(
      Map<String, String> settings, Optional<URI> api, List<URI> deadLetters)
      throws UsageException {
    return of(settings, Optional.empty(), api, deadLetters, Embedded.NOTHING);
  }

  private static DoctorTarget of(
      Map<String, String> settings,
      Optional<Servers.Access> access,
      Optional<URI> api,
      List<URI> deadLetters,
      Embedded embedded)
      throws UsageException {
    Variables variables = new Variables(settings);
    DoctorTarget target =
        new DoctorTarget(
            RedisSettings.from(variables),
            MongoSettings.from(variables),
            Deployment.from(variables),
            given(settings, "IMPORT_BUCKET"),
            given(settings, "REJECTS_BUCKET"),
            variables.url("IMPORT_QUEUE_URL"),
            deadLetters,
            variables.url("AWS_ENDPOINT_URL_S3"),
            variables.url("AWS_ENDPOINT_URL_SQS"),
            access,
            api,
            embedded);
    if (!variables.problems().isEmpty()) {
      throw new UsageException(variables.problems());
    }
    return target;
  }

  private static Optional<String> given(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name)).filter(text -> !text.isBlank());
  }
}
