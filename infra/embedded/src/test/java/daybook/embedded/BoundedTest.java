package daybook.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BoundedTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Bounded bounds = new Bounded("S3", 9000);

  @Test
  void givesWhatTheWorkGave() {
    assertThat(bounds.start(LIMIT, () -> "started")).isEqualTo("started");
  }

  @Test
  void givesUpWorkThatTakesTooLong() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                bounds.start(
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
                bounds.start(
                    LIMIT,
                    () -> {
                      throw new IOException("failed", new BindException("in use"));
                    }))
        .isInstanceOfSatisfying(PortTakenException.class, e -> assertThat(e.port()).isEqualTo(9000))
        .hasMessageContaining("in use");
  }

  @Test
  void namesTheServerAndTheCauseOfAnyOtherFailure() {
    assertThatThrownBy(
            () ->
                bounds.stop(
                    () -> {
                      throw new IOException("no space");
                    }))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessage("S3 did not end: no space");
  }
}
