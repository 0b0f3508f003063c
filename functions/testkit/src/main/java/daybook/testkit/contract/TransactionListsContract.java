package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import daybook.core.port.TransactionLists;
import daybook.core.port.TransactionLists.Change;
import daybook.core.port.TransactionLists.Part;
import daybook.core.port.TransactionLists.Place;
import daybook.core.record.Attempt;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lists of transactions and attempts. A subclass gives ports over one state. */
public abstract class TransactionListsContract extends IntakeStoresContract {

  /** The lists under test. */
  protected abstract TransactionLists lists();

  private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final Instant NOW_MS = NOW.truncatedTo(ChronoUnit.MILLIS);
  private static final Instant THEN = Instant.parse("2026-01-15T10:00:00.5Z");

  private static TransactionContent at(String userId, Instant timestamp) {
    TransactionContent any = content(7);
    return new TransactionContent(
        timestamp, any.counts(), Optional.of(userId), any.merchantId(), any.merchantCategory());
  }

  private static TransactionRecord of(String userId, int number, long second) {
    return TransactionRecord.posted(
        id(number), at(userId, THEN.plusSeconds(second)), Map.of(), NOW);
  }

  private static Part all(String userId) {
    return new Part(userId, MIN, MAX, Optional.empty(), 100);
  }

  private static List<String> ids(List<TransactionRecord> records) {
    return records.stream().map(record -> record.id().value()).toList();
  }

  private static Place place(TransactionRecord record) {
    return new Place(record.content().orElseThrow().timestamp(), record.id().value());
  }

  // ---- of users

  @Test
  void transactionsOfAUserAreNewestFirstThenByDescendingId() {
    insert(of("a", 1, 0), of("a", 2, 9), of("b", 3, 5), of("a", 4, 5), of("a", 5, 5));
    insert(TransactionRecord.posted(id(6), least(), Map.of(), NOW));

    assertThat(ids(lists().ofUser(all("a"))))
        .containsExactly("tx-00002", "tx-00005", "tx-00004", "tx-00001");
    assertThat(ids(lists().ofUser(all("b")))).containsExactly("tx-00003");
    assertThat(lists().ofUser(all("A"))).isEmpty();
  }

  @Test
  void rangeHasItsStartAndNotItsEnd() {
    insert(of("a", 1, 0), of("a", 2, 1), of("a", 3, 2), of("a", 4, 3));
    Part part = new Part("a", THEN.plusSeconds(1), THEN.plusSeconds(3), Optional.empty(), 100);

    assertThat(ids(lists().ofUser(part))).containsExactly("tx-00003", "tx-00002");
    Place before = new Place(THEN.plusSeconds(9), "tx-00009");
    assertThat(ids(lists().ofUser(new Part("a", part.from(), part.before(), of(before), 1))))
        .containsExactly("tx-00003");
    Place outside = new Place(THEN, "tx-00009");
    assertThat(lists().ofUser(new Part("a", part.from(), part.before(), of(outside), 9))).isEmpty();
  }

  private static Optional<Place> of(Place place) {
    return Optional.of(place);
  }

