package daybook.reading;

import java.util.BitSet;

/** Text in the encoding of mainframes, in which letters and digits are bytes above 0x80. */
final class Ebcdic {

  /** Fewer bytes tell nothing. */
  private static final int BYTES_MIN = 16;

  /** So many are looked at. */
  private static final int BYTES_MAX = 256;

  /** Letters and digits of all code pages. */
  private static final BitSet WORDS = new BitSet();

  /** Blank, line ends and signs that headers and rows have. */
  private static final BitSet SIGNS = new BitSet();

  static {
    int[] ranges = {
      0x81, 0x89, 0x91, 0x99, 0xa2, 0xa9, 0xc1, 0xc9, 0xd1, 0xd9, 0xe2, 0xe9, 0xf0, 0xf9
    };
    for (int i = 0; i < ranges.length; i += 2) {
      WORDS.set(ranges[i], ranges[i + 1] + 1);
    }
    int[] signs = {
      0x05, 0x0d, 0x15, 0x25, 0x40, 0x4b, 0x4e, 0x4f, 0x5e, 0x60, 0x61, 0x6b, 0x6d, 0x7a, 0x7d, 0x7f
    };
    for (int sign : signs) {
      SIGNS.set(sign);
    }
  }

  private Ebcdic() {}

  /** Whether a file begins with such text, most of it letters and digits. */
  static boolean isText(byte[] start) {
    int count = Math.min(start.length, BYTES_MAX);
    int words = 0;
    for (int i = 0; i < count; i++) {
      int b = start[i] & 0xff;
      words += WORDS.get(b) ? 1 : 0;
      if (!WORDS.get(b) && !SIGNS.get(b)) {
        return false;
      }
    }
    return count >= BYTES_MIN && 2 * words > count;
  }
}
