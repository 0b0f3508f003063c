package daybook.redis;

/** What kind of server it is, which decides how its connections are found. */
public enum RedisMode {
  /** One server, or the primary of a group behind one name. */
  NODE(1_000_000, 100_000),

  /** A cluster, asked for the node that has our slot. */
  CLUSTER(1_000_000, 100_000),

  /** ElastiCache Serverless: a cluster as well, always with TLS. */
  SERVERLESS(3_999, 1_600);

  private final int argumentsMax;
  private final int aggregatesMax;

  RedisMode(int argumentsMax, int aggregatesMax) {
    this.argumentsMax = argumentsMax;
    this.aggregatesMax = aggregatesMax;
  }

  /**
   * Most arguments of a command, its own name included: what ElastiCache Serverless takes, or a
   * little less than the 1,048,576 of every other Redis.
   */
  int argumentsMax() {
    return argumentsMax;
  }

  /**
   * Most aggregates that change between two checkpoints, because a snapshot names both hashes of
   * each among its arguments, with up to 256 imports; a restore names the unchanged ones as well,
   * some 250 of them here. Without a narrow bound on arguments there are never more changed
   * aggregates than totals, and the bound of those is reached first.
   */
  int aggregatesMax() {
    return aggregatesMax;
  }

  /** Whether all keys must lie in one slot. */
  boolean isCluster() {
    return this != NODE;
  }
}
