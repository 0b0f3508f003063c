package daybook.local;

import daybook.core.port.MappingArchive;
import daybook.core.port.SourceObjects;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoMappingArchive;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisConnection;
import daybook.redis.RedisSettings;
import daybook.redis.RedisTransactionQueue;
import daybook.s3.S3Rejects;
import daybook.s3.S3SourceObjects;
import daybook.sqs.SqsMessages;
import daybook.sqs.SqsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A running pipeline seen from outside: uploads into it, and looks at what becomes of them. */
final class Observer implements AutoCloseable {

  private static final int CONNECT_MS_MAX = 2_000;
  private static final long SECOND_LOOK_MS = 50;

  /** Two seconds: clocks of one machine agree. */
  private static final int SECOND_LOOKS_MAX = 40;

  private final Bucket bucket;
  private final RedisConnection redis;
  private final MongoConnection mongo;
  private final SourceObjects objects;
  private final MongoLedger ledger;
  private final MappingArchive archive;
  private final TransactionQueue queue;
  private final S3Rejects rejects;
  private final ImportWatch watch;

  private final URI api;
  private final Optional<Path> files;
  private final boolean notifies;
  private final SqsClient sqs;
  private final SqsMessages messages;

  private Observer(Map<String, String> runEnv) throws FailureException {
    String rejectsBucket = RunEnv.required(runEnv, "DAYBOOK_REJECTS_BUCKET");
    this.api = URI.create(RunEnv.required(runEnv, "DAYBOOK_API"));
    this.files = Optional.ofNullable(runEnv.get("DAYBOOK_S3_FILES")).map(Path::of);
    // A server of the user's own sends no notifications; so we do.
    this.notifies = Boolean.parseBoolean(RunEnv.required(runEnv, "DAYBOOK_NOTIFIES"));
    this.bucket = Bucket.open(runEnv);
    Stores stores = Stores.of(runEnv);
    this.redis = new RedisConnection(stores.redis());
    this.mongo = new MongoConnection(stores.mongoDb());
    SqsSettings queues = stores.queues();
    this.sqs = Queues.client(RunEnv.access(runEnv).to(queues.endpoint()));
    this.messages = new SqsMessages(sqs, queues);
    this.objects = new S3SourceObjects(bucket.client(), Observer::sleep);
    this.ledger = new MongoLedger(mongo);
    this.archive = new MongoMappingArchive(mongo);
    this.queue = new RedisTransactionQueue(redis);
    this.rejects = new S3Rejects(bucket.client(), Observer::sleep, rejectsBucket);
    this.watch = new ImportWatch(queue, ledger, this::isAlive);
  }

  /** Where the stores of a pipeline are. */
  private record Stores(RedisSettings redis, MongoSettings mongoDb, SqsSettings queues) {

    /** What every run writes; a default would be a store of somebody else's. */
    private static final List<String> REQUIRED =
        List.of(
            "REDIS_HOST",
            "REDIS_PORT",
            MongoSettings.MONGODB_URI,
            "AWS_ENDPOINT_URL_SQS",
            "IMPORT_QUEUE_URL");

    static Stores of(Map<String, String> runEnv) throws FailureException {
      for (String name : REQUIRED) {
        RunEnv.required(runEnv, name);
      }
      Variables variables = new Variables(runEnv);
      Stores stores =
          new Stores(
              RedisSettings.from(variables),
              MongoSettings.from(variables),
              SqsSettings.from(variables));
      if (!variables.problems().isEmpty()) {
        throw new FailureException(
            "the addresses of the running Daybook are damaged: "
                + String.join("; ", variables.problems()));
      }
      return stores;
    }
  }

  private static void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  /**
   * Connects to the pipeline that these variables of {@code run.env} describe.
   *
   * @throws FailureException if they do not
   */
  static Observer open(Map<String, String> runEnv) throws FailureException {
    return new Observer(runEnv);
  }

  /**
   * Connects to the run of a state folder.
   *
   * @throws FailureException if there is none, or it does not answer
   */
  static Observer ofRun(Path state, Commands commands) throws FailureException {
    Path addresses = StateDirectory.runEnv(state);
    Map<String, String> runEnv = RunEnv.read(addresses, commands);
    Observer observer = open(runEnv);
    if (!observer.isAlive()) {
      observer.close();
      throw new FailureException(
          "nothing answers at %s, which %s names: the run was killed; start it again with %s"
              .formatted(runEnv.get("DAYBOOK_API"), addresses, commands.run()));
    }
    return observer;
  }

