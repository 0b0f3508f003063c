package daybook.faults.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.aggregator.Aggregator;
import daybook.api.ApiHandler;
import daybook.api.ApiParts;
import daybook.api.Stats;
import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.CutOff;
import daybook.core.DailyAggregate;
import daybook.core.Deployment;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.Rejects;
import daybook.core.port.Sleeper;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.settings.Variables;
import daybook.dumper.Dumper;
import daybook.embedded.CreatedObject;
import daybook.embedded.EmbeddedMongoDb;
import daybook.embedded.EmbeddedRedis;
import daybook.embedded.EmbeddedS3;
import daybook.embedded.S3EventJson;
import daybook.importer.AgreedDeployment;
import daybook.importer.Importer;
import daybook.importer.ImporterHandler;
import daybook.importer.ImporterParts;
import daybook.importer.ImporterPorts;
import daybook.importer.MappedTerms;
import daybook.importer.Pacing;
import daybook.importer.Reconciler;
import daybook.mongodb.MongoAttempts;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoDeployments;
import daybook.mongodb.MongoHistory;
import daybook.mongodb.MongoImportPins;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoMappingArchive;
import daybook.mongodb.MongoRecords;
import daybook.mongodb.MongoSchema;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisConnection;
import daybook.redis.RedisHotTotals;
import daybook.redis.RedisSettings;
import daybook.redis.RedisSnapshots;
import daybook.redis.RedisTransactionQueue;
import daybook.runtime.TestHost;
import daybook.s3.S3Rejects;
import daybook.s3.S3SourceObjects;
import daybook.s3.S3UserMappings;
import daybook.testkit.Pause;
import daybook.testkit.RemainingTime;
import daybook.testkit.contract.Imports;
import daybook.testkit.fake.RecordedMessages;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * The pipeline over real servers in one process: an upload's notification goes through the
 * importer's handler, and what it enqueued through aggregator and dumper to {@code /stats}. Not
 * safe for threads.
 */
final class Pipeline implements AutoCloseable {

  private static final String IMPORTS = "uploads";
  private static final String REJECTS = "rejects";
  private static final String KEY_ID = "hostile";
  private static final String SECRET = "hostile-secret";
  private static final int INVOCATION_MS = 300_000;
  private static final long NOTIFICATION_SECONDS_MAX = 60;

  /** Dumps until nothing is left: a checkpoint, and the purge of what it expired. */
  private static final int DUMPS_MAX = 8;

  private static final EventLog SILENT = (level, event, facts) -> {};

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final BlockingQueue<CreatedObject> created = new LinkedBlockingQueue<>();
  private final RecordedMessages messages = new RecordedMessages();
  private final InstantSource clock = () -> Instant.parse("2026-02-01T00:00:00Z");
  private final Sleeper sleeper = Pause::of;
  private final S3Client s3;
  private final S3SourceObjects objects;
  private final RedisHotTotals hotTotals;
  private final RedisSnapshots snapshotsOfRedis;
  private final MongoHistory history;
  private final MongoLedger ledger;
  private final MongoCheckpoints checkpoints;
  private final ImporterHandler importer;
  private int snapshots;

  /** Starts them in an empty directory. */
  Pipeline(Path directory) throws IOException {
    Path s3Directory = Files.createDirectories(directory.resolve("s3"));
    EmbeddedS3 s3Server =
        open(
            EmbeddedS3.builder(s3Directory)
                .credentials(KEY_ID, SECRET)
                .onCreated(this::receive)
                .start());
    s3Server.createBucket(IMPORTS);
    s3Server.createBucket(REJECTS);
    this.s3 = open(client(s3Server.endpoint()));
    this.objects = new S3SourceObjects(s3, sleeper);
    RedisConnection redis = open(new RedisConnection(redis(directory.resolve("redis"))));
    EmbeddedMongoDb mongoServer =
        open(
            EmbeddedMongoDb.builder(Files.createDirectories(directory.resolve("mongodb"))).start());
    MongoConnection mongo =
        open(new MongoConnection(new MongoSettings(mongoServer.connectionString(), "Hostile")));
    new MongoSchema(mongo).apply(SILENT);
    this.hotTotals = new RedisHotTotals(redis);
    this.snapshotsOfRedis = new RedisSnapshots(redis);
    this.history = new MongoHistory(mongo);
    this.ledger = new MongoLedger(mongo);
    this.checkpoints = new MongoCheckpoints(mongo);
    this.importer = importer(redis, mongo);
  }

  private void receive(CreatedObject object) {
    if (object.bucket().equals(IMPORTS)) {
      created.add(object);
    }
  }

  private <T extends AutoCloseable> T open(T closeable) {
    opened.add(0, closeable);
    return closeable;
  }

  private RedisSettings redis(Path directory) throws IOException {
    EmbeddedRedis redis = open(EmbeddedRedis.builder(Files.createDirectories(directory)).start());
    return RedisSettings.from(
        new Variables(
            Map.of(
                "REDIS_HOST", redis.host(),
                "REDIS_PORT", Integer.toString(redis.port()),
                "REDIS_KEY_PREFIX", "{hostile}:")));
  }

  private static S3Client client(URI endpoint) {
    return S3Client.builder()
        .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
        .region(Region.EU_CENTRAL_1)
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .build();
  }

