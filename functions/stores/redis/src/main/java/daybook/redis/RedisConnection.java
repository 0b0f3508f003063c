package daybook.redis;

import daybook.core.port.EventLog;
import daybook.core.port.FullStoreException;
import daybook.core.port.StoreException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A few connections to one Redis, opened when they are first needed. A connection is tried before
 * each step, so one that died while the function was frozen is replaced. A step itself is never
 * repeated here: whoever asked for it does not know whether it happened, and looks. A Redis that
 * may evict totals or batches is asked for nothing. Safe for use by several threads.
 */
public final class RedisConnection implements AutoCloseable {

  /** Time to connect: a server in the same network answers in milliseconds or not at all. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Time to wait for an answer: the largest settle takes a second. */
  static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

  /** Most connections: a function does one thing at a time, the local run a few. */
  static final int CONNECTIONS_MAX = 4;

  private final RedisSettings settings;
  private final Duration readTimeout;
  private final MemoryGuard guard;
  private @Nullable RedisClient client;

  /** Will connect to this Redis, and tell nobody of what is unusual there. */
  public RedisConnection(RedisSettings settings) {
    this(settings, (level, event, facts) -> {});
  }

  /** Will connect to this Redis. */
  public RedisConnection(RedisSettings settings, EventLog log) {
    this(settings, READ_TIMEOUT, new MemoryGuard(log, System::nanoTime));
  }

  /** The same with another time to wait for an answer and another look at the memory. */
  RedisConnection(RedisSettings settings, Duration readTimeout, MemoryGuard guard) {
    this.settings = settings;
    this.readTimeout = readTimeout;
    this.guard = guard;
  }

  /** The names of its keys. */
  RedisKeys keys() {
    return settings.keys();
  }

  /**
   * Asks for something.
   *
   * @param what names it in the exception
   * @throws StoreException if Redis refuses it or does not answer in time
   * @throws FullStoreException if it has no memory for it; nothing was changed
   * @throws daybook.core.port.EvictingStoreException if it may evict totals or batches; nothing was
   *     asked
   */
  <T> T ask(String what, Function<RedisClient, T> question) {
    return guarded(
        what,
        redis -> {
          guard.require(redis, what);
          return question.apply(redis);
        });
  }

  /**
   * Whether its memory is so scarce that the queue must not grow.
   *
   * @param what names what is about to be asked in the exception
   * @throws StoreException as {@link #ask}
   */
  boolean isMemoryScarce(String what) {
    return guarded(what, redis -> guard.isScarce(redis, what));
  }

  private <T> T guarded(String what, Function<RedisClient, T> question) {
    try {
      return question.apply(client());
    } catch (JedisDataException e) {
      throw isOutOfMemory(e)
          ? new FullStoreException(what, e)
          : new StoreException("Redis", what, e);
    } catch (JedisException e) {
      throw new StoreException("Redis", what, e);
    }
  }

  /**
   * Whether the error's code is OOM. It is the first word; before Redis 7 the error of a script has
   * that of its command, with its sign, inside.
   */
  private static boolean isOutOfMemory(JedisDataException e) {
    String error = String.valueOf(e.getMessage());
    return error.startsWith("OOM ") || error.contains(": -OOM ");
  }

  private synchronized RedisClient client() {
    if (client == null) {
      client = connect();
    }
    return client;
  }

  private RedisClient connect() {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis((int) CONNECT_TIMEOUT.toMillis())
            .socketTimeoutMillis((int) readTimeout.toMillis());
    settings.username().ifPresent(config::user);
    settings.password().ifPresent(config::password);
    if (settings.tls()) {
      config.sslOptions(SslOptions.defaults());
    }
    return RedisClient.builder()
        .hostAndPort(settings.host(), settings.port())
        .clientConfig(config.build())
        .poolConfig(pool())
        .build();
  }

  private ConnectionPoolConfig pool() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS_MAX);
    pool.setMaxIdle(CONNECTIONS_MAX);
    pool.setMaxWait(readTimeout);
    pool.setTestOnBorrow(true);
    // No thread that looks after idle connections: it would be frozen with the function.
    pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    pool.setJmxEnabled(false);
    return pool;
  }

  /** Closes the connections; a further step opens new ones. */
  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
