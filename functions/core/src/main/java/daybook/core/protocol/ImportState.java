package daybook.core.protocol;

/** How far an import is, or how it ended. */
public enum ImportState {
  /** Rows are still to be read or applied. */
  RUNNING("running"),
  /** Read and applied to its end. */
  COMPLETE("complete"),
  /** Refused whole, for its header: nothing of it counts. */
  REJECTED("rejected"),
  /** Ended before its end: what came before counts, the reason says why no more does. */
  INCOMPLETE("incomplete");

  private final String code;

  ImportState(String code) {
    this.code = code;
  }

  /** The word in documents. */
  public String code() {
    return code;
  }

  /**
   * The state with this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ImportState ofCode(String code) {
    for (ImportState state : values()) {
      if (state.code.equals(code)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no import state " + code);
  }
}
