package daybook.testkit.contract;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.View;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.UnreadableBatchException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Imports, batches and totals to play the protocol with. */
public final class Imports {

  /** An expired day's deposits; {@link #CUT_OFF} is later. */
  public static final AggregateKey X = AggregateKey.parse("2026-01-10:deposits");

  /** A hot day's deposits. */
  public static final AggregateKey H = AggregateKey.parse("2026-01-20:deposits");

  public static final LocalDate CUT_OFF = LocalDate.of(2026, 1, 15);
  public static final Instant BEGUN = Instant.parse("2026-01-21T08:00:00.123Z");

  /** Payment methods as people and providers write them. */
  public static final List<String> ODD_NAMES =
      List.of(
          "3",
          "Apple Pay",
          "Apple  Pay",
          "Debit/Credit",
          "Domino's",
          "Marks & Spencer",
          "SEPA (Core)",
          "a+b",
          "a-b_C9",
          "constructor",
          "other",
          "\u00dcberweisung",
          "\u0924\u0924\u094d\u0915\u093e\u0932",
          "\u652f\u4ed8\u5b9d",
          "\u652f".repeat(64),
          "\ud840\udc00".repeat(64));

  private Imports() {}

  /** The n-th object version. */
  public static ObjectVersion version(int n) {
    return new ObjectVersion(
        "uploads", "day \"" + n + "\".csv", "v" + n, "etag" + n, Instant.EPOCH, 100L + n);
  }

  public static ImportPosition position(long offset) {
    return new ImportPosition(
        offset, offset, offset, Map.of(), new TreeSet<>(), ImportState.RUNNING, null);
  }

  /** A batch of these rows that does not end its import. */
  public static Batch batch(ObjectVersion source, long from, long to, String... rows) {
    return batch(source, from, position(to), rows);
  }

  /** A batch of these rows that ends its import. */
  public static Batch last(ObjectVersion source, long from, long to, String... rows) {
    return batch(source, from, position(to).ending(ImportState.COMPLETE, null), rows);
  }

  public static Batch batch(ObjectVersion source, long from, ImportPosition end, String... rows) {
    return Batch.of(new BatchId(source.importId(), from, end.offset()), end, sums(rows));
  }

  /** The sums of rows as the first form of batches has them. */
  public static Totals sums(String... rows) {
    try {
      return FormOne.batch(new BatchId(version(0).importId(), 0, 1), position(1), rows).sums();
    } catch (UnreadableBatchException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A row as it lies in a batch of the first form. */
  public static String row(AggregateKey key, String method, String amount) {
    return key.day() + "T10:30:00Z," + key.type().csvName() + "," + method + "," + amount;
  }

  /** These days and types in every view. */
  public static SortedSet<AggregateKey> inAllViews(AggregateKey... keys) {
    SortedSet<AggregateKey> all = new TreeSet<>();
    for (AggregateKey key : keys) {
      for (View view : View.values()) {
        all.add(key.in(view));
      }
    }
    return all;
  }

  /** Method and amount in turn, of one row each. */
  public static SortedMap<String, Sum> totals(String... methodsAndAmounts) {
    SortedMap<String, Sum> totals = new TreeMap<>();
    amounts(methodsAndAmounts).forEach((method, amount) -> totals.put(method, Sum.of(amount)));
    return totals;
  }

  /** The money of totals. */
  public static SortedMap<String, Amount> amounts(SortedMap<String, Sum> totals) {
    SortedMap<String, Amount> amounts = new TreeMap<>();
    totals.forEach((method, sum) -> amounts.put(method, sum.amount()));
    return amounts;
  }

  /** Method and amount in turn. */
  public static SortedMap<String, Amount> amounts(String... methodsAndAmounts) {
    SortedMap<String, Amount> totals = new TreeMap<>();
    for (int i = 0; i < methodsAndAmounts.length; i += 2) {
      totals.put(methodsAndAmounts[i], Amount.parse(methodsAndAmounts[i + 1]));
    }
    return totals;
  }

  /** So many methods, one cent each. */
  public static SortedMap<String, Sum> manyTotals(int methods) {
    SortedMap<String, Sum> totals = new TreeMap<>();
    for (int i = 0; i < methods; i++) {
      totals.put("method" + i, new Sum(1, 1));
    }
    return totals;
  }

  public static Base base(long lastUpdated, String... methodsAndAmounts) {
    return new Base(totals(methodsAndAmounts), lastUpdated);
  }
}
