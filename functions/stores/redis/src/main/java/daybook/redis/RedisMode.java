package daybook.redis;

/** What kind of server it is, which decides how its connections are found. */
public enum RedisMode {
  /** One server, or the primary of a group behind one name. */
  NODE,

  /** A cluster, asked for the node that has our slot. */
  CLUSTER,

  /** ElastiCache Serverless: a cluster as well, always with TLS. */
  SERVERLESS;

  /** Whether all keys must lie in one slot. */
  boolean isCluster() {
    return this != NODE;
  }
}
