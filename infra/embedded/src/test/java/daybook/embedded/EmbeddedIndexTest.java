package daybook.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import daybook.testkit.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonDateTime;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A collection with indexes that are not unique, beside one of the same documents without. */
class EmbeddedIndexTest {
  private static final int STEPS = 150;
  private static final long SEED = 20260115;

  @TempDir private Path directory;

  private final Random random = new Random(SEED);

  private static List<MongoCollection<Document>> both(MongoClient client) {
    return List.of(
        client.getDatabase("db").getCollection("plain"),
        client.getDatabase("db").getCollection("indexed"));
  }

  private static void index(MongoClient client) {
    MongoCollection<Document> indexed = both(client).get(1);
    indexed.createIndex(Indexes.ascending("user", "at", "_id"), new IndexOptions().name("user"));
    indexed.createIndex(
        Indexes.ascending("wait.state", "wait.since"), new IndexOptions().name("w").sparse(true));
    indexed.createIndex(Indexes.ascending("at", "_id"), new IndexOptions().name("at"));
  }

  private Document some(String id) {
    Document document = new Document("_id", id).append("at", time());
    if (random.nextInt(10) > 0) {
      document.append("user", "u" + random.nextInt(5));
    }
    if (random.nextInt(3) == 0) {
      document.append(
          "wait", new Document("state", "s" + random.nextInt(2)).append("since", time()));
    }
    return document;
  }

  private BsonDateTime time() {
    return new BsonDateTime(random.nextInt(20));
  }

  private void change(MongoClient client) {
    for (int step = 0; step < STEPS; step++) {
      Document document = some("id" + random.nextInt(60));
      Bson byId = eq("_id", document.getString("_id"));
      int kind = random.nextInt(6);
      for (MongoCollection<Document> each : both(client)) {
        switch (kind) {
          case 0 -> each.deleteOne(byId);
          case 1 -> each.updateOne(byId, new Document("$unset", new Document("wait", "")));
          case 2 ->
              each.updateOne(byId, new Document("$set", new Document("at", document.get("at"))));
          default -> {
            each.deleteOne(byId);
            each.insertOne(document);
          }
        }
      }
    }
  }

  private void assertBothAnswerAlike(MongoClient client) {
    for (int i = 0; i < 25; i++) {
      List<Bson> filters = new ArrayList<>();
      if (random.nextBoolean()) {
        filters.add(eq("user", "u" + random.nextInt(6)));
      }
      if (random.nextBoolean()) {
        filters.add(eq("wait.state", "s" + random.nextInt(3)));
      }
      if (random.nextBoolean()) {
        filters.add(random.nextBoolean() ? gte("wait.since", time()) : eq("wait.since", time()));
      }
      if (random.nextBoolean() || filters.isEmpty()) {
        filters.add(random.nextBoolean() ? gte("at", time()) : lt("at", time()));
      }
      int limit = random.nextInt(30);
      int skip = random.nextInt(4);
      for (Bson order :
          List.of(
              Sorts.ascending("at", "_id"),
              Sorts.descending("at", "_id"),
              Sorts.orderBy(Sorts.ascending("at"), Sorts.descending("_id")),
              Sorts.ascending("wait.since", "_id"))) {
        assertThat(answer(client, 1, and(filters), order, skip, limit))
            .as("%s by %s", filters, order)
            .isEqualTo(answer(client, 0, and(filters), order, skip, limit));
      }
    }
  }

  private static List<Document> answer(
      MongoClient client, int collection, Bson filter, Bson order, int skip, int limit) {
    return both(client)
        .get(collection)
        .find(filter)
        .sort(order)
        .skip(skip)
        .limit(limit)
        .into(new ArrayList<>());
  }

  @Test
  void indexedCollectionAnswersAsOneWithout() {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      index(client);
      change(client);
      assertThat(both(client).get(1).countDocuments()).isGreaterThan(20);
      assertBothAnswerAlike(client);
      // A value that it cannot order, and that a query for one text finds.
      for (MongoCollection<Document> each : both(client)) {
        each.insertOne(new Document("_id", "odd").append("user", List.of("u1", "u9")));
      }
      assertThat(answer(client, 1, eq("user", "u9"), Sorts.ascending("_id"), 0, 9)).hasSize(1);
      change(client);
      assertBothAnswerAlike(client);
    }
  }

  @Test
  void indexSurvivesAKilledProcess() throws Exception {
    try (JavaProcess child = JavaProcess.start(MongoDbChild.class, directory.toString());
        MongoClient client = MongoClients.create(child.line())) {
      index(client);
      change(client);
      child.kill();
    }
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      assertBothAnswerAlike(client);
      change(client);
      assertBothAnswerAlike(client);
    }
  }

  @Test
  void indexIsBuiltOverDocumentsThatAreThere() {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      change(client);
      index(client);
      assertBothAnswerAlike(client);
    }
  }

  /** The version before listed it, and had no map for it. */
  @Test
  void indexOfAVersionThatHadNoEntriesIsBuiltWhenTheFileIsOpened() {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      index(client);
      change(client);
    }
    try (MVStore store = MVStore.open(directory.resolve("mongodb.mv").toString())) {
      List<String> maps =
          store.getMapNames().stream()
              .filter(name -> name.startsWith("db.indexed._index_"))
              .toList();
      assertThat(maps).hasSize(4);
      maps.stream().filter(name -> !name.endsWith("_id_")).forEach(store::removeMap);
    }
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      assertBothAnswerAlike(client);
    }
  }
}
