package daybook.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.port.HotTotals;
import daybook.core.port.Snapshots;
import daybook.core.port.TransactionQueue;
import daybook.testkit.contract.RedisContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

/** The contract of every Redis for the adapter on one server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdapterContract extends RedisContract {

  private final TestRedis server;
  private final RedisKeys keys;
  private final RedisConnection connection;

  AdapterContract(TestRedis server, String prefix) {
    this(server, prefix, new RedisAuth.None());
  }

  AdapterContract(TestRedis server, String prefix, RedisAuth auth) {
    this.server = server;
    this.keys = new RedisKeys(prefix, "TransactionQueue");
    this.connection = new RedisConnection(server.settings(keys, auth));
  }

  final TestRedis server() {
    return server;
  }

  final RedisSettings settings() {
    return server.settings(keys);
  }

  @AfterEach
  void deleteKeys() {
    flush();
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
    server.delete(keys.prefix());
  }

  @Override
  public Runnable remember() {
    return server.remember(keys.prefix());
  }

  @Override
  public void push(byte[] element) {
    server.raw.lpush(keys.queue().getBytes(UTF_8), element);
  }
}
