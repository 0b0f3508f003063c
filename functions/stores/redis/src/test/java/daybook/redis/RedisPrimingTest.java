package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.settings.Variables;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RedisPrimingTest {

  private static final String POOL = "redis.clients.jedis.ConnectionPool";
  private static final String NODE = "redis.clients.jedis.providers.PooledConnectionProvider";
  private static final String NODES = "redis.clients.jedis.JedisClusterInfoCache";
  private static final String SLOTS = "redis.clients.jedis.util.JedisClusterCRC16";
  private static final String CREDENTIALS =
      "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider";
  private static final String SIGNER =
      "software.amazon.awssdk.http.auth.aws.internal.signer.DefaultAwsV4HttpSigner";
  private static final String SECRETS =
      "software.amazon.awssdk.services.secretsmanager.DefaultSecretsManagerClient";
  private static final List<String> LOOKED_FOR =
      List.of(POOL, NODE, NODES, SLOTS, CREDENTIALS, SIGNER, SECRETS);

  private static final Map<String, String> CLUSTER =
      Map.of("REDIS_MODE", "cluster", "REDIS_KEY_PREFIX", "{daybook}:");
  private static final Map<String, String> SERVERLESS =
      Map.of("REDIS_MODE", "serverless", "REDIS_KEY_PREFIX", "{daybook}:", "REDIS_TLS", "true");
  private static final Map<String, String> IAM =
      Map.of(
          "REDIS_AUTH", "iam",
          "REDIS_USERNAME", "daybook",
          "REDIS_CACHE_NAME", "cache",
          "REDIS_TLS", "true");
  private static final Map<String, String> SECRET =
      Map.of(
          "REDIS_AUTH", "password",
          "REDIS_PASSWORD_SECRET_ARN",
              "arn:aws:secretsmanager:eu-central-1:123456789012:secret:redis-AbCdEf");

  /** Settings, and what of the classes looked for is loaded with them. */
  static Stream<Arguments> settings() {
    return Stream.of(
        Arguments.of(Map.of(), List.of(POOL, NODE)),
        Arguments.of(IAM, List.of(POOL, NODE, CREDENTIALS, SIGNER)),
        Arguments.of(SECRET, List.of(POOL, NODE, CREDENTIALS, SIGNER, SECRETS)),
        Arguments.of(CLUSTER, List.of(POOL, NODES, SLOTS)),
        Arguments.of(with(CLUSTER, IAM), List.of(POOL, NODES, SLOTS, CREDENTIALS, SIGNER)),
        Arguments.of(with(SERVERLESS, IAM), List.of(POOL, NODES, SLOTS, CREDENTIALS, SIGNER)));
  }

  private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }

  @Test
  void everyScriptIsLoaded() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/daybook/redis"))) {
      List<String> scripts =
          files
              .map(file -> file.getFileName().toString().replaceFirst("\\.lua$", ""))
              .filter(name -> !name.equals("common") && !name.equals("gate"))
              .sorted()
              .toList();
      assertThat(RedisPriming.STEPS).isEqualTo(scripts);
    }
  }

  /**
   * An old connection would be in the snapshot, and every function restored from it would use it.
   */
  @ParameterizedTest
  @MethodSource("settings")
  void nobodyIsConnectedTo(Map<String, String> settings) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(1);
      new Prime()
          .accept(
              with(
                  settings,
                  Map.of(
                      "REDIS_HOST",
                      "127.0.0.1",
                      "REDIS_PORT",
                      String.valueOf(server.getLocalPort()),
                      "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                      "http://127.0.0.1:" + server.getLocalPort())));
      assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void clientOfItsModeAndSignInAreLoadedAndNoOthers(
      Map<String, String> settings, List<String> expected) throws Exception {
    try (Apart apart = new Apart()) {
      apart.prime(settings);
      assertThat(LOOKED_FOR).filteredOn(apart::hasLoaded).isEqualTo(expected);
    }
  }

  /** What the test does in a class loader of its own. */
  static final class Prime implements Consumer<Map<String, String>> {
    @Override
    public void accept(Map<String, String> environment) {
      try (RedisConnection redis =
          new RedisConnection(RedisSettings.from(new Variables(environment)))) {
        redis.prepare();
      }
    }
  }

  /** All classes once more, so that it shows which of them were needed. */
  private static final class Apart extends URLClassLoader {

    Apart() throws MalformedURLException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> path = new ArrayList<>();
      for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        path.add(Path.of(each).toUri().toURL());
      }
      return path.toArray(URL[]::new);
    }

    @SuppressWarnings("unchecked")
    void prime(Map<String, String> settings) throws ReflectiveOperationException {
      var constructor = loadClass(Prime.class.getName()).getDeclaredConstructor();
      constructor.setAccessible(true);
      ((Consumer<Map<String, String>>) constructor.newInstance()).accept(settings);
    }

    boolean hasLoaded(String name) {
      return findLoadedClass(name) != null;
    }
  }
}
