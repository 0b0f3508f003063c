package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerLimitsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ServerLimits limits = new ServerLimits("S3", 9000);

  @Test
  void givesWhatTheWorkGave() {
    assertThat(limits.start(LIMIT, () -> "started")).isEqualTo("started");
  }

  @Test
  void givesUpWorkThatTakesTooLong() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                limits.start(
                    Duration.ofMillis(50),
                    () -> {
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                      }
                      return null;
                    }))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage("S3 did not start within 50 ms");
    assertThat(interrupted.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  @Test
  void knowsATakenPortUnderWhateverTheLibraryMakesOfIt() {
    assertThatThrownBy(
            () ->
                limits.start(
                    LIMIT,
                    () -> {
                      throw new IOException("failed", new BindException("in use"));
                    }))
        .isInstanceOf(EmbeddedPortTakenException.class)
        .hasMessageContaining("127.0.0.1:9000")
        .hasMessageContaining("in use");
  }

  @Test
  void namesTheServerAndTheCauseOfAnyOtherFailure() {
    assertThatThrownBy(
            () ->
                limits.stop(
                    () -> {
                      throw new IOException("no space");
                    }))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage("S3 did not end: no space");
  }
}
