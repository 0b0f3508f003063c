package daybook.embedded;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompactorTest {
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  /** A collection may have the name that an index of another would have. */
  private static final String NAMED_LIKE_AN_INDEX = "Days._index_of";

  @TempDir Path directory;
  private Path file;
  private Path copy;

  @BeforeEach
  void nameFiles() {
    file = directory.resolve("mongodb.mv");
    copy = directory.resolve("mongodb.mv" + Compactor.COPY_SUFFIX);
  }

  @Test
  void closesAfterCheckpointsOfManySizes() {
    // Of stores like these, one in five tripped an assertion of h2 when it compacted at close.
    int restarts = 15;
    Random random = new Random(20260115);
    for (int restart = 0; restart < restarts; restart++) {
      int totals = 200 + random.nextInt(1000);
      inDatabase(
          database -> {
            for (int i = 0; i < 20; i++) {
              replaceCheckpoint(database, totals + random.nextInt(totals));
            }
          });
    }
    inDatabase(
        database -> assertThat(database.getCollection("Checkpoints").countDocuments()).isOne());
  }

  @Test
  void keepsEveryEntryAndGivesBackTheRest() throws IOException {
    Map<String, List<Document>> before = writeMostlyGarbage();
    long bytes = Files.size(file);
    new Compactor(0).compact(file);
    assertThat(Files.size(file)).isLessThan(bytes / 2);
    assertHolds(before);
  }

  @Test
  void compactsAFileThatAKilledProcessLeft() throws Exception {
    int days = 300;
    try (ChildJvm child = ChildJvm.start(MongoDbChild.class, directory.toString());
        MongoClient client = MongoClients.create(child.line())) {
      MongoCollection<Document> collection = client.getDatabase("Db").getCollection("Days");
      for (int day = 0; day < days; day++) {
        collection.insertOne(day("2026-01-15", "type" + day, 1));
      }
      child.kill();
    }
    long bytes = Files.size(file);
    new Compactor(0).compact(file);
    assertThat(Files.size(file)).isLessThan(bytes / 2);
    inDatabase(
        database -> assertThat(database.getCollection("Days").countDocuments()).isEqualTo(days));
  }

  @ParameterizedTest
  @EnumSource(Compactor.Step.class)
  void aKillInTheMiddleOfCompactionLosesNothing(Compactor.Step step) throws Exception {
    Map<String, List<Document>> before = writeMostlyGarbage();
    byte[] bytes = Files.readAllBytes(file);
    try (ChildJvm child = ChildJvm.start(CompactorChild.class, file.toString(), step.name())) {
      assertThat(child.line()).isEqualTo(step.name());
      child.kill();
    }
    assertThat(copy).as("killed in the middle").exists();
    assertThat(Files.readAllBytes(file)).as("only read").isEqualTo(bytes);
    assertHolds(before);
    assertThat(copy).doesNotExist();
  }

  @Test
  void aPartOfACopyIsNeverTakenForTheFile() throws IOException {
    Map<String, List<Document>> before = writeMostlyGarbage();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(copy, Arrays.copyOf(bytes, bytes.length / 3));
    new Compactor(0).compact(file);
    assertThat(copy).doesNotExist();
    assertHolds(before);
  }

  @Test
  void leavesASmallFileAlone() throws IOException {
    writeMostlyGarbage();
    byte[] bytes = Files.readAllBytes(file);
    new Compactor(bytes.length + 1L).compact(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void leavesAFileAloneThatMostlyLives() throws IOException {
    inDatabase(
        database -> {
          List<Document> days = new ArrayList<>();
          IntStream.range(0, 5000).forEach(i -> days.add(day("day" + i, "deposits", i)));
          database.getCollection("Days").insertMany(days);
        });
    byte[] bytes = Files.readAllBytes(file);
    new Compactor(0).compact(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void leavesADamagedFileAlone() throws IOException {
    Files.writeString(file, "no store at all".repeat(1000));
    byte[] bytes = Files.readAllBytes(file);
    new Compactor(0).compact(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThat(copy).doesNotExist();
  }

  @Test
  void leavesTheFileWhenNoCopyCanBeMade() throws IOException {
    Map<String, List<Document>> before = writeMostlyGarbage();
    Files.createDirectories(copy.resolve("in the way"));
    new Compactor(0).compact(file);
    assertHolds(before);
  }

  @Test
  void aStartCompactsALargeFile() throws IOException {
    inDatabase(
        database -> {
          for (int i = 0; fileBytes() < Compactor.FILE_BYTES_MIN; i++) {
            replaceCheckpoint(database, 10_000 + i);
          }
        });
    assertThat(fileBytes()).as("closed").isGreaterThanOrEqualTo(Compactor.FILE_BYTES_MIN);
    inDatabase(
        database -> {
          assertThat(fileBytes()).isLessThan(Compactor.FILE_BYTES_MIN / 2);
          assertThat(database.getCollection("Checkpoints").countDocuments()).isOne();
        });
  }

  private long fileBytes() {
    return file.toFile().length();
  }

  /** Large documents and small, of every type of value, each overwritten many times. */
  private Map<String, List<Document>> writeMostlyGarbage() {
    Map<String, List<Document>> written = new TreeMap<>();
    inDatabase(
        database -> {
          MongoCollection<Document> days = database.getCollection("Days");
          days.createIndex(
              Indexes.ascending("Date", "Type"),
              new IndexOptions().unique(true).name("idx_date_type"));
          database.createCollection("Empty");
          for (int round = 0; round < 10; round++) {
            List<Document> documents = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
              documents.add(day("day" + i, "deposits", round));
            }
            days.deleteMany(new Document());
            days.insertMany(documents);
            replaceCheckpoint(database, 1000 + round);
            database
                .getCollection(NAMED_LIKE_AN_INDEX)
                .replaceOne(eq("_id", "a"), new Document("round", round), UPSERT);
          }
          written.putAll(everything(database));
        });
    return written;
  }

  private static void replaceCheckpoint(MongoDatabase database, int totals) {
    List<Document> rows = new ArrayList<>();
    for (int i = 0; i < totals; i++) {
      rows.add(day("2026-01-15", "type" + i, i));
    }
    database
        .getCollection("Checkpoints")
        .replaceOne(eq("_id", "last"), new Document("Totals", rows), UPSERT);
  }

  private static Document day(String date, String type, int total) {
    return new Document("Date", date)
        .append("Type", type)
        .append("Cents", 1L << 40 | total)
        .append("Amount", Decimal128.parse("12.30"))
        .append("LastUpdated", Instant.ofEpochMilli(total));
  }

  private void assertHolds(Map<String, List<Document>> expected) {
    inDatabase(
        database -> {
          assertThat(everything(database)).isEqualTo(expected);
          MongoCollection<Document> days = database.getCollection("Days");
          assertThat(days.countDocuments(eq("Date", "day7"))).isOne();
          assertThatThrownBy(() -> days.insertOne(day("day7", "deposits", 0)))
              .isInstanceOf(MongoWriteException.class);
          days.insertOne(day("day7", "withdrawals", 0));
        });
  }

  private static Map<String, List<Document>> everything(MongoDatabase database) {
    Map<String, List<Document>> found = new TreeMap<>();
    for (String name : database.listCollectionNames()) {
      found.put(name, database.getCollection(name).find().into(new ArrayList<>()));
    }
    return found;
  }

  private void inDatabase(Consumer<MongoDatabase> work) {
    try (EmbeddedMongoDb server = EmbeddedMongoDb.builder(directory).start();
        MongoClient client = MongoClients.create(server.connectionString())) {
      work.accept(client.getDatabase("Db"));
    }
  }
}
