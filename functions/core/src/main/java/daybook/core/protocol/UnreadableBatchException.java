package daybook.core.protocol;

/** A queue element, or rows in it, that are not in the form of a batch. */
public final class UnreadableBatchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Names the place, what was expected and what was found. */
  public UnreadableBatchException(String message) {
    super(message);
  }

  /** The same, for a failure of a part of it. */
  public UnreadableBatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
