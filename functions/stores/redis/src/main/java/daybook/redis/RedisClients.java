package daybook.redis;

import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.ClusterCommandObjects;
import redis.clients.jedis.CommandObjects;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisClusterInfoCache;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.executors.DefaultCommandExecutor;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * Makes clients of one Redis. None of them has a thread of its own: it would be frozen with the
 * function, and what it knows would be old after that.
 *
 * @param settings where it is
 * @param signIn what each new connection signs in with, if anything
 * @param trust whom to trust under TLS; the Java platform's authorities, if not in a test
 * @param readTimeout time to wait for an answer
 */
record RedisClients(
    RedisSettings settings, Optional<SignIn> signIn, SslOptions trust, Duration readTimeout) {

  /** Time to connect: a server in the same network answers in milliseconds or not at all. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Most connections: a function does one thing at a time, the local run a few. */
  static final int CONNECTIONS_MAX = 4;

  /** A client; it connects at once, to learn the server's protocol or the cluster's nodes. */
  UnifiedJedis open() {
    HostAndPort address = address();
    if (!settings.mode().isCluster()) {
      return RedisClient.builder()
          .hostAndPort(address)
          .clientConfig(config())
          .poolConfig(pool())
          .build();
    }
    ClusterConnectionProvider nodes =
        new ClusterConnectionProvider(Set.of(address), config(), pool());
    return RedisClusterClient.builder()
        .nodes(Set.of(address))
        .clientConfig(config())
        .poolConfig(pool())
        .connectionProvider(nodes)
        .commandExecutor(new RedirectedOnce(nodes))
        .build();
  }

  /**
   * Goes through what {@link #open} and a first command need, part by part: a whole client would
   * connect at once, and this connects to nobody.
   */
  void rehearse() {
    new ConnectionPool(address(), config(), pool()).close();
    for (Class<?> part : parts(settings.mode())) {
      try {
        MethodHandles.lookup().ensureInitialized(part);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(part + " is not public", e);
      }
    }
  }

  /** By class and not by name: one that Jedis no longer has stops the build. */
  private static List<Class<?>> parts(RedisMode mode) {
    return mode.isCluster()
        ? List.of(
            Connection.class,
            RedisClusterClient.class,
            ClusterConnectionProvider.class,
            JedisClusterInfoCache.class,
            JedisClusterCRC16.class,
            ClusterCommandObjects.class,
            RedirectedOnce.class)
        : List.of(
            Connection.class,
            RedisClient.class,
            PooledConnectionProvider.class,
            CommandObjects.class,
            DefaultCommandExecutor.class);
  }

  private HostAndPort address() {
    return new HostAndPort(settings.host(), settings.port());
  }

  private JedisClientConfig config() {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis((int) CONNECT_TIMEOUT.toMillis())
            .socketTimeoutMillis((int) readTimeout.toMillis());
    signIn.ifPresent(each -> config.credentialsProvider(each::credentials));
    if (settings.tls()) {
      config.sslOptions(trust);
    }
    return config.build();
  }

  private ConnectionPoolConfig pool() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS_MAX);
    pool.setMaxIdle(CONNECTIONS_MAX);
    pool.setMaxWait(readTimeout);
    pool.setTestOnBorrow(true);
    // No thread that looks after idle connections.
    pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    pool.setJmxEnabled(false);
    return pool;
  }
}
