package daybook.testkit.fake;

import daybook.core.port.HotTotals;
import daybook.core.port.Snapshots;
import daybook.core.port.TransactionQueue;
import daybook.testkit.contract.FullRedisContract;

class FullInMemoryRedisTest extends FullRedisContract {

  private final InMemoryRedis redis = new InMemoryRedis();

  @Override
  public TransactionQueue queue() {
    return redis;
  }

  @Override
  public HotTotals hotTotals() {
    return redis;
  }

  @Override
  public Snapshots snapshots() {
    return redis;
  }

  @Override
  public void flush() {
    redis.flush();
  }

  @Override
  public Runnable remember() {
    InMemoryRedis copy = redis.copy();
    return () -> redis.restoreTo(copy);
  }

  @Override
  public void push(byte[] element) {
    redis.push(element);
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
