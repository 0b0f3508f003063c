package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ExplainVerbosity;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import daybook.core.port.Records;
import daybook.core.port.Records.Place;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionRecord;
import daybook.testkit.contract.RecordSamples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** That every read of transactions is served by its index, as a real MongoDB says itself. */
@EnabledIfEnvironmentVariable(
    named = NamedServerTest.VARIABLE,
    matches = ".+",
    disabledReason = "names no MongoDB to test against")
class NamedIndexesTest extends RecordSamples {

  private static final int ROWS = 20_000;
  private static final int WAITING = 3_000;

  /** Waiting ones of the same millisecond. */
  private static final int TOGETHER = 10;

  private static final int LIMIT = 50;

  private static MongoConnection connection;

  @BeforeAll
  static void fill() {
    String database = "daybook_test_" + UUID.randomUUID().toString().substring(0, 8);
    String uri = System.getenv(NamedServerTest.VARIABLE);
    connection = new MongoConnection(new MongoSettings(uri, database));
    new MongoSchema(connection).apply((level, event, facts) -> {});
    List<TransactionRecord> records = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      records.add(TransactionRecord.ofRow(id(i), content(i), row(i % 7, i), NOW.plusMillis(i)));
    }
    for (int i = 0; i < WAITING; i++) {
      Instant since = NOW.plusMillis(i / TOGETHER);
      TransactionRecord posted =
          TransactionRecord.posted(id("w-%05d".formatted(i)), least(), Map.of(), since);
      records.add(i % 2 == 0 ? posted : inJournal(posted));
    }
    for (List<TransactionRecord> part : Parts.of(records, Records.BULK_MAX)) {
      assertThat(new MongoRecords(connection).insert(part)).hasSameSizeAs(part);
    }
  }

  @AfterAll
  static void drop() {
    connection.database().drop();
    connection.close();
  }

  private static MongoCollection<BsonDocument> transactions() {
    return connection.collection("Transactions");
  }

  @Test
  void pendingIsReadInItsOrder() {
    assertPending(Optional.empty(), LIMIT);
  }

  @Test
  void pendingGoesOnAtItsPlace() {
    for (int at : List.of(4, WAITING / 2 + 4)) {
      assertPending(place(at), TOGETHER / 2 - 3, LIMIT);
    }
    assertPending(place(WAITING - 6), 2, 0);
  }

  private static Optional<Place> place(int number) {
    return Optional.of(
        new Place(NOW.plusMillis(number / TOGETHER), id("w-%05d".formatted(number))));
  }

  private static void assertPending(Optional<Place> behind, int... returned) {
    List<BsonDocument> parts = MongoRecords.pending(PendingState.OPEN, behind);
    assertThat(parts).hasSize(returned.length);
    for (int i = 0; i < returned.length; i++) {
      assertServed(
          "idx_pending",
          transactions().find(parts.get(i)).sort(MongoRecords.PENDING_ORDER).limit(LIMIT),
          returned[i]);
    }
  }

  @Test
  void rowsOfAnImportAreReadByTheirRange() {
    assertServed(
        "idx_born",
        transactions()
            .find(MongoRecords.born(importId(3), 7_000, 7_700))
            .sort(MongoRecords.BORN_ORDER)
            .limit(Records.BULK_MAX),
        100);
  }

  @Test
  void transactionsOfAUserAreReadNewestFirst() {
    assertServed(
        "idx_user",
        transactions()
            .find(
                Filters.and(
                    Filters.eq("user_id", "user:1"),
                    Filters.lte("timestamp", new BsonDateTime(NOW.toEpochMilli()))))
            .sort(Sorts.descending("timestamp", "_id"))
            .limit(LIMIT),
        LIMIT);
  }

  @Test
  void changesAreReadInTheirOrder() {
    assertServed(
        "idx_updated",
        transactions()
            .find(Filters.gte("updated", new BsonDateTime(NOW.plusMillis(9_000).toEpochMilli())))
            .sort(Sorts.ascending("updated", "_id"))
            .limit(LIMIT),
        LIMIT);
  }

  @Test
  void documentsAreReadByTheirIds() {
    assertServed("_id_", transactions().find(Filters.in("_id", "tx-00001", "tx-00007", "none")), 2);
  }

  /** By this index alone, in its order, and of little more than what is returned. */
  private static void assertServed(String index, FindIterable<BsonDocument> find, int returned) {
    Document explained = find.explain(ExplainVerbosity.EXECUTION_STATS);
    String plan =
        explained.get("queryPlanner", Document.class).get("winningPlan", Document.class).toJson();
    assertThat(plan)
        .contains("IXSCAN", "\"indexName\": \"" + index + "\"")
        .doesNotContain("COLLSCAN", "\"SORT\"");
    Document stats = explained.get("executionStats", Document.class);
    assertThat(stats.getInteger("nReturned")).isEqualTo(returned);
    assertThat(stats.getInteger("totalDocsExamined")).isBetween(returned, returned + 1);
    assertThat(stats.getInteger("totalKeysExamined")).isBetween(returned, returned + TOGETHER + 2);
  }
}
