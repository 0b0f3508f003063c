package daybook.core.port;

/**
 * A Redis that may throw away money when its memory is full. Nothing was asked of it: a queue or a
 * total that disappears by itself is not noticed at once, and no later step could tell what it
 * held.
 */
public final class EvictingStoreException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** What operators do about it. */
  public static final String REMEDY =
      "set maxmemory-policy to noeviction, or to one of volatile-*, in redis.conf, by CONFIG SET"
          + " or in the parameter group of ElastiCache";

  /**
   * Names the policy, why it is refused and what to do.
   *
   * @param operation what was asked, and not done
   * @param policy the {@code maxmemory-policy} that was found
   */
  public EvictingStoreException(String operation, String policy) {
    super(
        "Redis",
        operation,
        "maxmemory-policy is %s, which may evict totals and batches, for they have no time to live; %s"
            .formatted(policy, REMEDY));
  }

  @Override
  public String event() {
    return "redis_evicts";
  }

  @Override
  public boolean needsOperator() {
    return true;
  }
}
