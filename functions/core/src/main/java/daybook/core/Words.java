package daybook.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Words by their bytes, numbered from 0 as they come. Looking one up makes no object. Not safe for
 * threads.
 */
public final class Words {

  /** Places at first, a power of two; at most half of them are taken. */
  private static final int PLACES = 64;

  /** Words of up to so many bytes are two numbers, which are compared at once. */
  private static final int SHORT_MAX = 2 * Long.BYTES;

  /** Short words that were found last, by a hash of so many bits. */
  private static final int SHORT_BITS = 6;

  private static final int SHORT_WORDS = 1 << SHORT_BITS;

  /** At each place the number of a word and 1, or 0. */
  private int[] places = new int[PLACES];

  private byte[][] words = new byte[PLACES / 2][];
  private int[] hashes = new int[PLACES / 2];
  private int size;

  // Of each short word: its bytes, zero behind its end, its length, 0 for none, and its number.
  private final long[] shortLow = new long[SHORT_WORDS];
  private final long[] shortHigh = new long[SHORT_WORDS];
  private final int[] shortLength = new int[SHORT_WORDS];
  private final int[] shortNumber = new int[SHORT_WORDS];

  /** The hash of some bytes and one more; that of none is 0. */
  public static int hash(int hash, byte more) {
    return 31 * hash + more;
  }

  /** The hash of the bytes from start to before end. */
  public static int hash(byte[] in, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash(hash, in[i]);
    }
    return hash;
  }

  /** The number of the word from start to before end, or -1 if it is not in. */
  public int find(byte[] in, int start, int end) {
    int length = end - start;
    if (length > SHORT_MAX || in.length - start < SHORT_MAX || length == 0) {
      return find(in, start, end, hash(in, start, end));
    }
    long low = EightBytes.at(in, start);
    long high = 0;
    if (length > Long.BYTES) {
      high = EightBytes.at(in, start + Long.BYTES) & firstBytes(length - Long.BYTES);
    } else {
      low &= firstBytes(length);
    }
    int place = shortPlace(low ^ (31 * high));
    if (shortLow[place] == low && shortHigh[place] == high && shortLength[place] == length) {
      return shortNumber[place];
    }
    int number = find(in, start, end, hash(in, start, end));
    if (number >= 0) {
      shortLow[place] = low;
      shortHigh[place] = high;
      shortLength[place] = length;
      shortNumber[place] = number;
    }
    return number;
  }

  /**
   * The same where the hash is known.
   *
   * @param hash of its bytes
   */
  public int find(byte[] in, int start, int end, int hash) {
    int[] table = places;
    int mask = table.length - 1;
    int place = place(hash) & mask;
    for (int taken = table[place]; taken != 0; taken = table[place]) {
      if (hashes[taken - 1] == hash && isWord(words[taken - 1], in, start, end)) {
        return taken - 1;
      }
      place = (place + 1) & mask;
    }
    return -1;
  }

  /** Takes the first of eight bytes, 1 to 8 of them. */
  private static long firstBytes(int count) {
    return -1L >>> (8 * (Long.BYTES - count));
  }

  /** Fibonacci hashing: by 2^64 over the golden ratio, of which the upper bits are the best. */
  private static int shortPlace(long bits) {
    return (int) ((bits * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - SHORT_BITS));
  }

  /** The upper half of a hash counts too. */
  private static int place(int hash) {
    return hash ^ (hash >>> 16);
  }

  private static boolean isWord(byte[] word, byte[] in, int start, int end) {
    if (word.length != end - start) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (word[i] != in[start + i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Takes a word in that is not in; its bytes are copied.
   *
   * @return its number
   * @throws IllegalArgumentException if it is in
   */
  public int add(byte[] in, int start, int end) {
    int hash = hash(in, start, end);
    if (find(in, start, end, hash) >= 0) {
      throw new IllegalArgumentException(
          "in twice: " + new String(in, start, end - start, StandardCharsets.UTF_8));
    }
    if (size == words.length) {
      grow();
    }
    words[size] = Arrays.copyOfRange(in, start, end);
    hashes[size] = hash;
    enter(size);
    return size++;
  }

  private void grow() {
    words = Arrays.copyOf(words, 2 * size);
    hashes = Arrays.copyOf(hashes, 2 * size);
    places = new int[4 * size];
    for (int number = 0; number < size; number++) {
      enter(number);
    }
  }

  private void enter(int number) {
    int mask = places.length - 1;
    int place = place(hashes[number]) & mask;
    while (places[place] != 0) {
      place = (place + 1) & mask;
    }
    places[place] = number + 1;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /**
   * The bytes of a word; not copied.
   *
   * @throws IndexOutOfBoundsException if there is none of this number
   */
  public byte[] word(int number) {
    if (number >= size) {
      throw new IndexOutOfBoundsException("word " + number + " of " + size);
    }
    return words[number];
  }
}
