package daybook.faults.forms;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Totals;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.port.HotTotals;
import daybook.core.port.Records;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.BatchSums;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.RejectReason;
import daybook.core.protocol.Remark;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.Settled;
import daybook.core.protocol.SkipRule;
import daybook.core.protocol.Snapshot;
import daybook.core.protocol.UnreadableBatchException;
import daybook.core.record.Attempt;
import daybook.core.record.Entry;
import daybook.core.record.ImportPin;
import daybook.core.record.Origin;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.mongodb.MongoAttempts;
import daybook.mongodb.MongoCheckpoints;
import daybook.mongodb.MongoHistory;
import daybook.mongodb.MongoImportPins;
import daybook.mongodb.MongoRecords;
import daybook.redis.RedisHotTotals;
import daybook.redis.RedisSnapshots;
import daybook.redis.RedisTransactionQueue;
import daybook.testkit.contract.Imports;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A short life through the real adapters, the same every time, that leaves something of every form
 * in the stores: imports at their start, running, with a range set aside, and finished in every
 * way; batches that wait, an element that is none, days changed and settled.
 */
final class SampleLife {

  static final LocalDate CUT_OFF = LocalDate.of(2026, 1, 10);

  private static final Instant BEGUN = Instant.parse("2026-01-16T08:00:00.123Z");
  private static final String TIME = "T10:30:00Z,";

  private final RedisTransactionQueue queue;
  private final RedisHotTotals totals;
  private final RedisSnapshots snapshots;
  private final MongoCheckpoints checkpoints;
  private final MongoHistory history;
  private final MongoRecords records;
  private final MongoImportPins pins;
  private final MongoAttempts attempts;

  SampleLife(
      RedisTransactionQueue queue,
      RedisHotTotals totals,
      RedisSnapshots snapshots,
      MongoCheckpoints checkpoints,
      MongoHistory history,
      MongoRecords records,
      MongoImportPins pins,
      MongoAttempts attempts) {
    this.queue = queue;
    this.totals = totals;
    this.snapshots = snapshots;
    this.checkpoints = checkpoints;
    this.history = history;
    this.records = records;
    this.pins = pins;
    this.attempts = attempts;
  }

  static ObjectVersion version(int n) {
    return new ObjectVersion(
        "uploads",
        "day \"" + n + "\".csv",
        n == 2 ? null : "v" + n,
        "etag" + n,
        Instant.parse("2026-01-16T07:59:00Z"),
        100L * n);
  }

  /**
   * Lives.
   *
   * @param push puts any bytes into the queue
   */
  void live(Consumer<byte[]> push) throws UnreadableBatchException {
    push.accept("no batch".getBytes(UTF_8));
    totals.quarantine(totals.tail(1).unreadable().orElseThrow());
    // Three that end: complete, refused whole, early.
    ObjectVersion complete = begin(1);
    enqueue(
        complete,
        0,
        skipping(position(90, ImportState.COMPLETE, null)),
        "2026-01-05",
        "2026-01-15");
    ObjectVersion refused = begin(2);
    ImportPosition none =
        new ImportPosition(
            40, 1, 0, Map.of(), new TreeSet<>(), ImportState.REJECTED, "header_missing");
    enqueue(refused, 0, none);
    ObjectVersion early = begin(3);
    enqueue(early, 0, position(70, ImportState.RUNNING, null), "2026-01-15");
    apply(3, null);
    enqueue(early, 70, position(70, ImportState.INCOMPLETE, "source_gone"));
    apply(1, null);
    transactions();
    // One with ids, and with a range that is set aside, and on from there.
    ObjectVersion running = begin(4);
    enqueue(running, 0, position(50, ImportState.RUNNING, null), "2026-01-15");
    apply(1, SetAsideReason.UNREADABLE);
    enqueue(running, 50, position(120, ImportState.RUNNING, null), "2026-01-14");
    apply(1, null);
    checkpoint(1_768_550_400_000L, "sample-1", "1768550400.1");
    // What has happened since the checkpoint.
    enqueue(running, 120, position(180, ImportState.RUNNING, null), "2026-01-15");
    apply(1, null);
    snapshots.snapshot("sample-2", CUT_OFF);
    enqueue(running, 180, position(240, ImportState.RUNNING, null), "2026-01-15", "2026-01-16");
    begin(5);
    queue.setReconcilePlace(Optional.of("key-marker version-marker"));
  }

  /**
   * One of each way of a transaction: made by a row, posted, in a journal, claimed by a line of it,
   * corrected after it was settled, and deleted; and what never became one.
   */
  private void transactions() {
    pins.keep(new ImportPin(version(4), terms(version(4)), BEGUN));
    TransactionRecord posted = posted("posted");
    TransactionRecord written = posted("in-a-journal");
    TransactionRecord claimed = posted("claimed");
    TransactionRecord deleted = posted("deleted");
    records.insert(
        List.of(
            TransactionRecord.ofRow(id("of-a-row"), content(10), origin(0), BEGUN),
            posted,
            written,
            claimed,
            TransactionRecord.ofRow(id("corrected"), content(10), origin(40), BEGUN),
            deleted));
    records.replace(
        List.of(
            written.with(written.counting().inJournal(BEGUN)),
            claimed.with(claimed.counting().inJournal(BEGUN)),
            deleted.deleted(BEGUN.plusMillis(7))));
    Entry line = claimed.counting().toSeal();
    records.claim(List.of(new Records.LineClaim(claimed.id(), line, origin(7))), BEGUN);
    TransactionRecord corrected =
        TransactionRecord.ofRow(id("corrected"), content(10), origin(40), BEGUN);
    TransactionRecord settled = corrected.with(corrected.counting().settledAt(1, BEGUN));
    records.replace(List.of(settled));
    records.replace(List.of(settled.amended(content(25), Map.of(), BEGUN.plusMillis(9))));
    attempts.keep(
        List.of(
            Attempt.posted(id("declined"), "declined", content(10), BEGUN),
            new Attempt(
                id("pending"), "pending", Optional.empty(), origin(90).toString(), BEGUN, true)));
  }

