package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderedIndexTest {
  private final MVStore store = MVStore.open(null);
  private OrderedIndex index;

  @BeforeEach
  void holdFiveOfTwoUsers() {
    MVMap<KeyValue, Object> entries =
        store.openMap("entries", new MVMap.Builder<KeyValue, Object>().keyType(new KeyValueType()));
    List<IndexKey> keys =
        List.of(new IndexKey("user.id", true), new IndexKey("at", true), new IndexKey("_id", true));
    index = new OrderedIndex(entries, "idx_user", keys, false);
    add("a", "u", time(3));
    add("b", "u", time(1));
    add("c", "u", time(2));
    add("d", "v", time(2));
    add("e", "u", null);
    index.built();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void add(String id, String user, Object at) {
    index.add(document(id, user, at), id, null);
  }

  private static Document document(Object id, Object user, Object at) {
    return new Document("_id", id).append("user", new Document("id", user)).append("at", at);
  }

  private static Instant time(int second) {
    return Instant.ofEpochSecond(second);
  }

  private static Document byUser(String user) {
    return new Document("user.id", user);
  }

  @Test
  void findsWhatHasOneValueInItsOrder() {
    assertThat(index.canHandle(byUser("u"))).isTrue();
    assertThat(index.getPositions(byUser("u"))).containsExactly("e", "b", "c", "a");
    assertThat(index.getPositions(byUser("w"))).isEmpty();
  }

  @Test
  void findsWhatIsInARangeOfTheNextField() {
    Document from = byUser("u").append("at", new Document("$gte", time(2)));
    assertThat(index.getPositions(from)).containsExactly("c", "a");
    Document to = byUser("u").append("at", new Document("$gt", time(0)).append("$lt", time(2)));
    assertThat(index.getPositions(to)).containsExactly("b", "c");
    Document both = new Document("$and", List.of(byUser("v"), new Document("at", time(2))));
    assertThat(index.getPositions(both)).containsExactly("d");
  }

  @Test
  void findsWhatIsInARangeOfTheFirstField() {
    Document range = byUser("u");
    range.put("user.id", new Document("$lt", "v"));
    assertThat(index.canHandle(range)).isTrue();
    assertThat(index.getPositions(range)).containsExactly("e", "b", "c", "a", "d");
    range.put("user.id", new Document("$gt", "u5"));
    assertThat(index.getPositions(range)).containsExactly("d");
  }

  @Test
  void hasTheOrdersOfItsFieldsForwardsAndBackwards() {
    OrderedIndex.Range range = index.getPositions(byUser("u"));
    assertThat(range.sorted(new Document("at", 1).append("_id", 1))).contains(range);
    assertThat(range.sorted(new Document("user.id", 1).append("at", 1))).contains(range);
    assertThat(range.sorted(new Document("at", -1).append("_id", -1)).orElseThrow())
        .containsExactly("a", "c", "b", "e");
    assertThat(range.sorted(new Document("user.id", 1).append("at", -1)).orElseThrow())
        .containsExactly("a", "c", "b", "e");
    assertThat(range.sorted(new Document("at", 1).append("_id", -1))).isEmpty();
    assertThat(range.sorted(new Document("_id", 1))).isEmpty();
    assertThat(range.sorted(new Document("at", 1).append("x", 1))).isEmpty();
    assertThat(range.sorted(new Document("$natural", 1))).isEmpty();
  }

  @Test
  void leavesOtherQueriesToTheCollection() {
    assertThat(index.canHandle(new Document())).isFalse();
    assertThat(index.canHandle(new Document("at", time(1)))).isFalse();
    assertThat(index.canHandle(new Document("user.id", 1.5))).isFalse();
    assertThat(index.canHandle(new Document("user.id", new Document("$in", List.of("u")))))
        .isFalse();
    assertThat(index.canHandle(new Document("$or", List.of(byUser("u"))))).isFalse();
  }

  @Test
  void followsWhatChangesAndForgetsWhatGoes() {
    index.updateInPlace(document("a", "u", time(3)), document("a", "v", time(3)), "a", null);
    assertThat(index.remove(document("b", "u", time(1)))).isEqualTo("b");
    assertThat(index.getPositions(byUser("u"))).containsExactly("e", "c");
    assertThat(index.getPositions(byUser("v"))).containsExactly("d", "a");
  }

  @Test
  void answersNothingOnceItHoldsWhatItCannotOrder() {
    for (Document odd :
        List.of(
            document("x", List.of("u"), time(1)),
            document("x", "u", 1.5),
            document(7, "u", time(1)))) {
      holdFiveOfTwoUsers();
      assertThat(index.canHandle(byUser("u"))).isTrue();
      index.add(odd, odd.get("_id"), null);
      assertThat(index.isUnfit()).isTrue();
      assertThat(index.canHandle(byUser("u"))).isFalse();
      assertThat(index.remove(odd)).isEqualTo(odd.get("_id"));
      store.removeMap("entries");
    }
  }

  @Test
  void sparseOneLeavesOutWhatHasNoneOfItsFields() {
    MVMap<KeyValue, Object> entries =
        store.openMap("sparse", new MVMap.Builder<KeyValue, Object>().keyType(new KeyValueType()));
    OrderedIndex sparse =
        new OrderedIndex(entries, "idx", List.of(new IndexKey("state", true)), true);
    Document without = new Document("_id", "a");
    sparse.add(without, "a", null);
    assertThat(sparse.isEmpty()).isTrue();
    assertThat(sparse.remove(without)).isNull();
    sparse.built();
    assertThat(sparse.isEmpty()).isFalse();
  }
}
