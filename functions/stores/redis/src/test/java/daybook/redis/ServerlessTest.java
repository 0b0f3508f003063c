package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue.Begun;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import daybook.embedded.EmbeddedRedis;
import daybook.secrets.SecretsSettings;
import daybook.testkit.contract.Imports;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * A cluster over TLS whose user has one token of ElastiCache as its password: everything of a
 * serverless cache but the service that checks the token, which only AWS has.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerlessTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:05Z");
  private static final RedisAuth.Iam AUTH = new RedisAuth.Iam("app", "daybook-cache");
  private static final ObjectVersion SOURCE = Imports.version(1);
  private static final long WAIT_NANOS_MAX = 20_000_000_000L;

  /** What Lambda says by environment variables. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "aws.accessKeyId", "AKIDEXAMPLE",
          "aws.secretAccessKey", "s3cr3t",
          "aws.region", "eu-central-1");

  private TestCertificate certificate;
  private int tlsPort;
  private EmbeddedRedis server;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    certificate = TestCertificate.make(directory, "ip:127.0.0.1,dns:localhost");
    tlsPort = TestRedis.freePort();
    server =
        EmbeddedRedis.builder(directory.resolve("redis"))
            .line("cluster-enabled yes")
            .line("cluster-port " + TestRedis.freePort())
            .line("tls-port " + tlsPort)
            .line("tls-cert-file " + certificate.certificate())
            .line("tls-key-file " + certificate.key())
            .line("tls-ca-cert-file " + certificate.certificate())
            .line("tls-auth-clients no")
            // Or it would name its port without TLS to those who come by TLS.
            .line("tls-cluster yes")
            .start();
    PROPERTIES.forEach(System::setProperty);
    ElastiCacheToken signIn = new ElastiCacheToken(AUTH, true, AwsIdentity::current, () -> NOW);
    String rules =
        "reset >" + new String(signIn.credentials().getPassword()) + " " + Acl.APPLICATION.rights();
    try (Jedis admin = new Jedis(server.host(), server.port())) {
      admin.clusterAddSlotsRange(0, 16_383);
      admin.aclSetUser(AUTH.username(), rules.split(" ", -1));
      long end = System.nanoTime() + WAIT_NANOS_MAX;
      while (!admin.clusterInfo().contains("cluster_state:ok")) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.onSpinWait();
      }
    }
  }

  @AfterAll
  void stop() {
    PROPERTIES.keySet().forEach(System::clearProperty);
    server.close();
  }

  private RedisConnection connection(Instant now) {
    RedisSettings settings =
        new RedisSettings(
            "127.0.0.1",
            tlsPort,
            true,
            RedisMode.SERVERLESS,
            AUTH,
            new RedisKeys("{daybook}:", "Q"),
            SecretsSettings.AWS);
    Optional<SignIn> signIn = SignIn.of(settings, () -> now);
    return new RedisConnection(
        new RedisClients(settings, signIn, certificate.trust(), RedisConnection.READ_TIMEOUT),
        new MemoryGuard((level, event, facts) -> {}, System::nanoTime),
        InstantSource.system());
  }

  private static Begun begin(RedisConnection connection) {
    return new RedisTransactionQueue(connection)
        .begin(SOURCE.importId(), SOURCE, Imports.BEGUN, Settled.NONE);
  }

  @Test
  void functionSignsInByTheTokenThatItsCredentialsMake() {
    try (RedisConnection connection = connection(NOW)) {
      assertThat(begin(connection)).isEqualTo(Begun.RUNNING);
    }
  }

  @Test
  void tokenThatIsRefusedIsNotShown() {
    try (RedisConnection connection = connection(NOW.plusSeconds(1))) {
      assertThatThrownBy(() -> begin(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("WRONGPASS")
          .hasMessageNotContaining("Signature");
    }
  }
}
