package daybook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatsClientTest {

  private static final LocalDate DAY = LocalDate.of(2026, 1, 15);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String body = "{\"data\":{}}";
  private HttpServer server;
  private StatsClient client;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    client = new StatsClient(URI.create("http://localhost:" + server.getAddress().getPort()));
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void longestRangeOfTheApiIsOneRequest() throws Exception {
    client.read(DAY, DAY.plusDays(365));

    assertThat(asked)
        .containsExactly("/stats?from_date=2026-01-15&to_date=2027-01-15&currency=none");
  }

  @Test
  void longerRangeIsReadInPartsWithoutGapOrOverlap() throws Exception {
    client.read(DAY, DAY.plusDays(2 * 366));

    assertThat(asked)
        .containsExactly(
            "/stats?from_date=2026-01-15&to_date=2027-01-15&currency=none",
            "/stats?from_date=2027-01-16&to_date=2028-01-16&currency=none",
            "/stats?from_date=2028-01-17&to_date=2028-01-17&currency=none");
  }

  @Test
  void totalsOfTheAnswerAreReturned() throws Exception {
    body = "{\"data\":{\"2026-01-15\":{\"deposits\":{\"visa\":12.34},\"withdrawals\":{}}}}";

    assertThat(client.read(DAY, DAY))
        .isEqualTo(ExpectedTotals.of(DAY, "deposits", "visa", "12.34"));
  }

  @Test
  void anyOtherStatusIsAFailure() {
    status = 503;
    body = "{\"detail\":\"A store did not answer\"}";

    assertThatThrownBy(() -> client.read(DAY, DAY))
        .isInstanceOf(FailureException.class)
        .hasMessage(
            "GET %s&currency=none answered 503: A store did not answer"
                .formatted(client.address(DAY, DAY)));
  }

  @Test
  void nobodyListeningIsAFailure() {
    server.stop(0);

    assertThatThrownBy(() -> client.read(DAY, DAY))
        .isInstanceOf(FailureException.class)
        .hasMessage(
            "GET %s&currency=none failed: nothing answers there"
                .formatted(client.address(DAY, DAY)));
  }
}