  @Test
  void partsGoOnWhereTheyEndedWhileOthersArrive() {
    List<TransactionRecord> there = new ArrayList<>();
    for (int number = 10; number < 20; number++) {
      there.add(of("a", number, number / 4));
    }
    insert(there.toArray(TransactionRecord[]::new));
    List<String> read = new ArrayList<>();
    Optional<Place> behind = Optional.empty();
    int arrived = 20;
    for (int parts = 0; parts < 4; parts++) {
      List<TransactionRecord> part = lists().ofUser(new Part("a", MIN, MAX, behind, 3));
      read.addAll(ids(part));
      behind = Optional.of(place(part.get(part.size() - 1)));
      // Before all that was read, which no part may shift.
      insert(of("a", arrived++, 100));
    }

    List<String> expected = new ArrayList<>();
    for (int number = 19; number >= 10; number--) {
      expected.add("tx-000" + number);
    }
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void whatWasSaidBeforeAndTextsAreLeftOutAndTheRestIsThere() {
    TransactionRecord amended = amended(posted(1), content(9));
    insert(amended);

    TransactionRecord listed = lists().ofUser(all("user:1")).get(0);
    assertThat(listed.content()).isEqualTo(amended.content());
    assertThat(listed.counting()).isEqualTo(amended.counting());
    assertThat(listed.times()).isEqualTo(amended.times());
    assertThat(listed.version()).isEqualTo(2);
    assertThat(listed.texts()).isEmpty();
    assertThat(listed.past()).isEmpty();
  }

  @Test
  void whoeverChangesHandsIsInTheListOfItsNewUser() {
    insert(of("a", 1, 0));
    TransactionRecord read = stored(id(1));
    records().replace(List.of(read.amended(at("b", THEN), Map.of(), NOW)));

    assertThat(lists().ofUser(all("a"))).isEmpty();
    assertThat(ids(lists().ofUser(all("b")))).containsExactly("tx-00001");
  }

  @Test
  void deletedOnesAreInAListOfTheirOwnUntilTheyAreForgotten() {
    insert(of("a", 1, 0), of("a", 2, 1), of("a", 3, 2), of("b", 4, 3));
    for (int number : List.of(1, 3, 4)) {
      records().replace(List.of(stored(id(number)).deleted(NOW)));
    }

    assertThat(ids(lists().ofUser(all("a")))).containsExactly("tx-00002");
    List<TransactionRecord> deleted = lists().deletedOf(all("a"));
    assertThat(ids(deleted)).containsExactly("tx-00003", "tx-00001");
    assertThat(deleted.get(0).isDeleted()).isTrue();
    assertThat(deleted.get(0).said()).contains(at("a", THEN.plusSeconds(2)));
    assertThat(ids(lists().deletedOf(new Part("a", MIN, MAX, of(place(deleted.get(0))), 9))))
        .containsExactly("tx-00001");
    records().replace(List.of(shredded(stored(id(3)))));
    assertThat(ids(lists().deletedOf(all("a")))).containsExactly("tx-00001");
  }

  @Test
  void attemptsOfAUserAreListedByWhatTheySaid() {
    Attempt early = Attempt.posted(id(1), "pending", at("a", THEN), NOW);
    Attempt late = Attempt.posted(id(2), "declined", at("a", THEN.plusSeconds(1)), NOW);
    Attempt again = Attempt.posted(id(2), "pending", at("a", THEN.plusSeconds(1)), NOW);
    Attempt other = Attempt.posted(id(3), "pending", at("b", THEN), NOW);
    Attempt without = new Attempt(id(4), "pending", Optional.empty(), "x", NOW);
    attempts().keep(List.of(early, late, again, other, without));

    assertThat(lists().attemptsOf(all("a"))).containsExactly(again, late, early);
    Place behind = new Place(THEN.plusSeconds(1), again.key());
    assertThat(lists().attemptsOf(new Part("a", MIN, MAX, of(behind), 1))).containsExactly(late);
  }

  @Test
  void noMoreIsAnsweredThanAskedForAndLimitsAreChecked() {
    insert(of("a", 1, 0), of("a", 2, 1));

    assertThat(ids(lists().ofUser(new Part("a", MIN, MAX, Optional.empty(), 1))))
        .containsExactly("tx-00002");
    assertThat(lists().changed(Optional.empty(), MAX, 1)).hasSize(1);
    for (int limit : List.of(0, TransactionLists.LIMIT_MAX + 1)) {
      Part part = new Part("a", MIN, MAX, Optional.empty(), limit);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> lists().ofUser(part));
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> lists().changed(Optional.empty(), MAX, limit));
    }
  }

  // ---- changes

  @Test
  void changesAreInTheOrderOfTheirVersionsThenById() {
    insert(
        posted(3, NOW.plusMillis(2)), posted(1, NOW.plusMillis(2)), posted(2, NOW.plusMillis(1)));
    insert(ofRow(4), posted(5, NOW.plusSeconds(60)));
    TransactionRecord deleted = stored(id(4)).deleted(NOW.plusSeconds(5));
    records().replace(List.of(deleted));

    List<TransactionRecord> changed =
        lists().changed(Optional.empty(), NOW_MS.plusSeconds(60), 100);
    assertThat(ids(changed)).containsExactly("tx-00002", "tx-00001", "tx-00003", "tx-00004");
    assertThat(changed.get(3).said()).contains(content(4));
    assertThat(ids(lists().changed(change(changed.get(1)), NOW_MS.plusSeconds(61), 100)))
        .containsExactly("tx-00003", "tx-00004", "tx-00005");
    assertThat(lists().changed(change(deleted), deleted.times().updated(), 100)).isEmpty();
  }

  private static Optional<Change> change(TransactionRecord record) {
    return Optional.of(new Change(record.times().updated(), record.id()));
  }

  @Test
  void whatOnlyCountsOtherwiseIsNoChange() {
    insert(posted(1));
    TransactionId id = id(1);
    records().replace(List.of(inJournal(stored(id))));
    records().replace(List.of(claimed(stored(id), 3)));

    assertThat(lists().changed(change(posted(1)), MAX, 9)).isEmpty();
  }
}
