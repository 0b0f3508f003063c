package daybook.core;

import daybook.core.protocol.Batch;
import daybook.core.protocol.UnreadableBatchException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
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

  private final SortedMap<AggregateKey, SortedMap<String, Amount>> sums = new TreeMap<>();
  private final Map<String, LocalDate> days = new HashMap<>();
  private final Map<String, Long> centsByGroup = new HashMap<>();

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
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      if (end == bytes.length) {
        throw unreadable(batch, start, "its last row has no end");
      }
      addRow(batch, start, end);
      start = end + 1;
    }
  }

  private void addRow(Batch batch, int start, int end) throws UnreadableBatchException {
    byte[] bytes = batch.element();
    int typeStart = indexOf(bytes, ',', start, end) + 1;
    int amountStart = lastIndexOf(bytes, ',', typeStart, end) + 1;
    if (typeStart <= start + DATE_LENGTH || amountStart <= typeStart) {
      throw unreadable(batch, start, "expected timestamp,type,payment_method,amount");
    }
    String group =
        new String(bytes, start, DATE_LENGTH, StandardCharsets.ISO_8859_1)
            + new String(
                bytes, typeStart, amountStart - 1 - typeStart, StandardCharsets.ISO_8859_1);
    try {
      centsByGroup.merge(group, cents(bytes, amountStart, end), Math::addExact);
    } catch (NumberFormatException | ArithmeticException e) {
      throw unreadable(batch, start, "expected an amount such as 12.30, summing below 2^63 cents");
    }
  }

  private static long cents(byte[] bytes, int start, int end) {
    int point = end - 3;
    if (point <= start || bytes[point] != '.') {
      throw new NumberFormatException();
    }
    long cents = 0;
    for (int i = start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (i == point) {
        continue;
      }
      if (digit < 0 || digit > 9) {
        throw new NumberFormatException();
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
    return new UnreadableBatchException(
        "batch %s, row at byte %d: %s".formatted(batch.id(), at - batch.rowsStart(), expected));
  }

  /**
   * The sums of everything added, whole aggregates in order; unmodifiable.
   *
   * @throws UnreadableBatchException if a row named no date, type or payment method
   */
  public SortedMap<AggregateKey, SortedMap<String, Amount>> sums() throws UnreadableBatchException {
    sums.clear();
    for (Map.Entry<String, Long> entry : centsByGroup.entrySet()) {
      String group = entry.getKey();
      String typeAndMethod = group.substring(DATE_LENGTH);
      int comma = typeAndMethod.indexOf(',');
      if (comma < 0 || comma == typeAndMethod.length() - 1) {
        throw new UnreadableBatchException("a row without payment method: " + group);
      }
      AggregateKey key = new AggregateKey(day(group), type(typeAndMethod.substring(0, comma)));
      sums.computeIfAbsent(key, k -> new TreeMap<>())
          .put(typeAndMethod.substring(comma + 1), new Amount(entry.getValue()));
    }
    return Collections.unmodifiableSortedMap(sums);
  }

  private LocalDate day(String group) throws UnreadableBatchException {
    String text = group.substring(0, DATE_LENGTH);
    try {
      return days.computeIfAbsent(text, LocalDate::parse);
    } catch (DateTimeException e) {
      throw new UnreadableBatchException("a row without date: " + text, e);
    }
  }

  private static TransactionType type(String csvName) throws UnreadableBatchException {
    for (TransactionType type : TransactionType.values()) {
      if (type.csvName().equals(csvName)) {
        return type;
      }
    }
    throw new UnreadableBatchException("a row of type " + csvName);
  }
}
