package daybook.core.record;

import java.util.Arrays;
import java.util.Optional;

/** What a transaction waits for, of which not everything counts for good yet. */
public enum PendingState {
  /** To be written into a journal. */
  OPEN("open"),

  /** For its line of a journal to be imported. */
  SEALED("sealed"),

  /** For the import of what is claimed to finish. */
  CLAIMED("claimed"),

  /**
   * For somebody to look: it was set aside more than {@link Counting#REOPENED_MAX} times. A
   * correction opens it.
   */
  STUCK("stuck");

  private final String code;

  PendingState(String code) {
    this.code = code;
  }

  /** The state of this name, if this version knows it. */
  public static Optional<PendingState> ofCode(String code) {
    return Arrays.stream(values()).filter(state -> state.code.equals(code)).findFirst();
  }

  /** Its name in documents. */
  public String code() {
    return code;
  }
}