  private static TransactionId id(String text) {
    return new TransactionId(text);
  }

  private static Origin origin(long offset) {
    return new Origin(version(4).importId(), offset);
  }

  private static TransactionContent content(long cents) {
    return new TransactionContent(
        Instant.parse("2026-01-15T10:30:00.250Z"),
        new Transaction(
            LocalDate.of(2026, 1, 15), 10, TransactionType.DEPOSIT, "visa", new Amount(cents)),
        Optional.of("user-1"),
        Optional.of("merchant-1"),
        Optional.of("Cafés & bars"));
  }

  private static TransactionRecord posted(String id) {
    return TransactionRecord.posted(
        id(id), content(10), Map.of("full_name", new SealedText(1, "AAEC/w==")), BEGUN);
  }

  private ObjectVersion begin(int n) {
    ObjectVersion version = version(n);
    Settled settled = queue.look(version.importId()).settled();
    queue.begin(version.importId(), version, terms(version), BEGUN, settled);
    return version;
  }

  /** Of the first one by a mapping, of the fourth something for people, of others nothing. */
  private static ImportTerms terms(ObjectVersion source) {
    List<String> ignored = List.of("Saldo", "note \"2\"");
    if (source.equals(version(1))) {
      MappingRef mapping = new MappingRef("bank-statement", "5f0c".repeat(16));
      return new ImportTerms(Optional.of(mapping), ignored, Optional.of("earlier.csv"));
    }
    return source.equals(version(4))
        ? new ImportTerms(Optional.empty(), ignored, Optional.of("day 4 (version v3)"))
            .recorded(true)
        : ImportTerms.NONE;
  }

  /** The same with rows that are skipped, and with some that deserve a word. */
  private static ImportPosition skipping(ImportPosition end) {
    return new ImportPosition(
        end.offset(),
        end.line(),
        end.accepted(),
        end.rejected(),
        Map.of(SkipRule.PENDING, 2L),
        Map.of(Remark.DAY_ZERO, 1L),
        end.methods(),
        end.state(),
        end.reason(),
        "two rows may still happen",
        end.further());
  }

  private static ImportPosition position(long offset, ImportState state, @Nullable String reason) {
    return new ImportPosition(
        offset,
        offset / 10,
        offset / 20,
        Map.of(RejectReason.TIMESTAMP, offset / 30),
        new TreeSet<>(List.of("visa", "pay-pal_2")),
        state,
        reason);
  }

  /** A deposit and a withdrawal for each of these days. */
  private void enqueue(ObjectVersion source, long from, ImportPosition end, String... days) {
    List<String> rows = new ArrayList<>();
    for (String day : days) {
      rows.add(day + TIME + "deposit,visa," + from + ".10");
      rows.add(day + TIME + "withdrawal,pay-pal_2,0.05");
    }
    BatchId id = new BatchId(source.importId(), from, end.offset());
    Totals sums = Imports.sums(rows.toArray(String[]::new));
    queue.enqueue(source.importId(), terms(source), List.of(Batch.of(id, end, sums)));
  }

  private void apply(int batches, @Nullable SetAsideReason setAside)
      throws UnreadableBatchException {
    HotTotals.Tail tail = totals.tail(batches);
    BatchSums sums = new BatchSums();
    for (Batch batch : tail.batches()) {
      sums.add(batch);
    }
    Map<AggregateKey, Base> bases = new HashMap<>();
    HotTotals.Outcome outcome = totals.apply(application(tail, sums, bases, setAside));
    if (outcome instanceof HotTotals.BasesNeeded needed) {
      bases.putAll(history.bases(needed.keys(), tail.settled()));
      outcome = totals.apply(application(tail, sums, bases, setAside));
    }
    if (!(outcome instanceof HotTotals.Applied)) {
      throw new IllegalStateException("expected to apply, found " + outcome);
    }
  }

  private static HotTotals.Application application(
      HotTotals.Tail tail,
      BatchSums sums,
      Map<AggregateKey, Base> bases,
      @Nullable SetAsideReason setAside) {
    return new HotTotals.Application(
        tail.batches().stream().map(Batch::id).toList(),
        tail.settled(),
        sums.sums(),
        bases,
        setAside);
  }

  private void checkpoint(long at, String id, String operationTime) {
    Snapshot snapshot = snapshots.snapshot(id, CUT_OFF);
    Checkpoint checkpoint =
        new Checkpoint(at, id, snapshot.totals(), snapshot.imports(), snapshot.form());
    if (!checkpoints.replace(snapshot.settled().at(), checkpoint)) {
      throw new IllegalStateException("somebody else dumps");
    }
    checkpoints.redo(checkpoint);
    snapshots.settle(checkpoint, new Settled(at, operationTime), CUT_OFF);
  }

  /** How long a message waits. */
  static final Duration DELAY = Duration.ofSeconds(15);
}
