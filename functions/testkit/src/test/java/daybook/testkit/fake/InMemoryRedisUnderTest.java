package daybook.testkit.fake;

import daybook.core.port.HotTotals;
import daybook.core.port.Snapshots;
import daybook.core.port.TransactionQueue;
import daybook.testkit.contract.RedisUnderTest;

/** The fake as the contracts look at it. */
interface InMemoryRedisUnderTest extends RedisUnderTest {

  /** The fake. */
  InMemoryRedis redis();

  @Override
  default TransactionQueue queue() {
    return redis();
  }

  @Override
  default HotTotals hotTotals() {
    return redis();
  }

  @Override
  default Snapshots snapshots() {
    return redis();
  }

  @Override
  default void flush() {
    redis().flush();
  }

  @Override
  default Runnable remember() {
    InMemoryRedis copy = redis().copy();
    return () -> redis().restoreTo(copy);
  }

  @Override
  default void push(byte[] element) {
    redis().push(element);
  }
}
