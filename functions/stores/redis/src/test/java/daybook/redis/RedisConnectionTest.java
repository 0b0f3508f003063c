package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.Settled;
import daybook.core.settings.SecretText;
import daybook.embedded.EmbeddedRedis;
import daybook.secrets.SecretsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

class RedisConnectionTest {

  private static final ImportId IMPORT = new ImportId("0".repeat(ImportId.DIGITS));
  private static final RedisKeys KEYS = new RedisKeys("", "TransactionQueue");

  @TempDir Path directory;

  private static RedisConnection to(String host, int port, Optional<String> password) {
    return new RedisConnection(settings(host, port, password));
  }

  private static RedisSettings settings(String host, int port, Optional<String> password) {
    RedisAuth auth =
        password.isEmpty()
            ? new RedisAuth.None()
            : new RedisAuth.Password(Optional.empty(), new SecretText.Given(password.get()));
    return new RedisSettings(host, port, false, RedisMode.NODE, auth, KEYS, SecretsSettings.AWS);
  }

  private static Settled look(RedisConnection connection) {
    return new RedisTransactionQueue(connection).look(IMPORT).settled();
  }

  @Test
  void connectsWhenFirstAskedAndSaysWhyItCannot() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (RedisConnection connection = to("127.0.0.1", free, Optional.empty())) {
      assertThatThrownBy(() -> look(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("look");
    }
  }

  @Test
  void serverThatNeverAnswersIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RedisConnection connection =
            new RedisConnection(
                settings("127.0.0.1", silent.getLocalPort(), Optional.empty()),
                Duration.ofMillis(200),
                new MemoryGuard((level, event, facts) -> {}, System::nanoTime))) {
      assertThatThrownBy(() -> look(connection)).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void connectionThatDiedWhileIdleIsReplacedUnseen() {
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).start();
        Jedis other = new Jedis(redis.host(), redis.port());
        RedisConnection connection = to(redis.host(), redis.port(), Optional.empty())) {
      look(connection);
      ClientKillParams all = new ClientKillParams().type(ClientType.NORMAL);
      assertThat(other.clientKill(all)).isPositive();
      assertThat(look(connection)).isEqualTo(Settled.NONE);
    }
  }

  @Test
  void restartedServerIsFoundAgain() {
    EmbeddedRedis first = EmbeddedRedis.builder(directory).start();
    try (RedisConnection connection = to(first.host(), first.port(), Optional.empty())) {
      look(connection);
      first.kill();
      assertThatThrownBy(() -> look(connection)).isInstanceOf(StoreException.class);
      try (EmbeddedRedis second = EmbeddedRedis.builder(directory).port(first.port()).start()) {
        assertThat(second.port()).isEqualTo(first.port());
        assertThat(look(connection)).isEqualTo(Settled.NONE);
      }
    }
  }

  @Test
  void passwordSignsIn() {
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).line("requirepass hush").start();
        RedisConnection with = to(redis.host(), redis.port(), Optional.of("hush"));
        RedisConnection without = to(redis.host(), redis.port(), Optional.empty())) {
      assertThat(look(with)).isEqualTo(Settled.NONE);
      assertThatThrownBy(() -> look(without))
          .isInstanceOf(StoreException.class)
          .hasMessageNotContaining("hush");
    }
  }

  @Test
  void closedConnectionOpensAgain() {
    try (EmbeddedRedis redis = EmbeddedRedis.builder(directory).start()) {
      RedisConnection reopened = to(redis.host(), redis.port(), Optional.empty());
      try (RedisConnection connection = reopened) {
        look(connection);
      }
      try (RedisConnection connection = reopened) {
        assertThat(look(connection)).isEqualTo(Settled.NONE);
      }
    }
  }
}
