package daybook.local;

import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.settings.Variables;
import daybook.mongodb.MongoConnection;
import daybook.mongodb.MongoLedger;
import daybook.mongodb.MongoSettings;
import daybook.redis.RedisConnection;
import daybook.redis.RedisSettings;
import daybook.redis.RedisTransactionQueue;
import daybook.s3.S3Rejects;
import daybook.s3.S3SourceObjects;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A running pipeline seen from outside: uploads into it, and looks at what becomes of them. */
final class Observer implements AutoCloseable {

  private final Bucket bucket;
  private final RedisConnection redis;
  private final MongoConnection mongo;
  private final SourceObjects objects;
  private final MongoLedger ledger;
  private final S3Rejects rejects;
  private final ImportWatch watch;

  private Observer(Bucket bucket, RedisConnection redis, MongoConnection mongo, String rejects) {
    this.bucket = bucket;
    this.redis = redis;
    this.mongo = mongo;
    this.objects = new S3SourceObjects(bucket.client(), Observer::sleep);
    this.ledger = new MongoLedger(mongo);
    this.rejects = new S3Rejects(bucket.client(), Observer::sleep, rejects);
    this.watch = new ImportWatch(new RedisTransactionQueue(redis), ledger);
  }

  private static void sleep(java.time.Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  /** Connects to the pipeline that these variables of {@code run.env} describe. */
  static Observer open(Map<String, String> runEnv) {
    Variables variables = new Variables(runEnv);
    return new Observer(
        Bucket.open(runEnv),
        new RedisConnection(RedisSettings.from(variables)),
        new MongoConnection(MongoSettings.from(variables)),
        runEnv.get("DAYBOOK_REJECTS_BUCKET"));
  }

  /** Uploads a file under a key and returns the version it has become. */
  ObjectVersion upload(Path file, String key) throws FailureException {
    return bucket.upload(file, key, objects);
  }

  /** The newest version under a key, if there is one. */
  Optional<ObjectVersion> find(String key) {
    return objects.find(bucket.name(), key, null);
  }

  /** The ledger entry of a version, if its import is finished. */
  Optional<LedgerEntry> finished(ObjectVersion source) {
    return ledger.find(source.importId());
  }

  /** Shows the progress of an import until it is finished. */
  LedgerEntry await(ObjectVersion source, Console console)
      throws FailureException, InterruptedException {
    return watch.await(source, new Progress(console, System.nanoTime() / 1_000_000));
  }

  /** Where the rejected rows of an import are. */
  String rejectsLocation(ImportId id) {
    return rejects.location(id);
  }

  @Override
  public void close() {
    bucket.close();
    redis.close();
    mongo.close();
  }
}
