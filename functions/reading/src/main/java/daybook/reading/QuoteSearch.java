package daybook.reading;

/**
 * How far a search for a closing quote got. At every line feed before that place it was inside a
 * quoted field: so one that meets such a line feed inside a quoted field gets to that place too.
 *
 * @param to offset in the stream of the first byte that was not taken
 * @param state before that byte
 * @param line physical line of that byte, from 1
 */
record QuoteSearch(long to, State state, long line) {

  /** What follows the part of a quoted record that was looked at. */
  enum State {
    /** A character of a quoted field, or the quote that may close it. */
    INSIDE,
    /** A second quote, or the end of the field. */
    AFTER_QUOTE,
    /** The first character of a field. */
    FIELD_START,
    /** A further character of a field without quotes. */
    OUTSIDE;

    /** What follows a byte. */
    State after(byte b, Dialect dialect) {
      if (this != OUTSIDE && b == dialect.quote()) {
        return this == INSIDE ? AFTER_QUOTE : INSIDE;
      }
      if (this == INSIDE) {
        return INSIDE;
      }
      State within = this == FIELD_START ? OUTSIDE : this;
      return b == dialect.delimiter() ? FIELD_START : within;
    }
  }
}
