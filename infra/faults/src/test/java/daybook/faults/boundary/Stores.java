package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import redis.clients.jedis.RedisClient;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The stores as the test sees them: without any code of the product, without detour. It looks, and
 * it puts everything back to how it was. Safe for threads.
 */
final class Stores implements AutoCloseable {

  /** The collections, and what stands in them. */
  static final List<String> COLLECTIONS =
      List.of(
          "Attempts",
          "Checkpoints",
          "DailyAggregates",
          "HourlyAggregates",
          "ImportPins",
          "Imports",
          "Mappings",
          "Transactions");

  /** What the names of journals begin with. */
  static final String JOURNALS = "journal/";

  private static final BsonDocument PENDING =
      new BsonDocument("pending", new BsonDocument("$exists", BsonBoolean.TRUE));

  /** Most messages in one answer of SQS. */
  private static final int MESSAGES_MAX = 10;

  /**
   * Everything at one moment, but the source objects that are imported, which never change: of
   * journals their names alone.
   */
  record Saved(
      RedisCopy redis,
      Map<String, List<BsonDocument>> documents,
      Map<String, byte[]> rejects,
      Map<String, byte[]> mappings,
      Set<String> journals,
      List<String> messages) {}

  private final Servers servers;
  private final RedisClient redis;
  private final MongoClient mongo;
  private final S3Client s3;
  private final SqsClient sqs;

  Stores(Servers servers, S3Client s3, SqsClient sqs) {
    this.servers = servers;
    this.s3 = s3;
    this.sqs = sqs;
    redis = RedisClient.create("127.0.0.1", servers.redisPort());
    sqs.createQueue(request -> request.queueName(Servers.QUEUE));
    mongo = MongoClients.create("mongodb://127.0.0.1:" + servers.mongoPort() + "/");
  }

  RedisClient redis() {
    return redis;
  }

  MongoDatabase database() {
    return mongo.getDatabase(Servers.DATABASE);
  }

  private MongoCollection<BsonDocument> collection(String name) {
    return database().getCollection(name, BsonDocument.class);
  }

  /** The documents of a collection, in an order that is always the same. */
  List<BsonDocument> documents(String name) {
    List<BsonDocument> documents = collection(name).find().into(new ArrayList<>());
    documents.sort(Comparator.comparing(BsonDocument::toString));
    return documents;
  }

  /** What the totals of history show: {@code day:group:method} to cents. */
  SortedMap<String, Long> history() {
    SortedMap<String, Long> shown = new TreeMap<>();
    for (BsonDocument day : collection("DailyAggregates").find()) {
      String name = day.getString("Date").getValue() + ":" + day.getString("Type").getValue();
      day.getDocument("TotalAmount")
          .forEach(
              (method, total) ->
                  shown.put(name + ":" + method, cents(total.asDouble().getValue())));
    }
    return shown;
  }

  /** The cents of an amount in history. */
  static long cents(double amount) {
    return BigDecimal.valueOf(amount).movePointRight(2).longValueExact();
  }

  /** Puts an object; returns its ETag without quotes. */
  String put(String bucket, String key, byte[] content) {
    return s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content))
        .eTag()
        .replace("\"", "");
  }

  /** The content of an object, if it is there. */
  Optional<String> text(String bucket, String key) {
    try {
      return Optional.of(
          s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asString(UTF_8));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** The objects of a bucket. */
  List<String> keys(String bucket) {
    return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  /** Deletes all objects of a bucket. */
  void empty(String bucket) {
    delete(bucket, keys(bucket));
  }

  /** Deletes objects of a bucket. */
  void delete(String bucket, List<String> keys) {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    if (!objects.isEmpty()) {
      s3.deleteObjects(
          request -> request.bucket(bucket).delete(delete -> delete.objects(objects).quiet(true)));
    }
  }

  /** Sends a message. */
  void send(String body) {
    sqs.sendMessage(request -> request.queueUrl(servers.queueUrl()).messageBody(body));
  }

  /** Takes some of the messages that wait, if there are any; they do not come back. */
  List<String> receive() {
    String url = servers.queueUrl();
    List<Message> messages =
        sqs.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(MESSAGES_MAX))
            .messages();
    if (!messages.isEmpty()) {
      List<DeleteMessageBatchRequestEntry> entries =
          messages.stream()
              .map(
                  message ->
                      DeleteMessageBatchRequestEntry.builder()
                          .id(message.messageId())
                          .receiptHandle(message.receiptHandle())
                          .build())
              .toList();
      sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries));
    }
    return messages.stream().map(Message::body).toList();
  }

  /** Takes all messages. */
  List<String> drain() {
    List<String> bodies = new ArrayList<>();
    for (List<String> some = receive(); !some.isEmpty(); some = receive()) {
      bodies.addAll(some);
    }
    return bodies;
  }

  /** Remembers everything; messages are taken and sent again by {@link #restore}. */
  Saved save() {
    Map<String, List<BsonDocument>> documents = new HashMap<>();
    COLLECTIONS.forEach(name -> documents.put(name, documents(name)));
    Map<String, byte[]> rejects = new HashMap<>();
    for (String key : keys(Servers.REJECTS_BUCKET)) {
      rejects.put(key, text(Servers.REJECTS_BUCKET, key).orElseThrow().getBytes(UTF_8));
    }
    Map<String, byte[]> mappings = new HashMap<>();
    for (String key : mappingKeys()) {
      mappings.put(key, text(Servers.IMPORT_BUCKET, key).orElseThrow().getBytes(UTF_8));
    }
    Set<String> journals = Set.copyOf(journals());
    return new Saved(RedisCopy.of(redis), documents, rejects, mappings, journals, drain());
  }

  private List<String> mappingKeys() {
    return imports("mappings/");
  }

  /** The names of all journals. */
  List<String> journals() {
    return imports(JOURNALS);
  }

  private List<String> imports(String prefix) {
    return keys(Servers.IMPORT_BUCKET).stream().filter(key -> key.startsWith(prefix)).toList();
  }

  /** The ETag of an object, without quotes. */
  String eTag(String bucket, String key) {
    return s3.headObject(request -> request.bucket(bucket).key(key)).eTag().replace("\"", "");
  }

  /** How many transactions still wait for something. */
  long pending() {
    return collection("Transactions").countDocuments(PENDING);
  }

  /** Forgets since when ids are kept, so that they are at once in a database without history. */
  void forgetSwitch() {
    collection("Deployment").deleteMany(new BsonDocument("_id", new BsonString("transactions")));
  }

  /** Puts everything back. */
  void restore(Saved saved) {
    saved.redis().restore(redis);
    for (String name : COLLECTIONS) {
      collection(name).deleteMany(new BsonDocument());
      List<BsonDocument> documents = saved.documents().getOrDefault(name, List.of());
      if (!documents.isEmpty()) {
        collection(name).insertMany(documents);
      }
    }
    empty(Servers.REJECTS_BUCKET);
    saved.rejects().forEach((key, content) -> put(Servers.REJECTS_BUCKET, key, content));
    delete(Servers.IMPORT_BUCKET, mappingKeys());
    saved.mappings().forEach((key, content) -> put(Servers.IMPORT_BUCKET, key, content));
    delete(
        Servers.IMPORT_BUCKET,
        journals().stream().filter(key -> !saved.journals().contains(key)).toList());
    sqs.purgeQueue(request -> request.queueUrl(servers.queueUrl()));
    saved.messages().forEach(this::send);
  }

  /** Forgets the database with its collections and indexes. */
  void dropDatabase() {
    database().drop();
  }

  @Override
  public void close() {
    redis.close();
    mongo.close();
  }
}
