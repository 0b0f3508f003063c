package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.Settled;
import daybook.embedded.EmbeddedRedis;
import daybook.secrets.SecretsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.SslOptions;

/** A server that speaks TLS with a certificate made for this test, and asks for a password. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {

  private static final ImportId IMPORT = new ImportId("0".repeat(ImportId.DIGITS));
  private static final String NAMED = "127.0.0.1";
  private static final String NOT_NAMED = "localhost";

  /** A server without TLS waits for the end of a line that never comes. */
  private static final Duration READ_TIMEOUT = Duration.ofMillis(500);

  private TestCertificate certificate;
  private int tlsPort;
  private EmbeddedRedis server;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    certificate = TestCertificate.make(directory, "ip:" + NAMED);
    tlsPort = TestRedis.freePort();
    server =
        EmbeddedRedis.builder(directory.resolve("redis"))
            .line("tls-port " + tlsPort)
            .line("tls-cert-file " + certificate.certificate())
            .line("tls-key-file " + certificate.key())
            .line("tls-ca-cert-file " + certificate.certificate())
            .line("tls-auth-clients no")
            .line("user default off")
            .line(Acl.APPLICATION.line())
            .start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private RedisConnection connection(String host, int port, SslOptions trust) {
    RedisSettings settings =
        new RedisSettings(
            host,
            port,
            true,
            RedisMode.NODE,
            Acl.APPLICATION.auth(),
            new RedisKeys("{daybook}:", "Q"),
            SecretsSettings.AWS);
    return new RedisConnection(
        new RedisClients(
            settings, SignIn.of(settings, InstantSource.system()), trust, READ_TIMEOUT),
        new MemoryGuard((level, event, facts) -> {}, System::nanoTime),
        InstantSource.system());
  }

  private static Settled look(RedisConnection connection) {
    return new RedisTransactionQueue(connection).look(IMPORT).settled();
  }

  @Test
  void serverOfATrustedNameIsSpokenWithAndSignedInTo() {
    try (RedisConnection connection = connection(NAMED, tlsPort, certificate.trust())) {
      assertThat(look(connection)).isEqualTo(Settled.NONE);
    }
  }

  @Test
  void serverOfAnotherNameIsRefused() {
    try (RedisConnection connection = connection(NOT_NAMED, tlsPort, certificate.trust())) {
      assertThatThrownBy(() -> look(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("No name matching localhost found")
          .hasMessageNotContaining(Acl.PASSWORD);
    }
  }

  @Test
  void certificateThatNobodyTrustsIsRefused() {
    try (RedisConnection connection = connection(NAMED, tlsPort, SslOptions.defaults())) {
      assertThatThrownBy(() -> look(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("unable to find valid certification path")
          .hasMessageNotContaining(Acl.PASSWORD);
    }
  }

  @Test
  void serverWithoutTlsIsNotSpokenWithInstead() {
    try (RedisConnection connection = connection(NAMED, server.port(), certificate.trust())) {
      assertThatThrownBy(() -> look(connection)).isInstanceOf(StoreException.class);
    }
  }
}
