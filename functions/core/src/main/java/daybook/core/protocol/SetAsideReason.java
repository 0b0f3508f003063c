package daybook.core.protocol;

/** Why a batch was set aside instead of being added to the totals. */
public enum SetAsideReason {
  /** A total would have reached the bound below which cents are exact. */
  TOTAL_BOUND("total_bound"),
  /** An aggregate would have held too many payment methods. */
  METHODS_BOUND("methods_bound"),
  /** It alone would have changed more totals than one checkpoint holds. */
  CHECKPOINT_BOUND("checkpoint_bound"),
  /** Its rows could not be read. */
  UNREADABLE("unreadable");

  private final String code;

  SetAsideReason(String code) {
    this.code = code;
  }

  /** The word in keys and documents. */
  public String code() {
    return code;
  }

  /**
   * The reason with this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SetAsideReason ofCode(String code) {
    for (SetAsideReason reason : values()) {
      if (reason.code.equals(code)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("no set-aside reason " + code);
  }
}
