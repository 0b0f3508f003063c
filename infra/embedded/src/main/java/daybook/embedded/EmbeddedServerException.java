package daybook.embedded;

/**
 * A server that could not be started or ended. The message names the server, the place and what was
 * expected; it can be shown to a user as it is.
 */
public class EmbeddedServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, where, and what can be done
   */
  public EmbeddedServerException(String message) {
    super(message);
  }

  /**
   * @param message what failed, where, and what can be done
   */
  public EmbeddedServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
