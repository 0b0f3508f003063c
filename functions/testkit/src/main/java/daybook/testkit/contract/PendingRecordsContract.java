package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.ImportPins;
import daybook.core.port.Records;
import daybook.core.port.Records.LineClaim;
import daybook.core.port.Records.Place;
import daybook.core.protocol.ImportTerms;
import daybook.core.record.Counting;
import daybook.core.record.ImportPin;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What has not come to its end: records that wait, rows that nobody has settled, and pins of their
 * imports.
 */
public abstract class PendingRecordsContract extends TransactionListsContract {

  /** The pins under test. */
  protected abstract ImportPins pins();

  private List<TransactionId> pending(PendingState state) {
    return ids(records().pending(state, Optional.empty(), 100));
  }

  private List<TransactionId> born(int importNumber, long from, long to) {
    return ids(records().born(importId(importNumber), from, to, 100));
  }

  private static List<TransactionId> ids(List<TransactionRecord> records) {
    return records.stream().map(TransactionRecord::id).toList();
  }

  // ---- what is old

  @Test
  void whatIsOldIsReadOldestFirstUntilItIsShredded() {
    TransactionRecord settled = settledRow(1);
    TransactionRecord other = settledRow(2);
    insert(settled, other);
    Instant updated = settled.times().updated();
    Optional<Place> start = Optional.empty();

    assertThat(ids(records().unshredded(updated, start, 100))).isEmpty();
    assertThat(ids(records().unshredded(updated.plusMillis(1), start, 100)))
        .containsExactly(id(1), id(2));
    assertThat(ids(records().unshredded(updated.plusMillis(1), start, 1))).containsExactly(id(1));
    assertThat(
            ids(
                records()
                    .unshredded(
                        updated.plusMillis(1), Optional.of(new Place(updated, id(1))), 100)))
        .containsExactly(id(2));

    TransactionRecord slim = settled.shredded(settled.counting(), NOW.plusSeconds(9));
    assertThat(records().replace(List.of(slim))).isEqualTo(1);
    assertThat(stored(id(1))).isEqualTo(slim);
    assertThat(slim.hash()).isEqualTo(settled.hash());
    assertThat(slim.counting().born()).isEqualTo(settled.counting().born());
    assertThat(ids(records().unshredded(NOW.plusSeconds(99), start, 100))).containsExactly(id(2));
  }

  /** As it is stored where its first revision is the one behind its settlement. */
  private static TransactionRecord settledRow(int number) {
    TransactionRecord row = ofRow(number);
    TransactionRecord settled = settled(row, AT);
    return new TransactionRecord(
        row.id(),
        row.revision(),
        row.version(),
        row.content(),
        row.texts(),
        row.hash(),
        settled.counting(),
        row.past(),
        row.times());
  }

  // ---- pending

  @Test
  void recordIsPendingInTheStateItIsIn() {
    List<TransactionRecord> life = new ArrayList<>(life(ofRow(1)));
    insert(life.get(0));
    for (TransactionRecord next : life.subList(1, life.size())) {
      records().replace(List.of(next));
      for (PendingState state : PendingState.values()) {
        boolean isIt = next.counting().pending().filter(state::equals).isPresent();
        assertThat(records().pending(state, Optional.empty(), 100))
            .isEqualTo(isIt ? List.of(next) : List.of());
      }
    }
  }

  @Test
  void rowThatClaimedItsOwnDocumentIsNotPendingUntilItIsCorrected() {
    insert(ofRow(1), amended(ofRow(2), content(7)));
    assertThat(pending(PendingState.OPEN)).isEmpty();
    assertThat(pending(PendingState.CLAIMED)).containsExactly(id(2));
  }

  @Test
  void whatALineClaimedIsPendingUntilItIsSettled() {
    insert(posted(1));
    records().claim(List.of(new LineClaim(id(1), open(posted(1)), row(9, 5))), NOW);
    assertThat(pending(PendingState.OPEN)).isEmpty();
    assertThat(pending(PendingState.CLAIMED)).containsExactly(id(1));

    records().replace(List.of(settled(stored(id(1)), AT)));
    assertThat(pending(PendingState.CLAIMED)).isEmpty();
  }

  @Test
  void whatWasSetAsideTooOftenIsStuck() {
    TransactionRecord record = posted(1);
    for (int i = 0; i <= Counting.REOPENED_MAX; i++) {
      record = reopened(claimed(record, 8), AT, true);
    }
    insert(record);
    assertThat(pending(PendingState.STUCK)).containsExactly(id(1));
    assertThat(pending(PendingState.OPEN)).isEmpty();

    records().replace(List.of(amended(record, content(8))));
    assertThat(pending(PendingState.STUCK)).isEmpty();
    assertThat(pending(PendingState.OPEN)).containsExactly(id(1));
  }

  @Test
  void pendingIsOldestFirstThenByIdInPartsOfAnySize() {
    List<TransactionRecord> waiting = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      // Several of one millisecond, and later ids that are older.
      waiting.add(posted(i, NOW.plusMillis(-i / 4).plusNanos(i)));
    }
    waiting.forEach(this::insert);
    insert(inJournal(posted(100)), ofRow(101));
    List<TransactionRecord> ordered =
        waiting.stream()
            .sorted(
                Comparator.comparing((TransactionRecord record) -> record.counting().since())
                    .thenComparing(TransactionRecord::id))
            .toList();

