package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SupersetUniqueIndexTest {
  private static final Document OLDER = new Document("$lt", 2);

  private final MVStore store = MVStore.open(null);
  private SupersetUniqueIndex index;

  @BeforeEach
  void holdTwoDays() {
    MVMap<KeyValue, Object> positions = store.openMap("positions");
    positions.put(new KeyValue("2026-01-15", "deposits"), 15);
    positions.put(new KeyValue("2026-01-16", "deposits"), 16);
    index =
        new SupersetUniqueIndex(
            positions,
            "idx_date_type",
            List.of(new IndexKey("Date", true), new IndexKey("Type", true)),
            false);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void looksUpExactlyItsKeys() {
    assertFinds(query(Map.of("Date", "2026-01-15", "Type", "deposits")), 15);
  }

  @Test
  void looksUpItsKeysInAGuardedQuery() {
    assertFinds(query(Map.of("Date", "2026-01-16", "Type", "deposits", "LastUpdated", OLDER)), 16);
  }

  @Test
  void looksUpItsKeysInTheBranchesOfAnd() {
    assertFinds(
        new Document(
            "$and",
            List.of(
                query(Map.of("Date", "2026-01-15")),
                query(Map.of("Type", "deposits")),
                query(Map.of("LastUpdated", OLDER)))),
        15);
  }

  @Test
  void findsNothingForADayItDoesNotHold() {
    assertFinds(query(Map.of("Date", "2026-01-17", "Type", "deposits", "LastUpdated", OLDER)));
  }

  @Test
  void leavesToTheCollectionWhatDoesNotNameAllItsKeys() {
    assertThat(index.canHandle(query(Map.of("Date", "2026-01-15")))).isFalse();
    assertThat(index.canHandle(query(Map.of("Date", OLDER, "Type", "deposits", "x", 1)))).isFalse();
    assertThat(
            index.canHandle(
                new Document(
                    "$or",
                    List.of(
                        query(Map.of("Date", "2026-01-15")), query(Map.of("Type", "deposits"))))))
        .isFalse();
  }

  private void assertFinds(Document query, Object... expected) {
    assertThat(index.canHandle(query)).isTrue();
    assertThat(index.getPositions(query)).containsExactly(expected);
  }

  private static Document query(Map<String, Object> fields) {
    Document query = new Document();
    query.putAll(fields);
    return query;
  }
}
