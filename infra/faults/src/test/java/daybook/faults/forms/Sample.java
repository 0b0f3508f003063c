package daybook.faults.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import daybook.sqs.SqsMessages;
import daybook.sqs.SqsSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import redis.clients.jedis.UnifiedJedis;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/**
 * Everything that one version stores and sends, as text: the keys of Redis, the documents of
 * MongoDB, the messages of SQS.
 *
 * @param redis by key, its type and what it holds
 * @param mongodb by collection, its documents as canonical extended JSON, without generated ids
 * @param messages by queue, the bodies
 */
record Sample(JsonNode redis, JsonNode mongodb, JsonNode messages) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();
  private static final List<String> COLLECTIONS =
      List.of(
          "Attempts",
          "Checkpoints",
          "DailyAggregates",
          "HourlyAggregates",
          "ImportPins",
          "Imports",
          "Transactions");
  private static final JsonWriterSettings CANONICAL =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

  static Sample read(Path directory) throws IOException {
    return new Sample(
        JSON.readTree(directory.resolve("redis.json").toFile()),
        JSON.readTree(directory.resolve("mongodb.json").toFile()),
        JSON.readTree(directory.resolve("messages.json").toFile()));
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("redis.json"), JSON.writeValueAsString(redis) + "\n");
    Files.writeString(directory.resolve("mongodb.json"), JSON.writeValueAsString(mongodb) + "\n");
    Files.writeString(directory.resolve("messages.json"), JSON.writeValueAsString(messages) + "\n");
  }

  /** What the stores hold, and what the messages look like. */
  static Sample taken(UnifiedJedis redis, MongoDatabase mongodb) {
    return new Sample(keys(redis), documents(mongodb), messages(new TreeMap<>()));
  }

  static JsonNode keys(UnifiedJedis redis) {
    ObjectNode keys = JSON.createObjectNode();
    for (String key : new TreeSet<>(redis.keys("*"))) {
      String type = redis.type(key);
      Object value =
          switch (type) {
            case "list" -> redis.lrange(key, 0, -1);
            case "set" -> new TreeSet<>(redis.smembers(key));
            case "hash" -> new TreeMap<>(redis.hgetAll(key));
            default -> redis.get(key);
          };
      keys.putObject(key).put("type", type).set("value", JSON.valueToTree(value));
    }
    return keys;
  }

  static JsonNode documents(MongoDatabase mongodb) {
    ObjectNode collections = JSON.createObjectNode();
    for (String name : COLLECTIONS) {
      ArrayNode documents = collections.putArray(name);
      TreeMap<String, BsonDocument> sorted = new TreeMap<>();
      for (BsonDocument document : mongodb.getCollection(name, BsonDocument.class).find()) {
        if (document.isObjectId("_id")) {
          document.remove("_id");
        }
        sorted.put(document.toJson(CANONICAL), document);
      }
      sorted.keySet().forEach(text -> documents.add(tree(text)));
    }
    return collections;
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(text, e);
    }
  }

  private static JsonNode messages(Map<String, List<String>> sent) {
    SqsClient client =
        new SqsClient() {
          @Override
          public SendMessageResponse sendMessage(SendMessageRequest request) {
            String queue = request.queueUrl().replaceFirst(".*/", "");
            sent.computeIfAbsent(queue, name -> new ArrayList<>()).add(request.messageBody());
            return SendMessageResponse.builder().messageId("m").build();
          }

          @Override
          public String serviceName() {
            return SqsClient.SERVICE_NAME;
          }

          @Override
          public void close() {}
        };
    SqsMessages messages =
        new SqsMessages(
            client,
            new SqsSettings(
                Optional.of(URI.create("http://sqs/import")),
                Optional.of(URI.create("http://sqs/wake-up")),
                Optional.of(URI.create("http://sqs/tick")),
                Optional.empty()));
    messages.requestImport("uploads", "day \"1\".csv", "v1", 3, SampleLife.DELAY);
    messages.requestImport("uploads", "day \"2\".csv", null, 0, SampleLife.DELAY);
    messages.requestReconcile(Optional.empty(), 0, Duration.ZERO);
    messages.requestReconcile(Optional.of("7"), 1, Duration.ZERO);
    messages.wakeAggregator();
    messages.tickDumper(Duration.ZERO);
    return JSON.valueToTree(sent);
  }

  /** Puts everything into empty stores. */
  void load(UnifiedJedis jedis, MongoClient mongo, String database) {
    loadKeys(redis, jedis);
    mongodb
        .properties()
        .forEach(
            collection ->
                collection
                    .getValue()
                    .forEach(
                        document ->
                            mongo
                                .getDatabase(database)
                                .getCollection(collection.getKey(), BsonDocument.class)
                                .insertOne(BsonDocument.parse(document.toString()))));
  }

  /** Puts keys into an empty Redis. */
  static void loadKeys(JsonNode keys, UnifiedJedis jedis) {
    keys.properties()
        .forEach(
            entry -> {
              String key = entry.getKey();
              JsonNode value = entry.getValue().get("value");
              switch (entry.getValue().get("type").asText()) {
                case "list" -> value.forEach(element -> jedis.rpush(key, element.asText()));
                case "set" -> value.forEach(member -> jedis.sadd(key, member.asText()));
                case "hash" ->
                    value
                        .properties()
                        .forEach(f -> jedis.hset(key, f.getKey(), f.getValue().asText()));
                default -> jedis.set(key, value.asText());
              }
            });
  }
}
