package daybook.core.port;

/**
 * A store or queue did not do what it was asked, or did not say so in time. The step may have
 * happened or not: whoever asked looks again.
 */
public sealed class StoreException extends RuntimeException
    permits EvictingStoreException,
        FullStoreException,
        OtherDeploymentException,
        UnknownFormException {
  private static final long serialVersionUID = 1L;

  /**
   * @param store Redis, MongoDB, S3 or SQS
   * @param operation what was asked
   */
  public StoreException(String store, String operation, Throwable cause) {
    super(store + " failed: " + operation + ": " + cause, cause);
  }

  /** The same for an answer that cannot be used. */
  public StoreException(String store, String operation, String answer) {
    super(store + " failed: " + operation + ": " + answer);
  }

  /** The same where what the client threw does not say enough by itself. */
  public StoreException(String store, String operation, String reason, Throwable cause) {
    super(store + " failed: " + operation + ": " + reason, cause);
  }

  /** Whether it stays until somebody changes something, so that trying again soon is of no use. */
  public boolean needsOperator() {
    return false;
  }

  /** What operators read it under; a kind that they must end by hand has a name of its own. */
  public String event() {
    return "store_failed";
  }
}
