package daybook.testkit.fake;

import daybook.testkit.contract.RedisContract;

class InMemoryRedisTest extends RedisContract implements InMemoryRedisUnderTest {

  private final InMemoryRedis redis = new InMemoryRedis();

  @Override
  public InMemoryRedis redis() {
    return redis;
  }
}
