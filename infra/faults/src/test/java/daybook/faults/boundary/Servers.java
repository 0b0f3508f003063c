package daybook.faults.boundary;

import daybook.embedded.EmbeddedMongoDb;
import daybook.embedded.EmbeddedRedis;
import daybook.embedded.EmbeddedS3;
import daybook.embedded.EmbeddedSqs;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The four servers, on ports of their own. They end with this. Safe for threads. */
final class Servers implements AutoCloseable {

  static final String IMPORT_BUCKET = "imports";
  static final String REJECTS_BUCKET = "rejects";
  static final String DATABASE = "TransactionsDb";

  /**
   * Imports, wake-ups and ticks all go here: a message says by itself for whom it is, and one queue
   * is emptied three times as fast as three.
   */
  static final String QUEUE = "messages";

  private final EmbeddedRedis redis;
  private final EmbeddedMongoDb mongo;
  private final EmbeddedS3 s3;
  private final EmbeddedSqs sqs;

  /** Starts them with their data in a directory. */
  Servers(Path directory) {
    // What the SDK takes from its surroundings; the same as every embedded server expects.
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "daybook");
    System.setProperty("aws.secretAccessKey", "daybook-local");
    // This server knows no validators; that it says so with a stack trace helps nobody here.
    System.setProperty("org.slf4j.simpleLogger.log.de.bwaldvogel.mongo", "off");
    redis = EmbeddedRedis.builder(directory.resolve("redis")).line("appendonly no").start();
    mongo = EmbeddedMongoDb.builder(directory.resolve("mongo")).start();
    s3 = EmbeddedS3.builder(directory.resolve("s3")).start();
    sqs = EmbeddedSqs.builder().start();
    s3.createBucket(IMPORT_BUCKET);
    s3.createBucket(REJECTS_BUCKET);
  }

  int redisPort() {
    return redis.port();
  }

  int mongoPort() {
    return mongo.port();
  }

  int s3Port() {
    return s3.port();
  }

  int sqsPort() {
    return sqs.port();
  }

  /** The address of the queue. */
  String queueUrl() {
    return sqs.queueUrl(QUEUE);
  }

  /** Variables of a function that reaches the servers without detour. */
  Map<String, String> environment() {
    return environment(redis.port(), mongo.port(), s3.port(), sqs.port());
  }

  /** Variables of a function that reaches the servers through these ports. */
  Map<String, String> environment(int redisPort, int mongoPort, int s3Port, int sqsPort) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("REDIS_HOST", "127.0.0.1");
    environment.put("REDIS_PORT", Integer.toString(redisPort));
    environment.put("MONGODB_URI", "mongodb://127.0.0.1:" + mongoPort + "/");
    environment.put("MONGODB_DATABASE", DATABASE);
    environment.put("IMPORT_BUCKET", IMPORT_BUCKET);
    environment.put("REJECTS_BUCKET", REJECTS_BUCKET);
    environment.put("IMPORT_QUEUE_URL", queueUrl());
    environment.put("WAKE_UP_QUEUE_URL", queueUrl());
    environment.put("TICK_QUEUE_URL", queueUrl());
    environment.put("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + s3Port);
    environment.put("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:" + sqsPort);
    return environment;
  }

  @Override
  public void close() {
    sqs.close();
    s3.close();
    mongo.close();
    redis.close();
  }
}
