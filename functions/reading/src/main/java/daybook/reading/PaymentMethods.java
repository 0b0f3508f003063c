package daybook.reading;

import daybook.core.protocol.ImportPosition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The payment methods of one file's accepted rows, at most {@link ImportPosition#METHODS_MAX}.
 * Looking one up makes no object. Not safe for threads.
 */
public final class PaymentMethods {

  /** Places of the hash table, a power of two: at most two in five are taken. */
  private static final int SLOTS = 512;

  private final byte[][] slots = new byte[SLOTS][];
  private final SortedSet<String> names = new TreeSet<>();

  /** Starts with methods that are known already. */
  public PaymentMethods(Collection<String> known) {
    for (String name : known) {
      byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
      admit(bytes, 0, bytes.length);
    }
  }

  /**
   * Takes a method in, if there is room for one more or it is in already.
   *
   * @return false if it would be one too many
   */
  boolean admit(byte[] bytes, int start, int end) {
    int slot = hash(bytes, start, end) & (SLOTS - 1);
    while (slots[slot] != null) {
      byte[] known = slots[slot];
      if (Arrays.equals(known, 0, known.length, bytes, start, end)) {
        return true;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    if (names.size() == ImportPosition.METHODS_MAX) {
      return false;
    }
    slots[slot] = Arrays.copyOfRange(bytes, start, end);
    names.add(new String(bytes, start, end - start, StandardCharsets.US_ASCII));
    return true;
  }

  private static int hash(byte[] bytes, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ (hash >>> 16);
  }

  /** Every method so far; unmodifiable, and growing with this. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(names);
  }
}
