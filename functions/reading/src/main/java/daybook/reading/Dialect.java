package daybook.reading;

/**
 * How the fields of a record are written. Records end with a line feed in every dialect, and a
 * quote within a quoted field is written twice.
 *
 * @param delimiter between two fields: a tab, or a printable ASCII sign that is no letter, digit,
 *     blank or quote
 * @param quote opens and closes a field that may hold delimiters and line ends: {@code "} or {@code
 *     '}, or {@link #NO_QUOTE}
 */
public record Dialect(byte delimiter, int quote) {

  /** The quote of a dialect without quotes: no byte is equal to it. */
  public static final int NO_QUOTE = 256;

  /** Comma and double quote, as RFC 4180 has them. */
  public static final Dialect CSV = new Dialect((byte) ',', '"');

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one is not allowed
   */
  public Dialect {
    boolean printable = delimiter > ' ' && delimiter < 0x7f;
    boolean taken = Character.isLetterOrDigit(delimiter) || delimiter == '"' || delimiter == '\'';
    if (delimiter != '\t' && (!printable || taken)) {
      throw new IllegalArgumentException("no delimiter: 0x%02x".formatted(delimiter));
    }
    if (quote != '"' && quote != '\'' && quote != NO_QUOTE) {
      throw new IllegalArgumentException("no quote: 0x%02x".formatted(quote));
    }
  }

  /**
   * Another delimiter and the double quote.
   *
   * @throws IllegalArgumentException if it is not allowed
   */
  public static Dialect delimitedBy(char delimiter) {
    if (delimiter > 0x7f) {
      throw new IllegalArgumentException("no delimiter: U+%04X".formatted((int) delimiter));
    }
    return new Dialect((byte) delimiter, '"');
  }
}
