package daybook.redis;

/**
 * The contract on a node of a cluster, where every key must lie in the slot of the hash tag, under
 * a user with just the rights that the deployed functions have.
 */
class RedisClusterContractTest extends AdapterContract {
  RedisClusterContractTest() {
    super(TestRedis.cluster(Acl.APPLICATION.line()), "{daybook}:", Acl.APPLICATION.auth());
  }
}
