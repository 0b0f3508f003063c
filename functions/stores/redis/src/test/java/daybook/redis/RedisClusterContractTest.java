package daybook.redis;

/** The contract on a node of a cluster: every key must lie in the slot of the hash tag. */
class RedisClusterContractTest extends AdapterContract {
  RedisClusterContractTest() {
    super(TestRedis.cluster(), "{daybook}:");
  }
}
