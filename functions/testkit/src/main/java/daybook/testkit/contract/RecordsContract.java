package daybook.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.Records;
import daybook.core.port.Records.LineClaim;
import daybook.core.record.Entry;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What all documents of transactions promise whoever makes, claims and replaces them. A subclass
 * gives a port over a state that is empty at the start of each test.
 */
public abstract class RecordsContract extends RecordSamples {

  /** The records under test. */
  protected abstract Records records();

  /** More than goes in one bulk of any adapter. */
  private static final int MANY = 2_300;

  protected final void insert(TransactionRecord... made) {
    assertThat(records().insert(List.of(made))).hasSize(made.length);
  }

  /** The document as it is now. */
  protected final TransactionRecord stored(TransactionId id) {
    return Objects.requireNonNull(records().find(List.of(id)).get(id), id::value);
  }

  private static Map<TransactionId, TransactionRecord> byId(List<TransactionRecord> records) {
    return records.stream().collect(Collectors.toMap(TransactionRecord::id, Function.identity()));
  }

  private static List<TransactionId> ids(List<TransactionRecord> records) {
    return records.stream().map(TransactionRecord::id).toList();
  }

  private static List<TransactionRecord> many(Function<Integer, TransactionRecord> made) {
    return IntStream.range(0, MANY).boxed().map(made).toList();
  }

  // ---- insert and find

  @Test
  void whatIsInsertedIsFoundAsItWas() {
    List<TransactionRecord> made =
        List.of(
            ofRow(1),
            posted(2),
            TransactionRecord.posted(id("."), least(), Map.of(), NOW),
            TransactionRecord.ofRow(
                id("a:B_-".repeat(12) + "0123"), most(), row(2, Long.MAX_VALUE), NOW));

    assertThat(records().insert(made)).containsExactlyInAnyOrderElementsOf(ids(made));
    assertThat(records().find(ids(made))).isEqualTo(byId(made));
  }

  @Test
  void idsThatNobodyMadeAreNotFound() {
    insert(ofRow(1));
    assertThat(records().find(List.of(id(1), id(2), id("TX-00001")))).containsOnlyKeys(id(1));
    assertThat(records().find(List.of())).isEmpty();
    assertThat(records().insert(List.of())).isEmpty();
  }

  @Test
  void firstDocumentOfAnIdStaysAndItsSecondInsertSaysNothing() {
    insert(ofRow(1));
    TransactionRecord other = TransactionRecord.ofRow(id(1), content(2), row(2, 0), NOW);

    assertThat(records().insert(List.of(other))).isEmpty();
    assertThat(records().insert(List.of(ofRow(1)))).isEmpty();
    assertThat(stored(id(1))).isEqualTo(ofRow(1));
  }

  @Test
  void ofManyInsertsThoseAreMadeWhoseIdsAreFree() {
    List<TransactionRecord> rows = many(RecordSamples::ofRow);
    List<TransactionRecord> there =
        rows.stream().filter(record -> record.id().value().endsWith("7")).toList();
    records().insert(there);
    Set<TransactionId> free = new HashSet<>(ids(rows));
    ids(there).forEach(free::remove);

    assertThat(records().insert(rows)).isEqualTo(free);
    assertThat(records().find(ids(rows))).isEqualTo(byId(rows));
  }

  @Test
  void ofInsertsOfTheSameIdsAtOnceOneMakesEach() {
    List<Set<TransactionId>> made =
        MongoDbContract.race(
            racer ->
                records()
                    .insert(
                        IntStream.range(0, 50)
                            .mapToObj(
                                i ->
                                    TransactionRecord.ofRow(
                                        id(i), content(racer), row(racer, i), NOW))
                            .toList()));

    List<TransactionId> all = made.stream().flatMap(Set::stream).toList();
    assertThat(all).doesNotHaveDuplicates().hasSize(50);
    for (int racer = 0; racer < made.size(); racer++) {
      for (TransactionId id : made.get(racer)) {
        assertThat(stored(id).counting().born().orElseThrow().importId())
            .isEqualTo(importId(racer));
      }
    }
  }

