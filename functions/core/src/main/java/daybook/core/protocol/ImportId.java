package daybook.core.protocol;

/**
 * Identity of an import: 32 lower-case hexadecimal digits, made from the object version by {@link
 * ObjectVersion#importId()}. It is safe in keys, identities and object names.
 *
 * @param value the digits
 */
public record ImportId(String value) implements Comparable<ImportId> {

  /** Number of hexadecimal digits: 128 bits, so that no two versions ever meet. */
  public static final int DIGITS = 32;

  /** Checks the form. */
  public ImportId {
    if (value.length() != DIGITS || !value.chars().allMatch(ImportId::isHexDigit)) {
      throw new IllegalArgumentException("expected 32 hexadecimal digits, found " + value);
    }
  }

  private static boolean isHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  @Override
  public int compareTo(ImportId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
