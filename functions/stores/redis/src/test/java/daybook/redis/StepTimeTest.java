package daybook.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.Settled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** How long a step may take, whatever it waits for. */
class StepTimeTest {

  private static final ImportId IMPORT = new ImportId("0".repeat(ImportId.DIGITS));
  private static final RedisKeys KEYS = new RedisKeys("", "Q");
  private static final Duration SOON = Duration.ofMillis(300);

  private static Settled look(RedisConnection connection) {
    return new RedisTransactionQueue(connection).look(IMPORT).settled();
  }

  @Test
  void stepOnASilentServerEndsInTimeForAnAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        RedisConnection connection =
            new RedisConnection(RedisSettings.plain("127.0.0.1", silent.getLocalPort(), KEYS))) {
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
        RedisConnection connection =
            new RedisConnection(RedisSettings.plain("127.0.0.1", silent.getLocalPort(), KEYS))) {
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
