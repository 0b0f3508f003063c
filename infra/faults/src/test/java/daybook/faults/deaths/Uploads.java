package daybook.faults.deaths;

import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.embedded.CreatedObject;
import daybook.embedded.S3EventJson;
import daybook.mongodb.MongoLedger;
import daybook.s3.S3SourceObjects;
import daybook.testkit.Pause;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Uploads files and keeps what must become of them. Some go under the key of an earlier file whose
 * import is finished: a new version, and a new import. Safe for several threads.
 */
final class Uploads implements AutoCloseable {

  /** One upload in so many takes an earlier key again. */
  private static final int OVERWRITE_EVERY = 5;

  private final S3Client s3;
  private final S3SourceObjects objects;
  private final MongoLedger ledger;
  private final String bucket;
  private final String region;
  private final long seed;
  private final LocalDate today;
  private final Path folder;
  private final Random random;

  /** Guards the fields below. */
  private final Object lock = new Object();

  private final Map<ObjectVersion, SourceFile> done = new LinkedHashMap<>();
  private final List<ObjectVersion> unfinished = new ArrayList<>();
  private final List<ObjectVersion> others = new ArrayList<>();
  private Cells most = Cells.NONE;
  private long rows;
  private int overwritten;

  /** Uploads into the bucket of this environment. */
  Uploads(
      Map<String, String> environment,
      MongoLedger ledger,
      long seed,
      LocalDate today,
      Path folder) {
    this.folder = folder;
    this.region = environment.get("AWS_REGION");
    this.s3 =
        S3Client.builder()
            .endpointOverride(URI.create(environment.get("AWS_ENDPOINT_URL_S3")))
            .forcePathStyle(true)
            // Sent in chunks, or twice after a failure, one upload could become two versions.
            .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
            .overrideConfiguration(override -> override.retryStrategy(r -> r.maxAttempts(1)))
            .region(Region.of(region))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        environment.get("AWS_ACCESS_KEY_ID"),
                        environment.get("AWS_SECRET_ACCESS_KEY"))))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    this.objects = new S3SourceObjects(s3, Pause::of);
    this.ledger = ledger;
    this.bucket = environment.get("DAYBOOK_BUCKET");
    this.seed = seed;
    this.today = today;
    this.random = new Random(seed);
  }

  /** The client of both buckets. */
  S3Client s3() {
    return s3;
  }

  /** Uploads one more file. For one thread only. */
  void next() throws Exception {
    int number = versions().size();
    Optional<ObjectVersion> earlier = overwritable();
    SourceFile file = SourceFile.make(seed, number, today, folder);
    String key = earlier.map(ObjectVersion::key).orElse("in/" + file.name());
    synchronized (lock) {
      // Before the upload: nobody may see a total that is not in here.
      most = most.plus(file.exact());
      overwritten += earlier.isPresent() ? 1 : 0;
    }
    if (file.mapped()) {
      String mapping = SourceFile.mapping(number);
      s3.putObject(
          put -> put.bucket(bucket).key(SourceFile.MAPPING_KEY), RequestBody.fromString(mapping));
    }
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromFile(file.content()));
    Files.delete(file.content());
    ObjectVersion version = objects.find(bucket, key, null).orElseThrow().version();
    synchronized (lock) {
      done.put(version, file);
      unfinished.add(version);
      rows += file.exact().accepted() + file.exact().rejected();
    }
  }

  /** Uploads a file of others, whose import is waited for like any other. */
  void other(String name, byte[] content) {
    String key = "ids/" + name;
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
    ObjectVersion version = objects.find(bucket, key, null).orElseThrow().version();
    synchronized (lock) {
      others.add(version);
    }
  }

  /** Those of others that the ledger does not have. */
  List<ObjectVersion> othersUnfinished() {
    List<ObjectVersion> look;
    synchronized (lock) {
      look = List.copyOf(others);
    }
    return look.stream().filter(version -> entry(version).isEmpty()).toList();
  }

  /** Those of others. */
  List<ObjectVersion> others() {
    synchronized (lock) {
      return List.copyOf(others);
    }
  }

  /** Without versions, whoever overwrites an object that is not finished takes it away. */
  private Optional<ObjectVersion> overwritable() {
    List<ObjectVersion> versions = versions();
    if (versions.isEmpty() || random.nextInt(OVERWRITE_EVERY) != 0) {
      return Optional.empty();
    }
    String key = versions.get(random.nextInt(versions.size())).key();
    boolean busy;
    synchronized (lock) {
      busy = unfinished.stream().anyMatch(version -> version.key().equals(key));
    }
    return busy
        ? Optional.empty()
        : versions.stream().filter(version -> version.key().equals(key)).findFirst();
  }

  /** Looks which imports the ledger has meanwhile, and returns how many it does not have. */
  int countUnfinished() {
    List<ObjectVersion> look;
    synchronized (lock) {
      look = List.copyOf(unfinished);
    }
    List<ObjectVersion> ended =
        look.stream().filter(version -> entry(version).isPresent()).toList();
    synchronized (lock) {
      unfinished.removeAll(ended);
      return unfinished.size();
    }
  }

  /** Those that the ledger did not have at the last look. */
  List<ObjectVersion> unfinished() {
    synchronized (lock) {
      return List.copyOf(unfinished);
    }
  }

  /** The ledger's word on a version. */
  Optional<LedgerEntry> entry(ObjectVersion version) {
    return ledger.find(version.importId());
  }

  /** The versions uploaded so far, in order. */
  List<ObjectVersion> versions() {
    synchronized (lock) {
      return List.copyOf(done.keySet());
    }
  }

  /** What was uploaded as this version. */
  SourceFile file(ObjectVersion version) {
    synchronized (lock) {
      return done.get(version);
    }
  }

  /** The exact totals of all files whose upload has begun: no cell may ever show more. */
  Cells most() {
    synchronized (lock) {
      return most;
    }
  }

  /** Rows of all files, bad ones too. */
  long rows() {
    synchronized (lock) {
      return rows;
    }
  }

  /** Uploads that took an earlier key. */
  int overwritten() {
    synchronized (lock) {
      return overwritten;
    }
  }

  /** The notification of a version, as S3 sends it. */
  String notification(ObjectVersion version) {
    return S3EventJson.of(
        new CreatedObject(
            version.bucket(),
            version.key(),
            version.sizeBytes(),
            version.eTag(),
            CreatedObject.Event.PUT,
            Instant.now(),
            "00000000000000FF"),
        region);
  }

  @Override
  public void close() {
    s3.close();
  }
}
