package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.protocol.Form;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.Settled;
import daybook.secrets.SecretsSettings;
import daybook.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientPauseMode;

/** How long a step may take, whatever it waits for. */
class StepTimeTest {

  private static final ImportId IMPORT = new ImportId("0".repeat(ImportId.DIGITS));
  private static final RedisKeys KEYS = new RedisKeys("", "Q");
  private static final Duration SOON = Duration.ofMillis(300);

  private static Settled look(RedisConnection connection) {
    return new RedisTransactionQueue(connection).look(IMPORT).settled();
  }

  private static RedisSettings settings(int port) {
    return new RedisSettings(
        "127.0.0.1", port, false, RedisMode.NODE, new RedisAuth.None(), KEYS, SecretsSettings.AWS);
  }

  @Test
  void stepOnASilentServerEndsInTimeForAnAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RedisConnection connection = new RedisConnection(settings(silent.getLocalPort()))) {
      connection.until(RedisConnection.ANSWER_TIME.plus(SOON)::toMillis);
      long began = System.nanoTime();
      assertThatThrownBy(() -> look(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("look: no answer within 300 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(SOON, RedisConnection.ANSWER_TIME.plus(SOON));
    }
  }

  @Test
  void stepThatHasNoTimeIsNotBegun() {
    try (TestRedis server = TestRedis.embedded();
        RedisConnection connection = new RedisConnection(server.settings(KEYS))) {
      connection.until(RedisConnection.ANSWER_TIME::toMillis);
      assertThatThrownBy(() -> connection.ask("set", redis -> redis.set("a", "b")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("no time left");
      assertThat(server.keys("")).isEmpty();

      connection.until(() -> Long.MAX_VALUE);
      assertThat(look(connection)).isEqualTo(Settled.NONE);
    }
  }

  @Test
  void stepThatWasGivenUpSendsNoFurtherCall() {
    try (TestRedis server = TestRedis.embedded();
        Jedis admin = new Jedis(server.settings(KEYS).host(), server.settings(KEYS).port())) {
      makeKnown("restless", server);
      Set<String> others = clients(admin);
      admin.configResetStat();
      admin.clientPause(60_000, ClientPauseMode.WRITE); // scripts wait, and nothing else does
      try (RedisConnection connection = new RedisConnection(server.settings(KEYS))) {
        connection.until(RedisConnection.ANSWER_TIME.plus(SOON)::toMillis);
        assertThatThrownBy(() -> run("restless", connection))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("restless: no answer within 300 ms");
        admin.clientUnpause();
        // The thread of the step has come to its end.
        Await.until(() -> clients(admin).equals(others));
      }
      assertThat(admin.info("commandstats"))
          .contains("cmdstat_evalsha:calls=1,")
          .doesNotContain("cmdstat_eval:");
    }
  }

  /** So that the next call is by the digest of the script, and no other follows by its text. */
  private static void makeKnown(String script, TestRedis server) {
    try (RedisConnection connection = new RedisConnection(server.settings(KEYS))) {
      assertThatThrownBy(() -> run(script, connection)).hasMessageContaining("each of its calls");
    }
  }

  private static void run(String script, RedisConnection connection) {
    new RedisScripts(connection, Form.NEWEST).run(script, List.of(), List.of());
  }

  /** The connections that a server has. */
  private static Set<String> clients(Jedis admin) {
    return admin
        .clientList()
        .lines()
        .map(line -> line.substring(0, line.indexOf(' ')))
        .collect(Collectors.toSet());
  }

  @Test
  void nextStepAfterOneThatHangsHasConnectionsOfItsOwn() throws InterruptedException {
    CountDownLatch hang = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (TestRedis server = TestRedis.embedded();
        RedisConnection connection = new RedisConnection(server.settings(KEYS))) {
      connection.until(RedisConnection.ANSWER_TIME.plus(SOON)::toMillis);
      assertThatThrownBy(
              () ->
                  connection.ask(
                      "hang",
                      redis -> {
                        await(hang);
                        ended.countDown();
                        return redis.ping();
                      }))
          .isInstanceOf(StoreException.class);
      assertThat(look(connection)).isEqualTo(Settled.NONE);
      hang.countDown();
      ended.await();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void threadThatIsToldToEndDoesNotWaitForTheStep() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RedisConnection connection = new RedisConnection(settings(silent.getLocalPort()))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> look(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void defectOfTheCallerReachesIt() {
    try (TestRedis server = TestRedis.embedded();
        RedisConnection connection = new RedisConnection(server.settings(KEYS))) {
      assertThatThrownBy(
              () ->
                  connection.ask(
                      "fail",
                      redis -> {
                        throw new IllegalArgumentException("defect");
                      }))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("defect");
    }
  }

  @Test
  void stepsTimeIsMoreThanThatOfAConnectionAndAnAnswer() {
    assertThat(RedisConnection.STEP_TIME_MAX)
        .isGreaterThan(RedisClients.CONNECT_TIMEOUT.plus(RedisConnection.READ_TIMEOUT));
  }
}
