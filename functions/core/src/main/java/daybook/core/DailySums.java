package daybook.core;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds transactions up, view by view, and sums of transactions that were added up before. Not safe
 * for use by several threads.
 */
public final class DailySums {

  private final Map<AggregateKey, Map<String, Sum>> sums = new HashMap<>();
  private long rows;

  /**
   * Adds a transaction to every view.
   *
   * @throws ArithmeticException if a sum passes 2^63; these sums are of no use any more then
   */
  public void add(Transaction transaction) {
    add(transaction, Sum.of(transaction.amount()));
  }

  /**
   * Takes a transaction back in every view, by adding it to the reversals of its group.
   *
   * @throws ArithmeticException as {@link #add(Transaction)}
   */
  public void reverse(Transaction transaction) {
    add(
        new Transaction(
            transaction.day(),
            transaction.hour(),
            transaction.type().reversed(),
            transaction.paymentMethod(),
            transaction.amount()));
  }

  /**
   * Adds several transactions that are in the same field of every view.
   *
   * @param like any of them; its amount is not looked at
   * @param sum what they add up to
   * @throws ArithmeticException as {@link #add(Transaction)}
   */
  public void add(Transaction like, Sum sum) {
    for (View view : View.values()) {
      add(new AggregateKey(view, like.day(), like.type()), view.fieldOf(like), sum);
    }
  }

  /**
   * Adds sums of all views.
   *
   * @throws ArithmeticException as {@link #add(Transaction)}
   */
  public void add(Totals more) {
    more.forEach((key, fields) -> fields.forEach((field, sum) -> add(key, field, sum)));
  }

  private void add(AggregateKey key, String field, Sum sum) {
    Map<String, Sum> fields = sums.computeIfAbsent(key, k -> new HashMap<>());
    fields.merge(field, sum, Sum::plus);
    rows += key.view() == View.TOTALS ? sum.count() : 0;
  }

  /** How many rows were added. */
  public long rows() {
    return rows;
  }

  /** Everything that was added. */
  public Totals sums() {
    SortedMap<AggregateKey, SortedMap<String, Sum>> byKey = new TreeMap<>();
    sums.forEach((key, fields) -> byKey.put(key, new TreeMap<>(fields)));
    return new Totals(byKey);
  }
}
