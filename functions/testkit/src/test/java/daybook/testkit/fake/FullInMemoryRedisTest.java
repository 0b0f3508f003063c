package daybook.testkit.fake;

import daybook.testkit.contract.FullRedisContract;

class FullInMemoryRedisTest extends FullRedisContract implements InMemoryRedisUnderTest {

  private final InMemoryRedis redis = new InMemoryRedis();

  @Override
  public InMemoryRedis redis() {
    return redis;
  }

  @Override
  protected void fill() {
    redis.setFull(true);
  }

  @Override
  protected void unfill() {
    redis.setFull(false);
  }
}
