package daybook.local;

/** A command cannot go on, for a reason that its user can see to; the message is one line. */
final class FailureException extends Exception {
  private static final long serialVersionUID = 1L;

  FailureException(String message) {
    super(message);
  }

  /** For a failure that says by itself what is wrong, and where. */
  FailureException(Throwable cause) {
    super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
  }

  FailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
