package daybook.local;

import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.settings.Variables;
import daybook.embedded.CreatedObject;
import daybook.embedded.S3EventJson;
import daybook.redis.RedisConnection;
import daybook.redis.RedisSettings;
import daybook.redis.RedisTransactionQueue;
import daybook.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A whole pipeline, each function in processes of its own, as its users see it: uploads go in by
 * S3, totals come out by HTTP.
 */
final class LocalPipeline implements AutoCloseable {

  /** One import on a busy machine that has just started. */
  static final Duration IMPORT_LIMIT = Duration.ofMinutes(5);

  private final StateDirectory state;
  private final Servers servers;
  private final Pipeline pipeline;
  private final Map<String, String> runEnv;
  private final Observer observer;
  private final Bucket bucket;
  private final RedisConnection redis;
  private final SqsClient sqs;
  private final Path folder;

  private LocalPipeline(
      StateDirectory state, Servers servers, Pipeline pipeline, Map<String, String> environment)
      throws FailureException {
    this.state = state;
    this.servers = servers;
    this.pipeline = pipeline;
    this.runEnv = pipeline.runEnv(servers, environment);
    this.observer = Observer.open(runEnv);
    this.bucket = Bucket.open(runEnv);
    this.redis = new RedisConnection(RedisSettings.from(new Variables(runEnv)));
    this.sqs =
        SqsClient.builder()
            .endpointOverride(URI.create(runEnv.get("AWS_ENDPOINT_URL_SQS")))
            .region(Region.of(runEnv.get("AWS_REGION")))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        runEnv.get("AWS_ACCESS_KEY_ID"), runEnv.get("AWS_SECRET_ACCESS_KEY"))))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    this.folder = state.root();
  }

  /** The project's folder, where template and packages are. */
  static Path home() {
    String home = System.getProperty("daybook.home");
    if (home == null) {
      throw new IllegalStateException("the build must name the project's folder in daybook.home");
    }
    return Path.of(home);
  }

  /** Starts everything on free ports. */
  static LocalPipeline start(Path folder, Map<String, String> environment) throws Exception {
    return start(folder, environment, List.of());
  }

  /** The same with further options, such as a server to use instead of an embedded one. */
  static LocalPipeline start(Path folder, Map<String, String> environment, List<String> more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("--no-sample", "--api-port", "0", "--state", folder.toString()));
    arguments.addAll(more);
    RunOptions options = RunOptions.parse(arguments, environment, home());
    StateDirectory state = StateDirectory.open(options.state());
    Servers servers = Servers.start(options, state, environment);
    Pipeline pipeline =
        Pipeline.start(options, home(), state, servers, environment, Console.standard());
    return new LocalPipeline(state, servers, pipeline, environment);
  }

  /** Where the API answers. */
  URI api() {
    return pipeline.api();
  }

  /** Where Redis listens, for whoever wants to do it harm. */
  Map<String, String> runEnv() {
    return runEnv;
  }

  /** A reader of totals over HTTP. */
  StatsClient stats() {
    return new StatsClient(pipeline.api());
  }

  /** An S3 client of the pipeline's buckets. */
  S3Client s3() {
    return bucket.client();
  }

  /** Uploads bytes. */
  ObjectVersion upload(byte[] content, String key)
      throws IOException, FailureException, InterruptedException {
    Path file = Files.createTempFile(folder, "upload", ".part");
    try {
      Files.write(file, content);
      return observer.upload(file, key);
    } finally {
      Files.delete(file);
    }
  }

  /** Uploads a file. */
  ObjectVersion upload(Path file, String key) throws FailureException, InterruptedException {
    return observer.upload(file, key);
  }

  /** The ledger entry of a version, once its import is finished. */
  LedgerEntry awaitEnd(ObjectVersion source) throws Exception {
    return Await.present(
        "the end of the import of " + source.key(), IMPORT_LIMIT, () -> observer.finished(source));
  }

  /** The ledger entry of a version, if there is one now. */
  Optional<LedgerEntry> finished(ObjectVersion source) {
    return observer.finished(source);
  }

  /** How far a running import is. */
  Optional<ImportRecord> running(ObjectVersion source) {
    ImportId id = source.importId();
    return Optional.ofNullable(new RedisTransactionQueue(redis).running(List.of(id)).get(id));
  }

  /** Where the rejected rows of an import are, within the bucket of rejects. */
  String rejectsKey(LedgerEntry entry) {
    String prefix = "s3://" + runEnv.get("DAYBOOK_REJECTS_BUCKET") + "/";
    String location = observer.rejectsLocation(entry);
    if (!location.startsWith(prefix)) {
      throw new AssertionError("expected a place in " + prefix + ", found " + location);
    }
    return location.substring(prefix.length());
  }

  /** Announces an upload as S3 does, once more. */
  void notifyAgain(ObjectVersion source) {
    CreatedObject created =
        new CreatedObject(
            source.bucket(),
            source.key(),
            source.sizeBytes(),
            source.eTag(),
            CreatedObject.Event.PUT,
            Instant.now(),
            "00000000000000FF");
    String body = S3EventJson.of(created, servers.access().region());
    sqs.sendMessage(send -> send.queueUrl(importQueue()).messageBody(body));
  }

  /** Waits until every notification is seen to and acknowledged. */
  void awaitNotificationsDone() throws Exception {
    Await.until("the import queue is empty", IMPORT_LIMIT, () -> messages() == 0);
  }

  private long messages() {
    Map<QueueAttributeName, String> counts =
        sqs.getQueueAttributes(
                get ->
                    get.queueUrl(importQueue())
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return counts.values().stream().mapToLong(Long::parseLong).sum();
  }

  private String importQueue() {
    return sqs.getQueueUrl(get -> get.queueName("daybook-ImportQueue")).queueUrl();
  }

  /** What a function has logged so far. */
  List<String> log(String functionId) throws IOException {
    return Files.readAllLines(state.logs().resolve(functionId + ".log"));
  }

  @Override
  public void close() throws IOException {
    sqs.close();
    redis.close();
    bucket.close();
    observer.close();
    pipeline.close();
    servers.close();
    state.close();
  }
}