    for (int limit : List.of(1, 2, 3, 7, 23, 24)) {
      List<TransactionRecord> parts = new ArrayList<>();
      List<TransactionRecord> part = records().pending(PendingState.OPEN, Optional.empty(), limit);
      while (!part.isEmpty()) {
        assertThat(part.size()).isLessThanOrEqualTo(limit);
        parts.addAll(part);
        TransactionRecord last = part.get(part.size() - 1);
        Place place = new Place(last.counting().since(), last.id());
        part = records().pending(PendingState.OPEN, Optional.of(place), limit);
      }
      assertThat(parts).isEqualTo(ordered);
    }
  }

  @Test
  void partOfPendingGoesOnBehindAPlaceThatIsGone() {
    insert(posted(1), posted(2), posted(4));
    Instant since = posted(1).counting().since();
    List<Place> places =
        List.of(
            new Place(since, id(3)),
            new Place(since.minusMillis(1), id(9)),
            new Place(since, id(9)));
    assertThat(places)
        .extracting(place -> ids(records().pending(PendingState.OPEN, Optional.of(place), 9)))
        .containsExactly(List.of(id(4)), List.of(id(1), id(2), id(4)), List.of());
  }

  // ---- born

  @Test
  void rowsOfAPartOfAnImportAreThoseThatNobodyHasSettled() {
    insert(ofRow(1), ofRow(2), ofRow(3), ofRow(4), posted(5));
    insert(TransactionRecord.ofRow(id(6), content(6), row(2, 200), NOW));

    assertThat(born(1, 0, Long.MAX_VALUE)).containsExactly(id(1), id(2), id(3), id(4));
    assertThat(born(1, 200, 400)).containsExactly(id(2), id(3));
    assertThat(born(1, 201, 400)).containsExactly(id(3));
    assertThat(born(1, 200, 401)).containsExactly(id(2), id(3), id(4));
    assertThat(born(1, 200, 200)).isEmpty();
    assertThat(born(2, 0, 1_000)).containsExactly(id(6));
    assertThat(born(3, 0, 1_000)).isEmpty();
    assertThat(records().born(importId(1), 0, 1_000, 2)).containsExactly(ofRow(1), ofRow(2));
  }

  @Test
  void rowIsListedWhileItsOwnClaimIsNotSettled() {
    TransactionRecord corrected = amended(ofRow(1), content(7));
    TransactionRecord done = settled(ofRow(2), AT);
    TransactionRecord byLine = claimed(amended(settled(ofRow(3), AT), content(8)), 8);
    TransactionRecord again = claimed(reopened(ofRow(4), AT, false), 8);
    insert(corrected, done, byLine, again);

    assertThat(records().born(importId(1), 0, 1_000, 100)).containsExactly(corrected);
    assertThat(done.counting().born()).isPresent();
    assertThat(stored(id(2))).isEqualTo(done);
    assertThat(stored(id(3))).isEqualTo(byLine);
  }

  @Test
  void answersOfRecordsAreBounded() {
    for (int limit : List.of(0, Records.BULK_MAX + 1)) {
      assertThatThrownBy(() -> records().pending(PendingState.OPEN, Optional.empty(), limit))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> records().born(importId(1), 0, 1, limit))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  // ---- pins

  private static ImportPin pin(int number, ImportTerms terms) {
    return new ImportPin(source(number), terms, NOW);
  }

  private static ImportTerms mapped() {
    return mappedImport(1).record().terms();
  }

  @Test
  void pinIsKeptAsItIsAndTheFirstOneStays() {
    ImportPin first = pin(1, mapped());
    ImportPin refused = pin(2, ImportTerms.refused("xlsx", "2 sheets: \"a\""));
    assertThat(pins().find(importId(1))).isEmpty();

    assertThat(pins().keep(first)).isEqualTo(first);
    assertThat(pins().keep(refused)).isEqualTo(refused);
    assertThat(pins().keep(pin(1, ImportTerms.NONE))).isEqualTo(first);

    assertThat(pins().find(importId(1))).contains(first);
    assertThat(pins().find(importId(2))).contains(refused);
  }

  @Test
  void ofPinsThatAreKeptAtOnceAllGetTheSame() {
    List<ImportPin> kept =
        MongoDbContract.race(
            racer -> pins().keep(new ImportPin(source(1), mapped(), NOW.plusSeconds(racer))));
    assertThat(kept).containsOnly(pins().find(importId(1)).orElseThrow()).hasSize(8);
  }

  @Test
  void pinsAreListedByTheirIdsInPartsOfAnySize() {
    List<ImportPin> all = new ArrayList<>();
    ImportPin unversioned = new ImportPin(unversionedImport(5).record().source(), mapped(), NOW);
    all.add(unversioned);
    for (int i = 0; i < 12; i++) {
      all.add(pin(i, ImportTerms.NONE.recorded(true)));
    }
    all.forEach(pins()::keep);
    all.sort(Comparator.comparing(ImportPin::id));

    for (int limit : List.of(1, 5, 13, ImportPins.PINS_MAX)) {
      List<ImportPin> parts = new ArrayList<>();
      List<ImportPin> part = pins().list(Optional.empty(), limit);
      while (!part.isEmpty()) {
        parts.addAll(part);
        part = pins().list(Optional.of(part.get(part.size() - 1).id()), limit);
      }
      assertThat(parts).isEqualTo(all);
    }
    for (int limit : List.of(0, ImportPins.PINS_MAX + 1)) {
      assertThatThrownBy(() -> pins().list(Optional.empty(), limit))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void removedPinIsGoneAndMayBeKeptAgain() {
    pins().keep(pin(1, mapped()));
    pins().keep(pin(2, mapped()));
    pins().remove(importId(1));
    pins().remove(importId(1));

    assertThat(pins().find(importId(1))).isEmpty();
    assertThat(pins().list(Optional.empty(), 9)).containsExactly(pin(2, mapped()));
    assertThat(pins().keep(pin(1, ImportTerms.NONE))).isEqualTo(pin(1, ImportTerms.NONE));
  }
}
