package daybook.importer;

/** A message that nobody here knows how to read. */
final class UnknownMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what was expected. */
  UnknownMessageException(String message) {
    super(message);
  }

  /** The same, for a failure of a part of it. */
  UnknownMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
