package daybook.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.FullStoreException;
import daybook.core.port.HotTotals;
import daybook.core.port.Snapshots;
import daybook.core.port.TransactionQueue;
import daybook.testkit.contract.FullRedisContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A real server at its maxmemory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullRedisTest extends FullRedisContract {

  private static final RedisKeys KEYS = new RedisKeys("p:", "Q");

  private final TestRedis server = TestRedis.embedded("maxmemory-policy noeviction");
  private final RedisConnection connection = new RedisConnection(server.settings(KEYS));

  @AfterEach
  void empty() {
    unfill();
    server.delete("");
  }

  @AfterAll
  void close() {
    connection.close();
    server.close();
  }

  @Override
  public TransactionQueue queue() {
    return new RedisTransactionQueue(connection);
  }

  @Override
  public HotTotals hotTotals() {
    return new RedisHotTotals(connection);
  }

  @Override
  public Snapshots snapshots() {
    return new RedisSnapshots(connection);
  }

  @Override
  public void flush() {
    server.delete("");
  }

  @Override
  public Runnable remember() {
    return server.remember("");
  }

  @Override
  public void push(byte[] element) {
    server.raw.lpush(KEYS.queue().getBytes(UTF_8), element);
  }

  /** No server is so small. */
  @Override
  protected void fill() {
    server.raw.configSet("maxmemory", "1");
  }

  @Override
  protected void unfill() {
    server.raw.configSet("maxmemory", "0");
  }

  /** What the other tests of this class stand on. */
  @Test
  void scriptThatTakesMemoryFirstIsRefusedWholeAndNamesTheRemedy() {
    fill();
    assertThatThrownBy(
            () -> connection.ask("test", redis -> redis.eval("return redis.call('SET', 'k', 1)")))
        .isInstanceOf(FullStoreException.class)
        .hasMessageContaining("test")
        .hasMessageContaining(FullStoreException.REMEDY);
    assertThat(server.raw.exists("k")).isFalse();
  }
}
