package daybook.importer;

/** A message that nobody here knows how to read. */
final class UnknownMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownMessageException(String message) {
    super(message);
  }

  UnknownMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
