package daybook.redis;

/** The contract on the server that comes with the project, without a prefix. */
class RedisContractTest extends AdapterContract {
  RedisContractTest() {
    super(TestRedis.embedded(), "");
  }
}
