package daybook.sealer;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.port.Journals;
import daybook.core.port.Records.LineClaim;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.SetAsideRange;
import daybook.core.protocol.SetAsideReason;
import daybook.core.record.Counting;
import daybook.core.record.Entry;
import daybook.core.record.ImportPin;
import daybook.core.record.JournalLine;
import daybook.core.record.Origin;
import daybook.core.record.PendingState;
import daybook.core.record.Settlement;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.testkit.contract.Imports;
import daybook.testkit.fake.InMemoryIdempotencyKeys;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRecords;
import daybook.testkit.fake.RecordedMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SealerRunTest {

  private static final ObjectVersion FILE = Imports.version(1);
  private static final ObjectVersion JOURNAL = Imports.version(2);
  private static final TransactionId ID = new TransactionId("a-1");
  private static final Duration RETENTION = Duration.ofDays(90);
  private static final long AT = Imports.BEGUN.toEpochMilli() + 5_000;

  private final InMemoryMongoDb mongoDb = new InMemoryMongoDb();
  private final InMemoryRecords records = new InMemoryRecords(mongoDb);
  private final List<List<JournalLine>> journals = new ArrayList<>();
  private Instant now = Imports.BEGUN;
  private final Journals put =
      lines -> {
        journals.add(lines);
        return "journal/" + journals.size() + ".csv";
      };
  private final SealerRun run =
      new SealerRun(
          records,
          records,
          mongoDb,
          mongoDb,
          put,
          new InMemoryIdempotencyKeys(mongoDb),
          Optional.of(RETENTION),
          () -> now,
          (level, event, facts) -> {},
          new RecordedMetrics());

  private void tick() {
    run.run(() -> 60_000);
  }

  private static TransactionContent content(long cents) {
    Instant moment = Instant.parse("2026-01-20T10:30:00Z");
    return new TransactionContent(
        moment,
        new Transaction(Imports.H.day(), 10, TransactionType.DEPOSIT, "visa", new Amount(cents)),
        Optional.of("u-1"),
        Optional.empty(),
        Optional.empty());
  }

  private TransactionRecord found() {
    return records.find(List.of(ID)).get(ID);
  }

  private Counting counting() {
    return found().counting();
  }

  private void post(TransactionId id) {
    records.insert(List.of(TransactionRecord.posted(id, content(1_250), Map.of(), now)));
  }

  private Entry sealedLine() {
    return journals.get(journals.size() - 1).get(0).entry();
  }

  private void claimSealed(long offset) {
    Origin origin = new Origin(JOURNAL.importId(), offset);
    assertThat(records.claim(List.of(new LineClaim(ID, sealedLine(), origin)), now)).isTrue();
  }

  private void finish(
      ObjectVersion source, long end, ImportState state, SetAsideRange... setAside) {
    ImportPosition position = new ImportPosition(end, 9, 3, Map.of(), new TreeSet<>(), state, null);
    LedgerEntry entry =
        new LedgerEntry(
            source.importId(),
            source,
            position,
            List.of(setAside),
            Imports.BEGUN,
            Instant.ofEpochMilli(AT));
    mongoDb.edit(ledger -> ledger.entries.put(source.importId(), entry));
  }

  private static SetAsideRange range(long from, long to) {
    return new SetAsideRange(from, to, new SetAsideReason("total_bound"));
  }

  private void born(ObjectVersion source, long offset) {
    Origin row = new Origin(source.importId(), offset);
    records.insert(List.of(TransactionRecord.ofRow(ID, content(1_250), row, now)));
    records.keep(new ImportPin(source, ImportTerms.NONE.recorded(true), now));
  }

  private boolean isPinned(ImportId id) {
    return records.find(id).isPresent();
  }

  @Test
  void whatIsPostedIsSealedOnceAndSettledByTheLedger() {
    post(ID);

    tick();
    tick();

    assertThat(journals).hasSize(1);
    assertThat(sealedLine())
        .isEqualTo(new Entry(1, 1, Optional.empty(), Optional.of(content(1_250).counts()), 0));
    assertThat(counting().pending()).contains(PendingState.SEALED);

    claimSealed(120);
    tick();
    assertThat(counting().pending()).contains(PendingState.CLAIMED);

    finish(JOURNAL, 200, ImportState.COMPLETE);
    tick();
    assertThat(counting().pending()).isEmpty();
    assertThat(counting().settled()).contains(new Settlement(1, AT));
  }

  @Test
  void aCorrectionWaitsForWhatItReversesAndNeedsItsCheckpoint() {
    post(ID);
    tick();
    claimSealed(120);
    records.replace(List.of(found().amended(content(999), Map.of(), now)));

    tick();
    // Condition R10: the predecessor is claimed and not settled.
    assertThat(journals).hasSize(1);

    finish(JOURNAL, 200, ImportState.COMPLETE);
    tick();

    // Condition R7: not in a Redis that is older than what shows the predecessor.
    assertThat(journals).hasSize(2);
    assertThat(sealedLine())
        .isEqualTo(
            new Entry(
                2,
                2,
                Optional.of(content(1_250).counts()),
                Optional.of(content(999).counts()),
                AT));
  }

  @Test
  void aLineThatDoesNotCountIsOpenedAgainInTheNextTurn() {
    post(ID);
    tick();
    claimSealed(120);
    finish(JOURNAL, 120, ImportState.INCOMPLETE);

    tick();

    assertThat(journals).hasSize(2);
    assertThat(sealedLine())
        .isEqualTo(new Entry(2, 1, Optional.empty(), Optional.of(content(1_250).counts()), AT));
  }

  @Test
  void aRowBehindTheEndOfItsImportIsRescued() {
    born(FILE, 500);
    finish(FILE, 400, ImportState.INCOMPLETE);

    tick();

    assertThat(counting().born()).isEmpty();
    assertThat(sealedLine().turn()).isEqualTo(2);
    assertThat(sealedLine().needs()).isEqualTo(AT);
  }

  @Test
  void aRowThatWasSetAsideIsRescuedAndOneBesideItStays() {
    born(FILE, 500);
    finish(FILE, 900, ImportState.COMPLETE, range(501, 600), range(400, 500));
    tick();
    assertThat(journals).isEmpty();

    finish(FILE, 900, ImportState.COMPLETE, range(400, 501));
    tick();
    assertThat(sealedLine().old()).isEmpty();
    assertThat(sealedLine().replacement()).contains(content(1_250).counts());
  }

  @Test
  void anEntryThatIsSetAsideAgainAndAgainIsStuckUntilACorrection() {
    post(ID);
    for (int i = 0; i <= Counting.REOPENED_MAX; i++) {
      tick();
      claimSealed(120);
      finish(JOURNAL, 900, ImportState.COMPLETE, range(100, 200));
    }
    tick();
    assertThat(counting().pending()).contains(PendingState.STUCK);
    int before = journals.size();
    tick();
    assertThat(journals).hasSize(before);

    records.replace(List.of(found().amended(content(1), Map.of(), now)));
    tick();
    assertThat(journals).hasSize(before + 1);
  }

  @Test
  void aCheckpointThatIsPastTheRowSettlesItWhileItsFileRuns() {
    born(FILE, 500);
    records.replace(List.of(found().amended(content(999), Map.of(), now)));
    ImportPosition applied =
        new ImportPosition(500, 9, 3, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
    checkpoint(applied);
    tick();
    assertThat(journals).isEmpty();

    checkpoint(new ImportPosition(501, 9, 3, Map.of(), new TreeSet<>(), ImportState.RUNNING, null));
    tick();

    assertThat(sealedLine().old()).contains(content(1_250).counts());
    assertThat(sealedLine().needs()).isEqualTo(AT);
    // Condition R12: a twin of the file still finds its own row.
    assertThat(counting().born()).contains(new Origin(FILE.importId(), 500));
  }

  private void checkpoint(ImportPosition applied) {
    ImportRecord record = new ImportRecord(FILE, Imports.BEGUN, applied, applied, List.of(), false);
    mongoDb.edit(
        state ->
            state.checkpoint =
                new Checkpoint(
                    AT, "s", List.of(), List.of(new ImportCheckpoint(FILE.importId(), record))));
  }

  @Test
  void whatNobodyClaimsIsSealedAgainMuchLater() {
    post(ID);
    tick();
    now = now.plus(Sealer.SEALED_AGAIN_AFTER);
    tick();
    assertThat(journals).hasSize(1);

    now = now.plusMillis(1);
    tick();
    assertThat(journals).hasSize(2);
    assertThat(journals.get(1)).isEqualTo(journals.get(0));
  }

  @Test
  void pinsOfWholeImportsGoAndThoseOfOthersStayForADay() {
    born(FILE, 500);
    tick();
    assertThat(isPinned(FILE.importId())).isTrue();

    finish(FILE, 600, ImportState.INCOMPLETE);
    now = Instant.ofEpochMilli(AT).plus(Settler.ZOMBIES_MAX);
    tick();
    assertThat(isPinned(FILE.importId())).isTrue();

    now = now.plus(Duration.ofMillis(1));
    tick();
    assertThat(isPinned(FILE.importId())).isFalse();

    records.keep(new ImportPin(JOURNAL, ImportTerms.NONE.recorded(true), now));
    finish(JOURNAL, 600, ImportState.COMPLETE);
    tick();
    assertThat(isPinned(JOURNAL.importId())).isFalse();
  }

  @Test
  void whatIsOldIsShreddedOnceItCounts() {
    born(FILE, 500);
    now = now.plus(RETENTION).plusMillis(1);
    tick();
    assertThat(found().content()).isPresent();

    finish(FILE, 600, ImportState.COMPLETE);
    now = found().times().updated().plus(RETENTION);
    tick();
    assertThat(found().content()).isPresent();

    now = now.plusMillis(1);
    TransactionRecord whole = found();
    tick();
    assertThat(found().content()).isEmpty();
    assertThat(found().times().shredded()).contains(now);
    assertThat(found().hash()).isEqualTo(whole.hash());
    assertThat(found().version()).isEqualTo(1);
    assertThat(counting().settled()).contains(new Settlement(1, AT));
    assertThat(counting().born()).contains(new Origin(FILE.importId(), 500));
  }

  @Test
  void whatIsOldAndPendingIsKept() {
    post(ID);
    now = now.plus(RETENTION).plus(RETENTION);

    tick();

    assertThat(found().content()).isPresent();
    assertThat(journals).hasSize(1);
  }

  @Test
  void oneRunPutsAsManyJournalsAsItMay() {
    List<TransactionRecord> many =
        IntStream.range(0, Journals.LINES_MAX + 1)
            .mapToObj(i -> new TransactionId("t" + i))
            .map(id -> TransactionRecord.posted(id, content(1), Map.of(), now))
            .toList();
    records.insert(many.subList(0, Journals.LINES_MAX));
    records.insert(many.subList(Journals.LINES_MAX, many.size()));

    tick();

    assertThat(journals.stream().map(List::size)).containsExactly(Journals.LINES_MAX, 1);
  }
}
