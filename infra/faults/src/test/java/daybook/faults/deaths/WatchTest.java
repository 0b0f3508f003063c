package daybook.faults.deaths;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import daybook.testkit.Await;
import daybook.testkit.fake.InMemoryMongoDb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A watch reports what should never be seen, goes on looking, and takes errors for errors. */
@Timeout(60)
class WatchTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 15);

  private final AtomicInteger requests = new AtomicInteger();
  private volatile int status = 200;
  private volatile String body = "{\"data\":{}}";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = body.getBytes(UTF_8);
          requests.incrementAndGet();
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Watch watch() {
    URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return new Watch(api, new InMemoryMongoDb(), () -> Cells.NONE, TODAY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "{}",
        "{\"data\":{\"2026-01-15\":{\"deposits\":{\"visa\":\"1.00\"}}}}",
        "{\"data\":{\"2026-01-15\":{\"deposits\":{\"visa\":1.00}}}}"
      })
  void everyWrongAnswerOf200IsReportedNotOnlyTheFirst(String wrong) throws Exception {
    body = wrong;
    try (Watch watch = watch()) {
      Await.until("reported twice", LIMIT, () -> watch.wrongs().size() >= 2);
    }
  }

  @Test
  void errorsAreNoWrongSightsAndNoAnswers() throws Exception {
    status = 503;
    try (Watch watch = watch()) {
      Await.until("asked", LIMIT, () -> requests.get() >= 4);
      assertThat(watch.wrongs()).isEmpty();
      assertThat(watch.answers()).isZero();
    }
  }

  @Test
  void rightAnswersAndReadsOfHistoryAreCounted() throws Exception {
    try (Watch watch = watch()) {
      Await.until(
          () -> "looked: " + watch.counts(),
          LIMIT,
          () -> watch.answers() >= 2 && watch.historyReads() >= 2);
      assertThat(watch.wrongs()).isEmpty();
    }
  }
}
