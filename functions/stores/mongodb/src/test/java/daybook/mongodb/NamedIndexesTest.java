package daybook.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ExplainVerbosity;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import daybook.core.port.Records;
import daybook.core.port.TransactionLists.Change;
import daybook.core.port.TransactionLists.Part;
import daybook.core.port.TransactionLists.Place;
import daybook.core.record.Attempt;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionRecord;
import daybook.testkit.contract.RecordSamples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
  private static final int DELETED = 300;
  private static final int ATTEMPTS = 300;

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
    for (int i = 0; i < DELETED; i++) {
      Instant since = NOW.plusMillis(ROWS + i);
      records.add(
          TransactionRecord.ofRow(id("d-%05d".formatted(i)), content(i), row(9, i), since)
              .deleted(since));
    }
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < ATTEMPTS; i++) {
      attempts.add(Attempt.posted(id("a-%05d".formatted(i)), "pending", content(i), NOW));
    }
    new MongoAttempts(connection).keep(attempts);
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

  private static Optional<Records.Place> place(int number) {
    return Optional.of(
        new Records.Place(NOW.plusMillis(number / TOGETHER), id("w-%05d".formatted(number))));
  }

  private static void assertPending(Optional<Records.Place> behind, int... returned) {
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
    assertListed(MongoTransactionLists.Listed.TRANSACTIONS, "Transactions", "idx_user");
  }

  @Test
  void deletedOnesOfAUserAreReadNewestFirst() {
    assertListed(MongoTransactionLists.Listed.DELETED, "Transactions", "idx_was");
  }

  @Test
  void attemptsOfAUserAreReadNewestFirst() {
    assertListed(MongoTransactionLists.Listed.ATTEMPTS, "Attempts", "idx_user");
  }

  /** From the start, and behind a place among those of its millisecond, which all here are of. */
  private static void assertListed(
      MongoTransactionLists.Listed listed, String collection, String index) {
    Instant then = content(0).timestamp();
    String middle = listed == MongoTransactionLists.Listed.ATTEMPTS ? "a-00100" : "%s-00100";
    Place last =
        new Place(
            then, middle.formatted(listed == MongoTransactionLists.Listed.DELETED ? "d" : "tx"));
    for (Optional<Place> behind : List.of(Optional.<Place>empty(), Optional.of(last))) {
      Part part = new Part("user:1", then.minusSeconds(9), then.plusSeconds(9), behind, LIMIT);
      List<BsonDocument> filters = listed.filters(part);
      assertThat(filters).hasSize(behind.isEmpty() ? 1 : 2);
      assertServed(
          index,
          connection.collection(collection).find(filters.get(0)).sort(listed.order()).limit(LIMIT),
          LIMIT);
    }
  }

  @Test
  void changesAreReadInTheirOrder() {
    Instant end = NOW.plusSeconds(600);
    Change last = new Change(NOW.plusMillis(9_000), id(8_999));
    List<BsonDocument> parts = MongoTransactionLists.changes(Optional.of(last), end);
    int[] returned = {1, LIMIT};
    for (int i = 0; i < returned.length; i++) {
      assertServed(
          "idx_updated",
          transactions().find(parts.get(i)).sort(MongoTransactionLists.CHANGES).limit(LIMIT),
          returned[i]);
    }
    assertServed(
        "idx_updated",
        transactions()
            .find(MongoTransactionLists.changes(Optional.empty(), end).get(0))
            .sort(MongoTransactionLists.CHANGES)
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
