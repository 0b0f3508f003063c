package daybook.testkit.contract;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Currency;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.record.Counting;
import daybook.core.record.Entry;
import daybook.core.record.Origin;
import daybook.core.record.SealedText;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Transactions with ids, and what becomes of them. */
public abstract class RecordSamples extends MongoDbSamples {

  protected static final Instant NOW = Instant.parse("2026-01-16T08:30:00.123456789Z");

  /** Stamp of a checkpoint. */
  protected static final long AT = 1_768_550_000_000L;

  protected static TransactionId id(String name) {
    return new TransactionId(name);
  }

  protected static TransactionId id(int number) {
    return id("tx-%05d".formatted(number));
  }

  /** A deposit. */
  protected static Transaction counts(long cents) {
    return new Transaction(JANUARY_15, 10, TransactionType.DEPOSIT, "Domino's", new Amount(cents));
  }

  protected static TransactionContent content(long cents) {
    return new TransactionContent(
        Instant.parse("2026-01-15T10:30:00.250Z"),
        counts(cents),
        Optional.of("user:1"),
        Optional.of("merchant-1"),
        Optional.of("Cafés & bars"));
  }

  /** What says as little as it may, at one end of what there is. */
  protected static TransactionContent least() {
    return new TransactionContent(
        Instant.parse("0001-01-01T00:00:00Z"),
        new Transaction(AggregateKey.DAY_MIN, 0, TransactionType.WITHDRAWAL, "x", new Amount(0)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** What says as much as it may, at the other end. */
  protected static TransactionContent most() {
    return new TransactionContent(
        Instant.parse("9999-12-31T23:59:59.999Z"),
        new Transaction(
            AggregateKey.DAY_MAX,
            23,
            TransactionType.DEPOSIT.in(new Currency("JPY")),
            Imports.ODD_NAMES.get(Imports.ODD_NAMES.size() - 1),
            new Amount(Long.MAX_VALUE)),
        Optional.of("u".repeat(64)),
        Optional.of("m".repeat(64)),
        Optional.of("\u652f".repeat(64)));
  }

  protected static Origin row(int importNumber, long offset) {
    return new Origin(importId(importNumber), offset);
  }

  /** Of the row of import 1 at 100 times the number. */
  protected static TransactionRecord ofRow(int number) {
    return TransactionRecord.ofRow(id(number), content(number), row(1, 100L * number), NOW);
  }

  protected static TransactionRecord posted(int number) {
    return posted(number, NOW);
  }

  protected static TransactionRecord posted(int number, Instant now) {
    return TransactionRecord.posted(
        id(number), content(number), Map.of("full_name", new SealedText(1, "AAEC/w==")), now);
  }

  protected static Entry open(TransactionRecord record) {
    return record.counting().open().orElseThrow();
  }

  protected static Origin origin(TransactionRecord record) {
    return record.counting().claimed().orElseThrow().origin();
  }

  protected static TransactionRecord inJournal(TransactionRecord record) {
    return record.with(record.counting().inJournal(NOW));
  }

  /** Claimed by the line of its journal in this import. */
  protected static TransactionRecord claimed(TransactionRecord record, int importNumber) {
    Entry line = record.counting().toSeal();
    return record.with(record.counting().claimedBy(line, row(importNumber, 7), NOW));
  }

  protected static TransactionRecord settled(TransactionRecord record, long at) {
    return record.with(record.counting().settledAt(at, NOW.plusSeconds(1)));
  }

  protected static TransactionRecord reopened(TransactionRecord record, long at, boolean setAside) {
    return record.with(record.counting().reopenedAt(at, setAside, NOW.plusSeconds(2)));
  }

  protected static TransactionRecord amended(TransactionRecord record, TransactionContent next) {
    return record.amended(
        next, Map.of("note", new SealedText(record.version() + 1, "bm90ZQ==")), NOW.plusMillis(5));
  }

  /** Whatever it said before is forgotten, and that it said anything; all of it counts by then. */
  protected static TransactionRecord shredded(TransactionRecord record) {
    Counting counting = record.counting();
    while (counting.open().isPresent() || counting.claimed().isPresent()) {
      counting =
          counting.claimed().isPresent()
              ? counting.settledAt(AT, NOW)
              : counting.claimedBy(counting.toSeal(), row(8, 7), NOW);
    }
    return record.shredded(counting, NOW.plusSeconds(100));
  }

  /** A life with every step that there is, from its first revision on. */
  protected static List<TransactionRecord> life(TransactionRecord born) {
    List<UnaryOperator<TransactionRecord>> steps = new ArrayList<>();
    if (born.counting().claimed().isPresent()) {
      steps.add(record -> amended(record, most()));
      steps.add(record -> reopened(record, AT, false));
    }
    steps.add(RecordSamples::inJournal);
    steps.add(record -> claimed(record, 8));
    steps.add(record -> reopened(record, AT + 1, true));
    steps.add(record -> claimed(record, 9));
    steps.add(record -> settled(record, AT + 2));
    steps.add(record -> amended(record, least()));
    steps.add(record -> claimed(record, 10));
    steps.add(record -> amended(record, content(5)));
    steps.add(record -> record.deleted(NOW.plusSeconds(3)));
    steps.add(record -> settled(record, AT + 3));
    steps.add(record -> claimed(record, 11));
    steps.add(record -> settled(record, AT + 4));
    steps.add(RecordSamples::shredded);
    List<TransactionRecord> life = new ArrayList<>(List.of(born));
    steps.forEach(step -> life.add(step.apply(life.get(life.size() - 1))));
    return life;
  }

  /** With as many earlier versions as are kept. */
  protected static TransactionRecord oftenAmended(TransactionRecord record) {
    TransactionRecord now = record;
    for (int i = 0; i <= TransactionRecord.PAST_MAX; i++) {
      now = amended(now, content(i));
    }
    return now;
  }

  /** One entry that differs in each part that counts, and none that does not. */
  protected static List<Entry> others(Entry line) {
    List<Entry> others = new ArrayList<>();
    others.add(
        new Entry(line.turn() + 1, line.version(), line.old(), line.replacement(), line.needs()));
    others.add(
        new Entry(line.turn(), line.version() + 1, line.old(), line.replacement(), line.needs()));
    for (Optional<Transaction> other : others(line.old())) {
      others.add(new Entry(line.turn(), line.version(), other, line.replacement(), line.needs()));
    }
    for (Optional<Transaction> other : others(line.replacement())) {
      others.add(new Entry(line.turn(), line.version(), line.old(), other, line.needs()));
    }
    return others;
  }

  private static List<Optional<Transaction>> others(Optional<Transaction> counts) {
    if (counts.isEmpty()) {
      return List.of(Optional.of(counts(1)));
    }
    Transaction t = counts.get();
    return List.of(
        Optional.empty(),
        Optional.of(
            new Transaction(
                t.day().plusDays(1), t.hour(), t.type(), t.paymentMethod(), t.amount())),
        Optional.of(
            new Transaction(t.day(), t.hour() + 1, t.type(), t.paymentMethod(), t.amount())),
        Optional.of(
            new Transaction(t.day(), t.hour(), t.type().reversed(), t.paymentMethod(), t.amount())),
        Optional.of(
            new Transaction(t.day(), t.hour(), t.type(), t.paymentMethod() + "x", t.amount())),
        Optional.of(
            new Transaction(
                t.day(),
                t.hour(),
                t.type(),
                t.paymentMethod(),
                new Amount(t.amount().cents() + 1))));
  }
}
