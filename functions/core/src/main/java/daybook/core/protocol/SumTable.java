package daybook.core.protocol;

import java.util.Arrays;

/**
 * Sums by two small numbers, that of a key and that of a name: a hash table without objects. Not
 * safe for threads.
 */
final class SumTable {

  /** Places at first, a power of two; at most half of them are taken. */
  private static final int PLACES = 256;

  /** At each place the number of a sum and 1, or 0. */
  private int[] places = new int[PLACES];

  private long[] ids = new long[PLACES / 2];
  private long[] cents = new long[PLACES / 2];
  private long[] counts = new long[PLACES / 2];
  private int[] lines = new int[PLACES / 2];
  private int size;

  /**
   * Adds to a sum.
   *
   * @param line in which it stands, from 1; each line has a number of its own
   * @return whether it is the first of key and name in this line; where not, nothing was added
   * @throws ArithmeticException if the sum passes 2^63
   */
  boolean add(int key, int name, int line, long moreCents, long moreCount) {
    int sum = sum(((long) key << Integer.SIZE) | name);
    if (lines[sum] == line) {
      return false;
    }
    lines[sum] = line;
    cents[sum] = Math.addExact(cents[sum], moreCents);
    counts[sum] = Math.addExact(counts[sum], moreCount);
    return true;
  }

  private int sum(long id) {
    int mask = places.length - 1;
    int place = place(id) & mask;
    for (int taken = places[place]; taken != 0; taken = places[place]) {
      if (ids[taken - 1] == id) {
        return taken - 1;
      }
      place = (place + 1) & mask;
    }
    if (size == ids.length) {
      grow();
    }
    ids[size] = id;
    enter(size);
    return size++;
  }

  /** Spreads both numbers by the golden ratio of 2^64. */
  private static int place(long id) {
    return (int) ((id * 0x9E3779B97F4A7C15L) >>> Integer.SIZE);
  }

  private void grow() {
    ids = Arrays.copyOf(ids, 2 * size);
    cents = Arrays.copyOf(cents, 2 * size);
    counts = Arrays.copyOf(counts, 2 * size);
    lines = Arrays.copyOf(lines, 2 * size);
    places = new int[4 * size];
    for (int sum = 0; sum < size; sum++) {
      enter(sum);
    }
  }

  private void enter(int sum) {
    int mask = places.length - 1;
    int place = place(ids[sum]) & mask;
    while (places[place] != 0) {
      place = (place + 1) & mask;
    }
    places[place] = sum + 1;
  }

  /** How many sums there are. */
  int size() {
    return size;
  }

  /** The key of a sum, by its number from 0. */
  int key(int sum) {
    return (int) (ids[sum] >>> Integer.SIZE);
  }

  /** Its name. */
  int name(int sum) {
    return (int) ids[sum];
  }

  /** Its money. */
  long cents(int sum) {
    return cents[sum];
  }

  /** Its rows. */
  long count(int sum) {
    return counts[sum];
  }
}
