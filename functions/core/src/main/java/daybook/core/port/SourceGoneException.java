package daybook.core.port;

/** The version of a source object that was being read is not there any more. */
public final class SourceGoneException extends java.io.IOException {
  private static final long serialVersionUID = 1L;

  public SourceGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
