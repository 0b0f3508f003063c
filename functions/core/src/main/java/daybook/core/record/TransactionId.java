package daybook.core.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a transaction, given by whoever made it: it counts once, whoever brings it.
 *
 * @param value 1 to 64 letters, digits and {@code . _ : -}
 */
public record TransactionId(String value) implements Comparable<TransactionId> {

  /** Most characters, each of them one byte. */
  public static final int LENGTH_MAX = 64;

  /** What ids look like, as a regular expression. */
  public static final String PATTERN = "[A-Za-z0-9._:-]{1,64}";

  private static final boolean[] PARTS = new boolean[128];

  static {
    Arrays.fill(PARTS, '0', '9' + 1, true);
    Arrays.fill(PARTS, 'A', 'Z' + 1, true);
    Arrays.fill(PARTS, 'a', 'z' + 1, true);
    "._:-".chars().forEach(c -> PARTS[c] = true);
  }

  /** Checks the form. */
  public TransactionId {
    if (!isId(value)) {
      throw new IllegalArgumentException(
          "expected 1 to 64 letters, digits and . _ : -, found " + value);
    }
  }

  /** Whether a text is one. */
  public static boolean isId(String text) {
    // What is beyond this set becomes a question mark, which no id has.
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return isId(bytes, 0, bytes.length);
  }

  /** Whether the bytes from start to before end are one. */
  public static boolean isId(byte[] in, int start, int end) {
    if (start == end || end - start > LENGTH_MAX) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (in[i] < 0 || !PARTS[in[i]]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(TransactionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