  private ImporterHandler importer(RedisConnection redis, MongoConnection mongo) {
    ImporterPorts ports =
        new ImporterPorts(
            objects,
            new RedisTransactionQueue(redis),
            ledger,
            new MongoRecords(mongo),
            new MongoImportPins(mongo),
            new MongoAttempts(mongo),
            new MappedTerms(
                new S3UserMappings(s3, IMPORTS),
                new MongoMappingArchive(mongo),
                new AgreedDeployment(new MongoDeployments(mongo), Deployment.DEFAULT),
                SILENT),
            new S3Rejects(s3, sleeper, REJECTS),
            messages,
            sleeper,
            clock,
            SILENT,
            (metric, value) -> {});
    return new ImporterHandler(
        new ImporterParts(
            TestHost.silent(Metric.Source.IMPORTER, SILENT),
            new Importer(ports, Pacing.NONE),
            new Reconciler(ports, IMPORTS)));
  }

  /** Uploads an object and lets its notification go all the way to history. */
  ObjectVersion upload(String key, byte[] content) throws InterruptedException {
    s3.putObject(request -> request.bucket(IMPORTS).key(key), RequestBody.fromBytes(content));
    // The server announces an object before it answers its request.
    CreatedObject object = created.poll(NOTIFICATION_SECONDS_MAX, TimeUnit.SECONDS);
    if (object == null) {
      throw new IllegalStateException("no notification of " + key);
    }
    if (!object.key().equals(key)) {
      throw new IllegalStateException(
          "expected a notification of " + key + ", not " + object.key());
    }
    deliver(S3EventJson.of(object, "eu-central-1"));
    return objects.find(IMPORTS, key, null).orElseThrow().version();
  }

  /** Puts a mapping into the import bucket, whose notification is nothing to import. */
  void putMapping(String name, byte[] document) throws InterruptedException {
    String key = "mappings/" + name + ".json";
    s3.putObject(request -> request.bucket(IMPORTS).key(key), RequestBody.fromBytes(document));
    if (created.poll(NOTIFICATION_SECONDS_MAX, TimeUnit.SECONDS) == null) {
      throw new IllegalStateException("no notification of " + key);
    }
  }

  private void deliver(String body) {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId("m");
    message.setBody(body);
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(message));
    SQSBatchResponse response =
        importer.handleRequest(event, new RemainingTime(() -> INVOCATION_MS));
    if (!response.getBatchItemFailures().isEmpty()) {
      throw new IllegalStateException("failed: " + body);
    }
  }

  /** Applies everything in the queue. */
  void aggregate() throws InterruptedException {
    new Aggregator(
            hotTotals, history, messages, time -> dump(), clock, SILENT, (metric, value) -> {})
        .drain(() -> INVOCATION_MS);
  }

  /** Dumps until there is nothing to write. */
  void dump() {
    Dumper dumper =
        new Dumper(
            snapshotsOfRedis,
            checkpoints,
            messages,
            new CutOff(Duration.ofDays(7)),
            clock,
            () -> "s" + snapshots++,
            SILENT,
            (metric, value) -> {});
    int dumps = 0;
    while (dumper.dump() != Dumper.Result.NOTHING) {
      dumps++;
      if (dumps > DUMPS_MAX) {
        throw new IllegalStateException("there is always something to dump");
      }
    }
  }

  /** Writes a day into history behind everybody's back. */
  void checkpoint(DailyAggregate day) {
    long predecessorAt = checkpoints.latestAt();
    Checkpoint next = new Checkpoint(predecessorAt + 1, "s" + snapshots++, List.of(day), List.of());
    if (!checkpoints.replace(predecessorAt, next)) {
      throw new IllegalStateException("somebody else dumps");
    }
    checkpoints.redo(next);
  }

  /** What history holds of one day and type. */
  SortedMap<String, Amount> history(AggregateKey key) {
    return Imports.amounts(history.range(key.view(), key.day(), key.day()).byKey().get(key));
  }

  Optional<LedgerEntry> ledgerEntry(ImportId id) {
    return ledger.find(id);
  }

  /** The composed rejects file, or empty where there is none. */
  Optional<String> rejects(ImportId id) {
    Optional<LedgerEntry> entry = ledger.find(id);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    String key = id + "/" + Rejects.fileName(entry.get().end());
    try {
      return Optional.of(
          s3.getObjectAsBytes(request -> request.bucket(REJECTS).key(key)).asString(UTF_8));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /**
   * The body that {@code /stats} answers for one day.
   *
   * @param window how long ago a day still is hot: read from Redis first
   */
  String stats(String day, Duration window) {
    ApiHandler handler =
        new ApiHandler(
            new ApiParts(
                TestHost.silent(Metric.Source.API, SILENT),
                new Stats(hotTotals, history),
                new CutOff(window),
                clock));
    APIGatewayV2HTTPEvent.RequestContext.Http http =
        APIGatewayV2HTTPEvent.RequestContext.Http.builder().withMethod("GET").build();
    APIGatewayV2HTTPEvent event =
        APIGatewayV2HTTPEvent.builder()
            .withRawPath("/stats")
            .withQueryStringParameters(Map.of("from_date", day, "to_date", day))
            .withRequestContext(
                APIGatewayV2HTTPEvent.RequestContext.builder().withHttp(http).build())
            .build();
    APIGatewayV2HTTPResponse response =
        handler.handleRequest(event, new RemainingTime(() -> INVOCATION_MS));
    if (response.getStatusCode() != 200) {
      throw new IllegalStateException(response.getStatusCode() + " " + response.getBody());
    }
    return response.getBody();
  }

  @Override
  public void close() {
    for (AutoCloseable closeable : opened) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("a server did not close", e);
      }
    }
  }
}
