package daybook.core.protocol;

import daybook.core.Word;

/**
 * Why a batch was set aside instead of being added to the totals. The set is open: whatever the
 * reason, the range is not in the totals.
 *
 * @param code the word in keys and documents
 */
public record SetAsideReason(String code) {

  /** A total would have reached the bound below which cents are exact. */
  public static final SetAsideReason TOTAL_BOUND = new SetAsideReason("total_bound");

  /** An aggregate would have held too many payment methods. */
  public static final SetAsideReason METHODS_BOUND = new SetAsideReason("methods_bound");

  /** It alone would have changed more totals than one checkpoint holds. */
  public static final SetAsideReason CHECKPOINT_BOUND = new SetAsideReason("checkpoint_bound");

  /** Its rows could not be read, although its form is known. */
  public static final SetAsideReason UNREADABLE = new SetAsideReason("unreadable");

  /** Checks the word. */
  public SetAsideReason {
    Word.require("a set-aside reason", code);
  }

  @Override
  public String toString() {
    return code;
  }
}
