package daybook.reading.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;

/** Texts within other bytes, as cells lie in rows. */
final class Bytes {

  /** Reads bytes from start to before end. */
  interface Reader {
    long read(byte[] in, int start, int end);
  }

  private Bytes() {}

  /** What a reader makes of a text between digits and signs that are not its own. */
  static long read(String text, Reader reader) {
    return read(text.getBytes(UTF_8), reader);
  }

  static long read(byte[] text, Reader reader) {
    byte[] within = new byte[text.length + 4];
    within[0] = '9';
    within[1] = '-';
    System.arraycopy(text, 0, within, 2, text.length);
    within[text.length + 2] = '0';
    within[text.length + 3] = 'Z';
    return reader.read(within, 2, 2 + text.length);
  }

  /** A text with some of its characters taken out, doubled or replaced by one of a pool. */
  static String mutated(Random random, String text, String pool) {
    StringBuilder mutated = new StringBuilder(text);
    for (int n = random.nextInt(3); n > 0 && mutated.length() > 0; n--) {
      int at = random.nextInt(mutated.length());
      char other = pool.charAt(random.nextInt(pool.length()));
      switch (random.nextInt(3)) {
        case 0 -> mutated.deleteCharAt(at);
        case 1 -> mutated.insert(at, other);
        default -> mutated.setCharAt(at, other);
      }
    }
    return mutated.toString();
  }
}
