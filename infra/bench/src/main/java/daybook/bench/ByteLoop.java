package daybook.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The least that one core must do: a plain loop over bytes in memory that parses generated rows and
 * adds up by day, type and method. It checks nothing and takes no other form than the generator's,
 * with two digits behind the point; what it takes less than a reader of real files is what rules,
 * quotes and rejects cost.
 *
 * <p>Reading from the disk is not timed: the file comes in pieces into one array.
 */
final class ByteLoop {

  /** Long beside what lies between two pieces, small beside the memory. */
  private static final int PIECE_BYTES = 16 << 20;

  private static final int DAY_BYTES = 10;

  /** {@code T00:00:00,} after the day. */
  private static final int TIME_BYTES = 10;

  /** Sums at most, a power of two: four times a month of 200 methods and two types, and above. */
  private static final int SLOTS = 1 << 16;

  /** Odd and with bits all over, so that names that differ in any place get other hashes. */
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final long[] hashes = new long[SLOTS];
  private final long[] cents = new long[SLOTS];
  private final byte[][] names = new byte[SLOTS][];
  private long rows;
  private long nanos;

  private ByteLoop() {}

  /**
   * What it has found.
   *
   * @param sums the sums
   * @param rows rows
   * @param seconds time of the loop alone
   */
  record Result(Sums sums, long rows, double seconds) {}

  /** Adds up a generated file. */
  static Result run(Path file) throws IOException {
    ByteLoop loop = new ByteLoop();
    byte[] piece = new byte[PIECE_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      int kept = 0;
      boolean header = true;
      while (true) {
        int read = in.readNBytes(piece, kept, piece.length - kept);
        int length = kept + read;
        int end = read == 0 ? length : lastRowEnd(piece, length);
        int start = header ? firstRow(piece) : 0;
        header = false;
        long beganNs = System.nanoTime();
        loop.add(piece, start, end);
        loop.nanos += System.nanoTime() - beganNs;
        kept = length - end;
        System.arraycopy(piece, end, piece, 0, kept);
        if (read == 0) {
          return new Result(loop.sums(), loop.rows, loop.nanos / 1e9);
        }
      }
    }
  }

  private static int firstRow(byte[] piece) {
    int at = 0;
    while (piece[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  private static int lastRowEnd(byte[] piece, int length) {
    int end = length;
    while (end > 0 && piece[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private void add(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int day = at;
      long hash = 1;
      for (int end = at + DAY_BYTES; at < end; at++) {
        hash = hash * MULTIPLIER + bytes[at];
      }
      at += TIME_BYTES;
      int words = at;
      // The type, its comma, the method and its comma.
      for (int commas = 0; commas < 2; at++) {
        byte next = bytes[at];
        hash = hash * MULTIPLIER + next;
        commas += next == ',' ? 1 : 0;
      }
      int wordsEnd = at - 1;
      long amount = 0;
      for (byte next = bytes[at]; next != ','; next = bytes[++at]) {
        if (next != '.') {
          amount = amount * 10 + (next - '0');
        }
      }
      cents[slot(hash, bytes, day, words, wordsEnd)] += amount;
      while (bytes[at] != '\n') {
        at++;
      }
      at++;
      rows++;
    }
  }

  /** Where the sum of a name is; a 64-bit hash stands for the name. */
  private int slot(long hash, byte[] bytes, int day, int words, int wordsEnd) {
    int slot = (int) (hash ^ hash >>> 32) & SLOTS - 1;
    while (names[slot] != null && hashes[slot] != hash) {
      slot = slot + 1 & SLOTS - 1;
    }
    if (names[slot] == null) {
      hashes[slot] = hash;
      byte[] name = Arrays.copyOfRange(bytes, day, day + DAY_BYTES + 1 + wordsEnd - words);
      System.arraycopy(bytes, words, name, DAY_BYTES + 1, wordsEnd - words);
      names[slot] = name;
    }
    return slot;
  }

  private Sums sums() {
    SortedMap<String, Long> sums = new TreeMap<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      if (names[slot] != null) {
        String name = new String(names[slot], US_ASCII);
        int comma = name.indexOf(',');
        sums.put(
            Sums.name(
                name.substring(0, DAY_BYTES),
                name.substring(DAY_BYTES + 1, comma) + "s",
                name.substring(comma + 1)),
            cents[slot]);
      }
    }
    return new Sums(sums);
  }
}
