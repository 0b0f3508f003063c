package daybook.core.port;

/**
 * A Redis without memory for what a step would write. Nothing was changed: a step is refused at its
 * first write or not at all. The same step again works once there is memory.
 */
public final class FullStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** What operators do about it. */
  public static final String REMEDY =
      "raise maxmemory, or remove what others keep in this Redis; nothing is lost, and work goes on"
          + " by itself when there is memory";

  /**
   * Names the step and what to do.
   *
   * @param operation what was asked, and not done
   */
  public FullStoreException(String operation, Throwable cause) {
    super("Redis", operation + ", for it is at maxmemory: " + REMEDY, cause);
  }

  @Override
  public String event() {
    return "redis_full";
  }
}
