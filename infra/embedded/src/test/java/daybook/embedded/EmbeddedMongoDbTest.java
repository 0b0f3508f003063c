package daybook.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import daybook.testkit.Await;
import daybook.testkit.JavaProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoDbTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void everythingAcknowledgedSurvivesAKilledProcess() throws Exception {
    int writes = 300;
    try (JavaProcess child = JavaProcess.start(MongoDbChild.class, directory.toString());
        MongoClient client = MongoClients.create(child.line())) {
      MongoCollection<Document> days = withIndex(client);
      for (int i = 0; i < writes; i++) {
        upsert(days, "day" + i, "deposits", i, 1);
      }
      child.kill();
    }
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<Document> days = days(client);
      assertThat(days.countDocuments()).isEqualTo(writes);
      for (int i = 0; i < writes; i++) {
        assertThat(days.find(eq("Date", "day" + i)).first()).containsEntry("Total", i);
      }
    }
  }

  @Test
  void aKillInTheMiddleOfWritesLeavesWholeCommands() throws Exception {
    int writers = 4;
    int acknowledgedMin = 400;
    Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try (JavaProcess child = JavaProcess.start(MongoDbChild.class, directory.toString());
        MongoClient client = MongoClients.create(child.line())) {
      MongoCollection<Document> days = withIndex(client);
      for (int w = 0; w < writers; w++) {
        String type = "type" + w;
        threads.execute(() -> writeUntilItFails(days, type, acknowledged));
      }
      Await.until("some writes", LIMIT, () -> acknowledged.size() >= acknowledgedMin);
      child.kill();
      threads.shutdown();
      assertThat(threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      threads.shutdownNow();
    }
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      assertThatAllAreThereAndIndexed(days(client), acknowledged);
    }
  }

  private static void writeUntilItFails(
      MongoCollection<Document> days, String type, Map<String, Integer> acknowledged) {
    try {
      for (int i = 0; ; i++) {
        upsert(days, "day" + i, type, i, 1);
        acknowledged.put("day" + i + type, i);
      }
    } catch (MongoException killed) {
      // The end of the work: the server is gone.
    }
  }

  private static void assertThatAllAreThereAndIndexed(
      MongoCollection<Document> days, Map<String, Integer> acknowledged) {
    Map<String, Integer> found = new ConcurrentHashMap<>();
    for (Document day : days.find()) {
      String date = day.getString("Date");
      String type = day.getString("Type");
      found.put(date + type, day.getInteger("Total"));
      // By the index: a document without its entry would be made a second time.
      assertThat(days.countDocuments(and(eq("Date", date), eq("Type", type)))).isEqualTo(1);
    }
    assertThat(found).containsAllEntriesOf(acknowledged);
  }

  /** Restarts come before space of 45 s ago could be used again, and values are of many sizes. */
  @Test
  void overwrittenTotalsTakeNoMoreRoomOverRestarts() throws IOException {
    int restarts = 12;
    Random random = new Random(20260115);
    for (int restart = 1; restart <= restarts; restart++) {
      try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
          MongoClient client = MongoClients.create(server.connectionString())) {
        MongoCollection<Document> days = withIndex(client);
        for (int dump = 0; dump < 20; dump++) {
          replaceCheckpoint(client, 200 + random.nextInt(1000));
          upsert(days, "day" + random.nextInt(500), "deposits", dump, restart * 100L + dump);
        }
      }
    }
    assertThat(fileBytes()).isLessThan(4L << 20);
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      assertThat(client.getDatabase("TransactionsDb").getCollection("Checkpoints").find())
          .hasSize(1);
    }
  }

  /** Old commits are rewritten and their space is used again while the process is killed. */
  @Test
  void aKillAmongRewrittenCommitsLosesNothing() throws Exception {
    int kept = 300;
    Random random = new Random(20260116);
    try (JavaProcess child = JavaProcess.start(MongoDbChild.class, directory.toString());
        MongoClient client = MongoClients.create(child.line())) {
      MongoCollection<Document> days = withIndex(client);
      for (int i = 0; i < kept; i++) {
        upsert(days, "day" + i, "deposits", i, 1);
        replaceCheckpoint(client, 200 + random.nextInt(400));
      }
      child.kill();
    }
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<Document> days = days(client);
      assertThat(days.countDocuments()).isEqualTo(kept);
      for (int i = 0; i < kept; i++) {
        assertThat(days.find(and(eq("Date", "day" + i), eq("Type", "deposits"))).first())
            .containsEntry("Total", i);
      }
    }
    assertThat(fileBytes()).as("of some 70 MiB written").isLessThan(20L << 20);
  }

  private long fileBytes() throws IOException {
    return Files.size(directory.resolve("mongodb.mv"));
  }

  private static void replaceCheckpoint(MongoClient client, int totals) {
    List<Document> rows = new ArrayList<>();
    for (int i = 0; i < totals; i++) {
      rows.add(new Document("Type", "type" + i).append("Cents", 1L << 40 | i));
    }
    client
        .getDatabase("TransactionsDb")
        .getCollection("Checkpoints")
        .replaceOne(
            eq("_id", "last"), new Document("Totals", rows), new ReplaceOptions().upsert(true));
  }

  @Test
  void guardedUpsertWritesOnlyOverOlder() {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<Document> days = withIndex(client);
      upsert(days, "2026-01-15", "deposits", 1, 1000);
      upsert(days, "2026-01-15", "deposits", 2, 2000);
      assertThatThrownBy(() -> upsert(days, "2026-01-15", "deposits", 3, 2000))
          .isInstanceOfSatisfying(
              MongoWriteException.class,
              e ->
                  assertThat(ErrorCategory.fromErrorCode(e.getCode()))
                      .isEqualTo(ErrorCategory.DUPLICATE_KEY));
      assertThat(days.find())
          .hasSize(1)
          .first()
          .satisfies(d -> assertThat(d).containsEntry("Total", 2));
    }
  }

  @Test
  void findsDocumentsAndIndexesAfterARestart() {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      upsert(withIndex(client), "2026-01-15", "deposits", 1, 1000);
    }
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<Document> days = days(client);
      assertThat(days.listIndexes()).extracting(i -> i.get("name")).contains("idx_date_type");
      assertThatThrownBy(
              () -> days.insertOne(new Document("Date", "2026-01-15").append("Type", "deposits")))
          .isInstanceOf(MongoWriteException.class);
    }
  }

  @Test
  void aDroppedIndexIsForgotten() {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      MongoCollection<Document> days = withIndex(client);
      upsert(days, "2026-01-15", "deposits", 1, 1000);
      days.dropIndex("idx_date_type");
      days.insertOne(new Document("Date", "2026-01-15").append("Type", "deposits"));
      assertThat(days.countDocuments(eq("Date", "2026-01-15"))).isEqualTo(2);
      days.drop();
      assertThat(days.countDocuments()).isZero();
      upsert(withIndex(client), "2026-01-15", "deposits", 1, 1000);
      assertThat(days.countDocuments(eq("Date", "2026-01-15"))).isEqualTo(1);
    }
  }

  @Test
  void namesThePortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Loopback.address(0));
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedMongoDb.builder(directory).port(port).start())
          .isInstanceOf(EmbeddedPortTakenException.class)
          .hasMessageStartingWith("MongoDB cannot listen on 127.0.0.1:" + port + " ");
    }
  }

  @Test
  void refusesADirectoryThatALivingRunUses() {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start()) {
      assertThatThrownBy(() -> EmbeddedMongoDb.builder(directory).start())
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("another running Daybook");
      assertThat(server.port()).isPositive();
    }
  }

  /** By the number from which the functions know that there is no validator to be had. */
  @Test
  void refusesToChangeAValidator() {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      String days = withIndex(client).getNamespace().getCollectionName();
      MongoDatabase database = client.getDatabase("TransactionsDb");

      assertThatThrownBy(() -> database.runCommand(new Document("collMod", days)))
          .isInstanceOfSatisfying(MongoException.class, e -> assertThat(e.getCode()).isEqualTo(59))
          .hasMessageContaining("no such command: 'collMod'");
    }
  }

  @Test
  void saysWhenItsFileIsDamaged() throws IOException {
    Files.writeString(directory.resolve("mongodb.mv"), "no store at all".repeat(1000));
    assertThatThrownBy(() -> EmbeddedMongoDb.builder(directory).start())
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageStartingWith(
            "MongoDB cannot read %s, expected a file that it wrote itself: "
                .formatted(directory.resolve("mongodb.mv")));
  }

  @Test
  void namesTheFileThatIsInThePlaceOfItsDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> EmbeddedMongoDb.builder(file).start())
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage(
            "MongoDB cannot keep its files in %s: %s is a file, expected a folder"
                .formatted(file, file));
  }

  @Test
  void closesTwiceOnTheSamePortAndLeavesNoThreadsAndFiles() throws IOException {
    EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
    try (MongoClient client = MongoClients.create(server.connectionString())) {
      upsert(withIndex(client), "2026-01-15", "deposits", 1, 1000);
    }
    server.close();
    server.close();
    EmbeddedMongoDb.builder(directory).port(server.port()).start().close();
    Await.until(
        "no thread is left",
        LIMIT,
        () -> LeftThreads.of("mongo-server", "globalEventExecutor").isEmpty());
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("daybook.lock", "mongodb.mv");
    }
  }

  private static MongoCollection<Document> days(MongoClient client) {
    return client
        .getDatabase("TransactionsDb")
        .getCollection("DailyAggregates")
        .withWriteConcern(WriteConcern.MAJORITY);
  }

  private static MongoCollection<Document> withIndex(MongoClient client) {
    MongoCollection<Document> days = days(client);
    days.createIndex(
        Indexes.ascending("Date", "Type"), new IndexOptions().unique(true).name("idx_date_type"));
    return days;
  }

  private static void upsert(
      MongoCollection<Document> days, String date, String type, int total, long updatedMs) {
    days.updateOne(
        guard(date, type, updatedMs), totals(total, updatedMs), new UpdateOptions().upsert(true));
  }

  private static Bson guard(String date, String type, long updatedMs) {
    return and(
        eq("Date", date), eq("Type", type), lt("LastUpdated", Instant.ofEpochMilli(updatedMs)));
  }

  private static Bson totals(int total, long updatedMs) {
    return combine(set("Total", total), set("LastUpdated", Instant.ofEpochMilli(updatedMs)));
  }
}
