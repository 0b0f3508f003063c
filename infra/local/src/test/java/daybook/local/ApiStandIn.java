package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers like an API as a test says, is well, and remembers what else it was asked. */
final class ApiStandIn implements AutoCloseable {

  /** As a status: the connection ends without an answer. */
  static final int NONE = 0;

  /**
   * A request.
   *
   * @param target path and query
   * @param key its {@code Idempotency-Key}, empty where it has none
   */
  record Asked(String method, String target, String key, String body) {}

  /** An answer. */
  record Given(int status, String body, Map<String, String> headers) {

    /** Copies the headers. */
    Given {
      headers = Map.copyOf(headers);
    }

    Given(int status, String body) {
      this(status, body, Map.of());
    }
  }

  /** What answers. */
  interface Answering {
    Given answer(Asked asked);
  }

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final Answering answering;

  ApiStandIn(Answering answering) throws IOException {
    this.answering = answering;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              key == null ? "" : key,
              new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      boolean isHealth = request.target().equals("/health");
      if (!isHealth) {
        asked.add(request);
      }
      Given given = isHealth ? new Given(200, "{}") : answering.answer(request);
      if (given.status() == NONE) {
        return;
      }
      given.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = given.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(given.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** What {@code --api} takes. */
  String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** All requests so far. */
  List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
