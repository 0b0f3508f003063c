package daybook.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.embedded.EmbeddedRedis;
import daybook.secrets.SecretsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.RestoreParams;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** A server to test against, and what a test does behind the adapter's back. */
final class TestRedis implements AutoCloseable {

  /**
   * Names a server to run the tests against too, as host:port; only keys of one prefix are used.
   */
  static final String SERVER_VARIABLE = "DAYBOOK_TEST_REDIS";

  private static final int SCAN_COUNT = 1_000;

  /** The server's client, for what no port offers. */
  final RedisClient raw;

  private final String host;
  private final int port;
  private final AutoCloseable server;
  private final RedisMode mode;

  private TestRedis(String host, int port, RedisMode mode, AutoCloseable server) {
    this.mode = mode;
    this.host = host;
    this.port = port;
    this.server = server;
    this.raw = RedisClient.create(host, port);
  }

  /** The server that comes with the project, with further lines of configuration. */
  static TestRedis embedded(String... lines) {
    return embedded(RedisMode.NODE, List.of(lines));
  }

  private static TestRedis embedded(RedisMode mode, List<String> lines) {
    try {
      Path directory = Files.createTempDirectory("daybook-redis-test");
      EmbeddedRedis.Builder builder = EmbeddedRedis.builder(directory);
      lines.forEach(builder::line);
      EmbeddedRedis redis = builder.start();
      AutoCloseable end =
          () -> {
            redis.close();
            delete(directory);
          };
      return new TestRedis(redis.host(), redis.port(), mode, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The same as the only node of a cluster, so that keys of different slots are refused; with
   * further lines of configuration.
   */
  static TestRedis cluster(String... lines) {
    TestRedis redis = clusterNode(freePort(), lines);
    redis.raw.eval("return redis.call('CLUSTER', 'ADDSLOTSRANGE', 0, 16383)");
    redis.awaitClusterInfo("cluster_state:ok");
    return redis;
  }

  /**
   * The same as a node of a cluster without any slots yet.
   *
   * @param busPort where other nodes speak with it
   */
  static TestRedis clusterNode(int busPort, String... lines) {
    List<String> all = new ArrayList<>(List.of(lines));
    all.add("cluster-enabled yes");
    all.add("cluster-port " + busPort);
    return embedded(RedisMode.CLUSTER, all);
  }

  /** Waits until the node says this of its cluster. */
  void awaitClusterInfo(String line) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!info(this).contains(line)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the cluster did not come up: " + info(this));
      }
      Thread.onSpinWait();
    }
  }

  private static String info(TestRedis redis) {
    Object info = redis.raw.eval("return redis.call('CLUSTER', 'INFO')");
    return String.valueOf(info);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server that the environment names. */
  static TestRedis ofEnvironment() {
    String address = System.getenv(SERVER_VARIABLE);
    int colon = address.lastIndexOf(':');
    int port = Integer.parseInt(address.substring(colon + 1));
    return new TestRedis(address.substring(0, colon), port, RedisMode.NODE, () -> {});
  }

  /** How to reach it with these keys. */
  RedisSettings settings(RedisKeys keys) {
    return settings(keys, new RedisAuth.None());
  }

  /** How to reach it with these keys and sign in so. */
  RedisSettings settings(RedisKeys keys, RedisAuth auth) {
    return new RedisSettings(host, port, false, mode, auth, keys, SecretsSettings.AWS);
  }

  /** The same as a serverless cache, in whose commands there is less room. */
  RedisSettings serverless(RedisKeys keys) {
    return new RedisSettings(
        host, port, false, RedisMode.SERVERLESS, new RedisAuth.None(), keys, SecretsSettings.AWS);
  }

  List<String> keys(String prefix) {
    List<String> keys = new ArrayList<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    do {
      ScanResult<String> page =
          raw.scan(cursor, new ScanParams().match(prefix + "*").count(SCAN_COUNT));
      keys.addAll(page.getResult());
      cursor = page.getCursor();
    } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    return keys;
  }

  void delete(String prefix) {
    keys(prefix).forEach(raw::del);
  }

  /** Remembers all keys of a prefix; what is returned brings exactly these back. */
  Runnable remember(String prefix) {
    Map<String, byte[]> dumps = new HashMap<>();
    keys(prefix).forEach(key -> dumps.put(key, raw.dump(key)));
    return () -> {
      delete(prefix);
      dumps.forEach(
          (key, dump) -> raw.restore(key.getBytes(UTF_8), 0, dump, new RestoreParams().replace()));
    };
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    raw.close();
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not close", e);
    }
  }
}