  @Test
  void bulksAreBounded() {
    List<TransactionRecord> tooMany = Collections.nCopies(Records.BULK_MAX + 1, ofRow(1));
    assertThatThrownBy(() -> records().insert(tooMany))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> records().find(ids(tooMany)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> records().replace(tooMany))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  // ---- claim

  @Test
  void lineClaimsWhatIsOpen() {
    for (TransactionRecord record : life(posted(1))) {
      if (record.counting().open().isEmpty() || record.counting().claimed().isPresent()) {
        continue;
      }
      TransactionRecord copy = renamed(record, "claimed-" + record.revision());
      insert(copy);
      Entry line = copy.counting().toSeal();

      assertThat(records().claim(List.of(new LineClaim(copy.id(), line, row(9, 5))), NOW)).isTrue();
      assertThat(stored(copy.id()))
          .isEqualTo(copy.with(copy.counting().claimedBy(line, row(9, 5), NOW)));
    }
  }

  @Test
  void lineMayNeedMoreThanWhatIsOpenKnowsOf() {
    insert(posted(1));
    Entry open = open(posted(1));
    Entry needy = new Entry(1, 1, open.old(), open.replacement(), AT);

    assertThat(records().claim(List.of(new LineClaim(id(1), needy, row(9, 5))), NOW)).isTrue();
    assertThat(stored(id(1)).counting().claimed().orElseThrow().entry()).isEqualTo(needy);
  }

  @Test
  void lineClaimsOnlyItsOwnTurnToTheLastDigit() {
    List<TransactionRecord> open =
        List.of(
            posted(1),
            amended(settled(ofRow(2), AT), content(7)),
            settled(ofRow(3), AT).deleted(NOW));
    for (TransactionRecord record : open) {
      insert(record);
      for (Entry other : others(open(record))) {
        LineClaim claim = new LineClaim(record.id(), other, row(9, 5));
        assertThat(records().claim(List.of(claim), NOW)).as("%s", other).isFalse();
      }
      assertThat(stored(record.id())).isEqualTo(record);
    }
  }

  @Test
  void nothingIsClaimedTwice() {
    TransactionRecord both = amended(claimed(posted(1), 8), content(6));
    TransactionRecord done = settled(claimed(posted(2), 8), AT);
    insert(both, done);

    for (TransactionRecord record : List.of(both, done)) {
      Entry line = record.counting().open().orElse(open(posted(2)));
      LineClaim claim = new LineClaim(record.id(), line, row(9, 5));
      assertThat(records().claim(List.of(claim), NOW)).isFalse();
      assertThat(stored(record.id())).isEqualTo(record);
    }
  }

  @Test
  void claimOfAnIdThatNobodyMadeMakesNothing() {
    LineClaim claim = new LineClaim(id(1), open(posted(1)), row(9, 5));
    assertThat(records().claim(List.of(claim), NOW)).isFalse();
    assertThat(records().find(List.of(id(1)))).isEmpty();
    assertThat(records().claim(List.of(), NOW)).isTrue();
  }

  @Test
  void ofManyLinesThoseClaimThatFit() {
    List<TransactionRecord> open = many(RecordSamples::posted);
    records().insert(open);
    List<LineClaim> claims = new ArrayList<>();
    open.forEach(record -> claims.add(new LineClaim(record.id(), open(record), row(9, 5))));
    LineClaim wrong = new LineClaim(id(1), open(posted(2)), row(9, 5));
    claims.set(1, wrong);

    assertThat(records().claim(claims, NOW)).isFalse();
    assertThat(records().find(ids(open)).values())
        .filteredOn(record -> record.counting().claimed().isEmpty())
        .containsExactly(posted(1));

    records().insert(List.of(posted(MANY), posted(MANY + 1)));
    assertThat(
            records()
                .claim(
                    List.of(
                        new LineClaim(id(1), open(posted(1)), row(9, 5)),
                        new LineClaim(id(MANY), open(posted(MANY)), row(9, 5))),
                    NOW))
        .isTrue();
  }

  @Test
  void ofLinesThatClaimAtOnceOneDoes() {
    insert(posted(1));
    List<Boolean> claims =
        MongoDbContract.race(
            racer ->
                records()
                    .claim(List.of(new LineClaim(id(1), open(posted(1)), row(racer, 5))), NOW));

    assertThat(claims).containsOnlyOnce(true);
    assertThat(origin(stored(id(1))).importId()).isEqualTo(importId(claims.indexOf(true)));
    assertThat(stored(id(1)).revision()).isEqualTo(2);
  }

  // ---- replace

  @Test
  void everyStepOfALifeIsKeptAsItIs() {
    for (List<TransactionRecord> life : List.of(life(ofRow(1)), life(posted(2)))) {
      insert(life.get(0));
      for (TransactionRecord next : life.subList(1, life.size())) {
        assertThat(records().replace(List.of(next))).isOne();
        assertThat(stored(next.id())).isEqualTo(next);
      }
    }
  }

  @Test
  void allEarlierVersionsThatFitAreKept() {
    TransactionRecord record = oftenAmended(ofRow(1));
    insert(record);
    assertThat(stored(id(1))).isEqualTo(record);
    assertThat(stored(id(1)).past()).hasSize(TransactionRecord.PAST_MAX);
  }

  @Test
  void onlyTheRevisionBeforeIsReplaced() {
    TransactionRecord first = posted(1);
    TransactionRecord second = amended(first, content(6));
    TransactionRecord third = second.deleted(NOW);
    insert(first);

    assertThat(records().replace(List.of(third))).isZero();
    assertThat(records().replace(List.of(first))).isZero();
    assertThat(stored(id(1))).isEqualTo(first);
    assertThat(records().replace(List.of(second))).isOne();
    assertThat(records().replace(List.of(amended(first, content(7))))).isZero();
    assertThat(stored(id(1))).isEqualTo(second);
    assertThat(records().replace(List.of(inJournal(posted(2))))).isZero();
    assertThat(records().find(List.of(id(2)))).isEmpty();
  }

  @Test
  void whoReadBeforeALineClaimedReplacesNothing() {
    insert(posted(1));
    records().claim(List.of(new LineClaim(id(1), open(posted(1)), row(9, 5))), NOW);

    assertThat(records().replace(List.of(amended(posted(1), content(6))))).isZero();
    assertThat(stored(id(1)).counting().claimed()).isPresent();
  }

  @Test
  void ofManyThoseAreReplacedThatNobodyHasChanged() {
    List<TransactionRecord> first = many(RecordSamples::posted);
    records().insert(first);
    records().replace(List.of(amended(posted(3), content(6)), amended(posted(4), content(6))));

    int replaced = records().replace(first.stream().map(RecordSamples::inJournal).toList());

    assertThat(replaced).isEqualTo(MANY - 2);
    assertThat(records().find(ids(first)).values())
        .filteredOn(record -> !record.counting().sealed())
        .containsExactlyInAnyOrder(amended(posted(3), content(6)), amended(posted(4), content(6)));
    assertThat(records().replace(List.of())).isZero();
  }

  @Test
  void ofThoseThatReplaceAtOnceOneDoes() {
    insert(posted(1));
    List<Integer> replaced =
        MongoDbContract.race(
            racer -> records().replace(List.of(amended(posted(1), content(50 + racer)))));

    assertThat(replaced).containsOnlyOnce(1).containsOnly(0, 1);
    assertThat(stored(id(1))).isEqualTo(amended(posted(1), content(50 + replaced.indexOf(1))));
  }

  private static TransactionRecord renamed(TransactionRecord record, String name) {
    return new TransactionRecord(
        id(name),
        record.revision(),
        record.version(),
        record.content(),
        record.texts(),
        record.hash(),
        record.counting(),
        record.past(),
        record.times());
  }
}
