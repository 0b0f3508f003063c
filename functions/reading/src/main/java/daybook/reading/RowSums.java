package daybook.reading;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.core.FieldName;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.protocol.Batch;
import daybook.core.protocol.SumLines;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link daybook.core.DailySums} does, for the rows of one file at the speed of its bytes:
 * sums lie in arrays, a slot for each day and type, and in a slot first one for each payment method
 * and then one for each hour. A further view needs a part of the slot as well. Not safe for
 * threads.
 */
final class RowSums {

  /** A batch of {@link Batch#AGGREGATES_MAX} has fewer: one for each day and type. */
  private static final int SLOTS_MAX = 1_024;

  /** Places of the table, a power of two: at most one in four is taken. */
  private static final int PLACES = 4 * SLOTS_MAX;

  private static final int HOURS = 24;
  private static final int NONE = -1;

  private static final byte[][] HOUR_FIELDS = new byte[HOURS][];

  static {
    for (int hour = 0; hour < HOURS; hour++) {
      Transaction any =
          new Transaction(LocalDate.EPOCH, hour, TransactionType.DEPOSIT, "", Amount.ZERO);
      HOUR_FIELDS[hour] = View.HOURS.fieldOf(any).getBytes(StandardCharsets.US_ASCII);
    }
  }

  private final PaymentMethods methods;

  /** Their indexes by ascending names, renewed when there are further ones. */
  private int[] order = new int[0];

  private final int[] slotAt = new int[PLACES];
  private final long[] keys = new long[SLOTS_MAX];
  private int slots;
  private int methodsMax = 8;
  private long[] cents = new long[0];
  private int[] counts = new int[0];
  private boolean[] methodSeen = new boolean[methodsMax];
  private int methodsSeen;
  private int hoursSeen;
  private int size;
  private long lastKey;
  private int lastSlot = NONE;

  /**
   * Begins empty.
   *
   * @param methods the payment methods of the file; every one that is added is among them
   */
  public RowSums(PaymentMethods methods) {
    this.methods = methods;
    Arrays.fill(slotAt, NONE);
  }

  /**
   * Adds a transaction.
   *
   * @param day days since 1970
   * @param group a number of {@link Groups}
   * @param hour of the day, 0 to 23
   * @param method number of one of the file's payment methods
   * @param amount in cents
   */
  void add(long day, int group, int hour, int method, long amount) {
    long key = day * Groups.COUNT + group;
    int slot = key == lastKey && lastSlot != NONE ? lastSlot : slot(key);
    if (method >= methodsMax) {
      grow(method);
    }
    int start = slot * (methodsMax + HOURS);
    size += counts[start + method] == 0 ? parts(method) : 0;
    raise(start + method, amount);
    size += counts[start + methodsMax + hour] == 0 ? 1 : 0;
    raise(start + methodsMax + hour, amount);
    if (!methodSeen[method]) {
      methodSeen[method] = true;
      methodsSeen += parts(method);
    }
    hoursSeen |= 1 << hour;
  }

  private void raise(int cell, long amount) {
    cents[cell] += amount;
    counts[cell]++;
  }

  private int parts(int method) {
    return FieldName.parts(methods.bytes(method).length);
  }

  private int slot(long key) {
    int place = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & (PLACES - 1);
    while (slotAt[place] != NONE && keys[slotAt[place]] != key) {
      place = (place + 1) & (PLACES - 1);
    }
    if (slotAt[place] == NONE) {
      slotAt[place] = slots;
      keys[slots] = key;
      slots++;
      int cells = slots * (methodsMax + HOURS);
      if (cells > cents.length) {
        cents = Arrays.copyOf(cents, 2 * cells);
        counts = Arrays.copyOf(counts, 2 * cells);
      }
    }
    lastKey = key;
    lastSlot = slotAt[place];
    return lastSlot;
  }

  /** Makes room for a further payment method in every slot. */
  private void grow(int method) {
    int more = Math.max(2 * methodsMax, Integer.highestOneBit(method) * 2);
    long[] widerCents = new long[Math.max(1, slots) * (more + HOURS)];
    int[] widerCounts = new int[widerCents.length];
    for (int slot = 0; slot < slots; slot++) {
      int from = slot * (methodsMax + HOURS);
      int to = slot * (more + HOURS);
      System.arraycopy(cents, from, widerCents, to, methodsMax);
      System.arraycopy(counts, from, widerCounts, to, methodsMax);
      System.arraycopy(cents, from + methodsMax, widerCents, to + more, HOURS);
      System.arraycopy(counts, from + methodsMax, widerCounts, to + more, HOURS);
    }
    cents = widerCents;
    counts = widerCounts;
    methodSeen = Arrays.copyOf(methodSeen, more);
    methodsMax = more;
  }

  /** Whether a batch has enough: no further row may be added then. */
  public boolean isFull() {
    return size >= Batch.SUMS_MAX
        || slots * View.values().length >= Batch.AGGREGATES_MAX
        || slots * (methodsSeen + Integer.bitCount(hoursSeen)) >= Batch.CHANGES_MAX;
  }

  /** The payment methods of what was added, ascending. */
  List<String> methods() {
    return methods.names().stream().filter(this::isSeen).toList();
  }

  private boolean isSeen(String name) {
    int method = methods.index(name);
    return method < methodSeen.length && methodSeen[method];
  }

  /** Writes everything that was added, in the order of batches. */
  public void write(SumLines lines) {
    if (order.length < methods.size()) {
      order = methods.names().stream().mapToInt(methods::index).toArray();
    }
    long[] ascending = new long[slots];
    for (int slot = 0; slot < slots; slot++) {
      ascending[slot] = keys[slot] * SLOTS_MAX + slot;
    }
    Arrays.sort(ascending);
    for (View view : View.values()) {
      for (long next : ascending) {
        long key = Math.floorDiv(next, (long) SLOTS_MAX);
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(key, Groups.COUNT));
        TransactionType type = Groups.type(Math.floorMod(key, Groups.COUNT));
        lines.begin(new AggregateKey(view, day, type));
        int start = Math.floorMod(next, SLOTS_MAX) * (methodsMax + HOURS);
        if (view == View.TOTALS) {
          writeMethods(lines, start);
        } else {
          writeHours(lines, start + methodsMax);
        }
        lines.end();
      }
    }
  }

  private void writeMethods(SumLines lines, int start) {
    for (int method : order) {
      // Further ones have no cell yet, for no row of theirs was added.
      if (method < methodsMax && counts[start + method] > 0) {
        lines.add(methods.bytes(method), cents[start + method], counts[start + method]);
      }
    }
  }

  private void writeHours(SumLines lines, int start) {
    for (int hour = 0; hour < HOURS; hour++) {
      if (counts[start + hour] > 0) {
        lines.add(HOUR_FIELDS[hour], cents[start + hour], counts[start + hour]);
      }
    }
  }

  /** Takes everything out. */
  public void clear() {
    int cells = slots * (methodsMax + HOURS);
    Arrays.fill(cents, 0, cells, 0);
    Arrays.fill(counts, 0, cells, 0);
    Arrays.fill(slotAt, NONE);
    Arrays.fill(methodSeen, false);
    slots = 0;
    lastSlot = NONE;
    methodsSeen = 0;
    hoursSeen = 0;
    size = 0;
  }
}
