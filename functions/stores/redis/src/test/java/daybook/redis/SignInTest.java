package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.Settled;
import daybook.core.settings.SecretText;
import daybook.secrets.RememberedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.SslOptions;

/** Passwords that change, and connections that grow old, on a server with users. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {

  private static final ImportId IMPORT = new ImportId("0".repeat(ImportId.DIGITS));
  private static final String USER = "app";
  private static final String ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:r-AbCdEf";
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final TestRedis server = TestRedis.embedded();
  private final RedisSettings settings =
      server.settings(
          new RedisKeys("", "Q"),
          new RedisAuth.Password(Optional.of(USER), new SecretText.Stored(ARN)));
  private Jedis admin;
  private Instant now = Instant.parse("2026-01-15T10:00:00Z");
  private String secret = "first";
  private int reads;
  private RedisConnection connection;

  @BeforeEach
  void connect() {
    admin = new Jedis(settings.host(), settings.port());
    changePassword("first");
    SignIn signIn =
        SignIn.byPassword(
            Optional.of(USER),
            new RememberedSecret(
                (arn, field) -> {
                  reads++;
                  return secret;
                },
                new SecretText.Stored(ARN),
                SignIn.PASSWORD_FIELD,
                () -> now));
    connection =
        new RedisConnection(
            new RedisClients(
                settings, Optional.of(signIn), SslOptions.defaults(), RedisConnection.READ_TIMEOUT),
            new MemoryGuard((level, event, facts) -> {}, System::nanoTime),
            () -> now);
  }

  @AfterEach
  void disconnect() {
    connection.close();
    admin.close();
    reads = 0;
  }

  @AfterAll
  void close() {
    server.close();
  }

  /** What a rotation does: the server takes the new password only, the secret holds it. */
  private void changePassword(String password) {
    admin.aclSetUser(USER, "reset", "on", ">" + password, "~*", "+@all");
    secret = password;
  }

  private void step() {
    assertThat(new RedisTransactionQueue(connection).look(IMPORT).settled())
        .isEqualTo(Settled.NONE);
  }

  /** The server's ids of the connections that are signed in as the user. */
  private List<String> connections() {
    return admin
        .clientList()
        .lines()
        .filter(line -> line.contains(" user=" + USER + " "))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  @Test
  void secretIsReadOnceForManyStepsAndAgainAfterClosing() {
    step();
    step();
    assertThat(reads).isEqualTo(1);
    connection.close();
    assertThat(connections()).isEmpty();
    step();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void rotatedPasswordWorksAtTheNextTryOfTheSameInstance() {
    step();
    changePassword("second");
    step(); // the connection there is stays signed in
    assertThat(reads).isEqualTo(1);

    admin.sendCommand(Protocol.Command.CLIENT, "KILL", "USER", USER);
    assertThatThrownBy(this::step)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("WRONGPASS")
        .hasMessageNotContainingAny("first", "second");
    step();
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void connectionIsReplacedAndSignsInAnewBeforeItIsCut() {
    step();
    List<String> first = connections();
    changePassword("second");
    now = now.plus(RedisConnection.AGE_MAX).minus(MOMENT);
    step();
    assertThat(connections()).isEqualTo(first).hasSize(1);

    now = now.plus(MOMENT);
    step();
    assertThat(connections()).hasSize(1).doesNotContainAnyElementsOf(first);
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void oldConnectionIsLeftToTheStepThatUsesIt() throws InterruptedException, ExecutionException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch on = new CountDownLatch(1);
    FutureTask<String> slow =
        new FutureTask<>(
            () ->
                connection.ask(
                    "slow",
                    redis -> {
                      inside.countDown();
                      await(on);
                      return redis.ping();
                    }));
    Thread thread = new Thread(slow);
    thread.start();
    inside.await();
    now = now.plus(RedisConnection.AGE_MAX);
    step();
    step();
    on.countDown();
    assertThat(slow.get()).isEqualTo("PONG");
    thread.join();
    assertThat(connections()).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void clockThatWasSetBackReplacesConnectionsRatherThanKeepThemForLong() {
    step();
    List<String> first = connections();
    now = now.minus(MOMENT);
    step();
    assertThat(connections()).hasSize(1).doesNotContainAnyElementsOf(first);
  }

  @Test
  void secretThatCannotBeReadIsReportedAsSuch() {
    RedisConnection without =
        new RedisConnection(
            new RedisClients(
                settings,
                Optional.of(
                    SignIn.byPassword(
                        Optional.of(USER),
                        new RememberedSecret(
                            (arn, field) -> {
                              throw new StoreException("Secrets Manager", "read " + arn, "down");
                            },
                            new SecretText.Stored(ARN),
                            SignIn.PASSWORD_FIELD,
                            () -> now))),
                SslOptions.defaults(),
                RedisConnection.READ_TIMEOUT),
            new MemoryGuard((level, event, facts) -> {}, System::nanoTime),
            () -> now);
    try (without) {
      assertThatThrownBy(() -> new RedisTransactionQueue(without).look(IMPORT))
          .isInstanceOf(StoreException.class)
          .hasMessage("Secrets Manager failed: read " + ARN + ": down");
    }
  }
}
