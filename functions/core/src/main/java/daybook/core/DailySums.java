package daybook.core;

import daybook.core.protocol.Batch;
import daybook.core.protocol.UnreadableBatchException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which sums a batch makes: today one per day, type and payment method. A further view of the
 * transactions is a further sum made here. Not safe for use by several threads.
 */
public final class DailySums {

  /** Characters of a date, {@code 2026-01-15}. */
  private static final int DATE_LENGTH = 10;

  /** One sum and what it belongs to. */
  private static final class Sum {
    final AggregateKey key;
    final String method;
    long cents;

    Sum(AggregateKey key, String method) {
      this.key = key;
      this.method = method;
    }
  }

  /** By the text that tells sums apart: date, then type and method as they stand in a row. */
  private final Map<String, Sum> sums = new HashMap<>();

  private long rows;

  /**
   * Adds every row of a batch.
   *
   * @throws UnreadableBatchException if a row has another form, or the sum of its cents passes
   *     2^63; these sums are then of no use any more
   */
  public void add(Batch batch) throws UnreadableBatchException {
    byte[] bytes = batch.element();
    int start = batch.rowsStart();
    while (start < bytes.length) {
      int end = indexOf(bytes, '\n', start, bytes.length);
      if (end < 0) {
        throw unreadable(batch, start, "expected a line feed after the row");
      }
      addRow(batch, start, end);
      start = end + 1;
    }
  }

  private void addRow(Batch batch, int start, int end) throws UnreadableBatchException {
    byte[] bytes = batch.element();
    int typeStart = indexOf(bytes, ',', start, end) + 1;
    int amountStart = lastIndexOf(bytes, ',', start, end) + 1;
    if (typeStart <= start + DATE_LENGTH || amountStart <= typeStart) {
      throw unreadable(batch, start, "expected timestamp,type,payment_method,amount");
    }
    String group =
        new String(bytes, start, DATE_LENGTH, StandardCharsets.ISO_8859_1)
            + new String(
                bytes, typeStart, amountStart - 1 - typeStart, StandardCharsets.ISO_8859_1);
    Sum sum = sums.get(group);
    if (sum == null) {
      sum = newSum(batch, start, group);
      sums.put(group, sum);
    }
    try {
      sum.cents = Math.addExact(sum.cents, cents(bytes, amountStart, end));
    } catch (NumberFormatException | ArithmeticException e) {
      throw unreadable(batch, start, "expected an amount such as 12.30, sums below 2^63 cents", e);
    }
    rows++;
  }

  private static Sum newSum(Batch batch, int start, String group) throws UnreadableBatchException {
    int comma = group.indexOf(',');
    String method = group.substring(comma + 1);
    // Only importers write batches; but one name that MongoDB refuses would stop every dump.
    byte[] name = method.getBytes(StandardCharsets.ISO_8859_1);
    if (comma < 0 || !PaymentMethod.isName(name, 0, name.length)) {
      throw unreadable(batch, start, "expected a payment method");
    }
    try {
      LocalDate day = LocalDate.parse(group.substring(0, DATE_LENGTH));
      TransactionType type = TransactionType.ofCsvName(group.substring(DATE_LENGTH, comma));
      return new Sum(new AggregateKey(day, type), method);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw unreadable(batch, start, "expected a date and a type", e);
    }
  }

  private static long cents(byte[] bytes, int start, int end) {
    int point = end - 3;
    if (point <= start || bytes[point] != '.') {
      throw new NumberFormatException("no amount with two digits after the point");
    }
    long cents = 0;
    for (int i = start; i < end; i++) {
      if (i == point) {
        continue;
      }
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        throw new NumberFormatException("no digit at place " + (i - start));
      }
      cents = Math.addExact(Math.multiplyExact(cents, 10L), digit);
    }
    return cents;
  }

  private static int indexOf(byte[] bytes, char c, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == c) {
        return i;
      }
    }
    return -1;
  }

  private static int lastIndexOf(byte[] bytes, char c, int start, int end) {
    for (int i = end - 1; i >= start; i--) {
      if (bytes[i] == c) {
        return i;
      }
    }
    return -1;
  }

  private static UnreadableBatchException unreadable(Batch batch, int at, String expected) {
    return new UnreadableBatchException(place(batch, at) + ": " + expected);
  }

  private static UnreadableBatchException unreadable(
      Batch batch, int at, String expected, Throwable cause) {
    return new UnreadableBatchException(place(batch, at) + ": " + expected, cause);
  }

  private static String place(Batch batch, int at) {
    return "batch %s, row at byte %d".formatted(batch.id(), at - batch.rowsStart());
  }

  /** How many rows were added. */
  public long rows() {
    return rows;
  }

  /** The sums of everything added, by aggregate and payment method. */
  public Totals sums() {
    SortedMap<AggregateKey, SortedMap<String, Amount>> byKey = new TreeMap<>();
    for (Sum sum : sums.values()) {
      byKey.computeIfAbsent(sum.key, k -> new TreeMap<>()).put(sum.method, new Amount(sum.cents));
    }
    return new Totals(byKey);
  }
}
