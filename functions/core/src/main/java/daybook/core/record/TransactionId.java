package daybook.core.record;

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

  /** Checks the form. */
  public TransactionId {
    if (!isId(value)) {
      throw new IllegalArgumentException(
          "expected 1 to 64 letters, digits and . _ : -, found " + value);
    }
  }

  /** Whether a text is one. */
  public static boolean isId(String text) {
    boolean isId = !text.isEmpty() && text.length() <= LENGTH_MAX;
    for (int i = 0; isId && i < text.length(); i++) {
      isId = isPart(text.charAt(i));
    }
    return isId;
  }

  private static boolean isPart(char c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || c == '.'
        || c == '_'
        || c == ':'
        || c == '-';
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
