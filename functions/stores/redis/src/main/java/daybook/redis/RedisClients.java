package daybook.redis;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.providers.ClusterConnectionProvider;

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
