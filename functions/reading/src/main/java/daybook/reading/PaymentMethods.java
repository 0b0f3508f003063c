package daybook.reading;

import daybook.core.protocol.ImportPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The payment methods of one file's accepted rows, at most {@link ImportPosition#METHODS_MAX}.
 * Looking one up makes no object. Not safe for threads.
 */
public final class PaymentMethods {

  /** Places of the hash table, a power of two: at most two in five are taken. */
  private static final int SLOTS = 512;

  private final byte[][] slots = new byte[SLOTS][];

  /** What stands at each place: the how manieth method it is. */
  private final int[] indexes = new int[SLOTS];

  private final List<String> texts = new ArrayList<>();
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
   * @return its name, or null if it would be one too many
   */
  @Nullable String admit(byte[] bytes, int start, int end) {
    int place = place(bytes, start, end, hash(bytes, start, end));
    if (slots[place] != null) {
      return texts.get(indexes[place]);
    }
    if (names.size() == ImportPosition.METHODS_MAX) {
      return null;
    }
    String name = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
    slots[place] = Arrays.copyOfRange(bytes, start, end);
    indexes[place] = texts.size();
    texts.add(name);
    names.add(name);
    return name;
  }

  /**
   * The index of a method, or -1 if it is not in.
   *
   * @param hash of its bytes, as {@link #hash(int, byte)} adds them up from 0
   */
  int index(byte[] bytes, int start, int end, int hash) {
    int place = place(bytes, start, end, hash);
    return slots[place] == null ? -1 : indexes[place];
  }

  /** The index of a method, from 0 in the order in which they came in, or -1 if it is not in. */
  int index(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    return index(bytes, 0, bytes.length, hash(bytes, 0, bytes.length));
  }

  private int place(byte[] bytes, int start, int end, int hash) {
    int place = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    while (slots[place] != null
        && !Arrays.equals(slots[place], 0, slots[place].length, bytes, start, end)) {
      place = (place + 1) & (SLOTS - 1);
    }
    return place;
  }

  private static int hash(byte[] bytes, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash(hash, bytes[i]);
    }
    return hash;
  }

  /** The hash of some bytes and one more. */
  static int hash(int hash, byte more) {
    return 31 * hash + more;
  }

  /** Every method so far, by index. */
  String[] texts() {
    return texts.toArray(new String[0]);
  }

  /** Every method so far; unmodifiable, and growing with this. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(names);
  }
}
