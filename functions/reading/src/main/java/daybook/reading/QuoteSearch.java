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
    State after(byte b) {
      return switch (this) {
        case INSIDE -> b == '"' ? AFTER_QUOTE : INSIDE;
        case AFTER_QUOTE -> b == '"' ? INSIDE : afterField(b, AFTER_QUOTE);
        case FIELD_START -> b == '"' ? INSIDE : afterField(b, OUTSIDE);
        case OUTSIDE -> afterField(b, OUTSIDE);
      };
    }

    private static State afterField(byte b, State within) {
      return b == ',' ? FIELD_START : within;
    }
  }
}