  /** Its API. */
  ApiClient api() {
    return new ApiClient(api);
  }

  /** Whether the gateway of the pipeline accepts connections. */
  boolean isAlive() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(api.getHost(), api.getPort()), CONNECT_MS_MAX);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Uploads a file under a key and returns the version it has become. Where the bucket keeps no
   * versions, two uploads of the same content are told apart by their second only, so the second of
   * an earlier one is waited out.
   */
  ObjectVersion upload(Path file, String key) throws FailureException, InterruptedException {
    return upload(file, key, Map.of());
  }

  /** The same with metadata, which says how it is to be read. */
  ObjectVersion upload(Path file, String key, Map<String, String> metadata)
      throws FailureException, InterruptedException {
    Optional<ObjectVersion> earlier = find(key);
    for (int i = 0; i < SECOND_LOOKS_MAX && earlier.isPresent(); i++) {
      if (Instant.now().truncatedTo(ChronoUnit.SECONDS).isAfter(earlier.get().lastModified())) {
        break;
      }
      Thread.sleep(SECOND_LOOK_MS);
    }
    ObjectVersion source = bucket.upload(file, key, metadata, objects);
    if (!notifies) {
      try {
        messages.requestImport(source.bucket(), key, source.versionId(), 0, Duration.ZERO);
      } catch (StoreException e) {
        throw bucket.stored(file, key, e);
      }
    }
    return source;
  }

  /** The newest version under a key, if there is one. */
  Optional<ObjectVersion> find(String key) {
    return objects.find(bucket.name(), key, null).map(SourceObjects.Found::version);
  }

  /** The ledger entry of a version, if its import is finished. */
  Optional<LedgerEntry> finished(ObjectVersion source) {
    return ledger.find(source.importId());
  }

  /** The entries of the imports that ended last, newest first. */
  List<LedgerEntry> newest(int limit) {
    return ledger.newest(limit);
  }

  /** The entry of one import, if it is finished. */
  Optional<LedgerEntry> finished(ImportId id) {
    return ledger.find(id);
  }

  /** The imports that are running, by what began last. */
  List<ImportRecord> running() {
    Comparator<ImportRecord> newest = Comparator.comparing(ImportRecord::begun).reversed();
    return queue.running().values().stream().sorted(newest).toList();
  }

  /** An earlier import of the content of a file, finished with rows that count. */
  Optional<LedgerEntry> sameContent(ObjectVersion content) {
    return ledger.sameContent(content);
  }

  /** One that is running. */
  Optional<ImportRecord> sameContentRunning(ObjectVersion content) {
    return running().stream().filter(record -> record.source().hasContentOf(content)).findFirst();
  }

  /** The bucket that is imported. */
  Bucket bucket() {
    return bucket;
  }

  /** The objects in it. */
  SourceObjects objects() {
    return objects;
  }

  /** The document of a mapping by which something was read. */
  Optional<String> mapping(MappingRef ref) {
    return archive.find(ref.hash());
  }

  /** Shows the progress of an import until it is finished. */
  LedgerEntry await(ObjectVersion source, Console console)
      throws FailureException, InterruptedException {
    return watch.await(source, new Progress(console, System.nanoTime() / 1_000_000));
  }

  /** The address of the rejects file of an import, whether there is one or not. */
  String rejectsLocation(LedgerEntry entry) {
    return rejects.location(entry.id(), entry.terms().mapping(), entry.end());
  }

  /** The rejects file of an import. */
  RejectsFile rejects(LedgerEntry entry) {
    return RejectsFile.of(rejectsLocation(entry), files, bucket.client());
  }

  /**
   * The rejects file of an import from its header on.
   *
   * @throws FailureException if it cannot be read, or its rows are too many for one file
   */
  InputStream openRejects(LedgerEntry entry) throws FailureException {
    String location = rejectsLocation(entry);
    try {
      return RejectsFile.open(location, bucket.client());
    } catch (IOException | SdkException e) {
      throw new FailureException("cannot read " + location + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    bucket.close();
    sqs.close();
    redis.close();
    mongo.close();
  }
}
