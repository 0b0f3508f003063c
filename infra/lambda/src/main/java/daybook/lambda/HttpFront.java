package daybook.lambda;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The HTTP API on the loopback interface: routes requests to functions as API Gateway's HTTP API
 * does, payload format 2.0, with the gateway's own answers where there is no route or no answer.
 */
public final class HttpFront implements Stoppable {

  /** Largest request line and headers together in bytes, as in API Gateway. */
  private static final int HEADERS_BYTES_MAX = 10_240;

  /**
   * Largest request body in bytes: as base64, and with the rest of the event, it must stay within
   * what an invocation takes.
   */
  private static final int BODY_BYTES_MAX = 4 << 20;

  /** Requests at work at a time; functions have far fewer instances. */
  private static final int THREADS_MAX = 32;

  /** Requests that wait for a thread; more are turned away by closing their connection. */
  private static final int WAITING_MAX = 256;

  private static final long THREAD_IDLE_SECONDS = 30;

  private final HttpServer server;
  private final Connections connections;
  private final ThreadPoolExecutor threads;
  private final GatewayRoutes routes;

  private HttpFront(HttpServer server, Connections connections, GatewayRoutes routes) {
    this.server = server;
    this.connections = connections;
    this.routes = routes;
    this.threads =
        new ThreadPoolExecutor(
            THREADS_MAX,
            THREADS_MAX,
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_MAX),
            Threads.daemons("http-api"));
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Listens and serves the routes of the functions.
   *
   * @param port 0 for any that is free
   * @throws PortTakenException if another program listens there
   */
  public static HttpFront start(int port, Iterable<Function> functions) throws IOException {
    GatewayRoutes routes = new GatewayRoutes(functions);
    HttpServer server = LocalHttp.bind(0);
    Connections connections;
    try {
      connections = Connections.start(port, server.getAddress());
    } catch (IOException e) {
      server.stop(0);
      throw e;
    }
    HttpFront front = new HttpFront(server, connections, routes);
    front.server.setExecutor(front.threads);
    front.server.createContext("/", front::handle);
    front.server.start();
    return front;
  }

  /** The port it listens on. */
  public int port() {
    return connections.port();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String requestId = UUID.randomUUID().toString();
      InputStream in = exchange.getRequestBody();
      byte[] body = in.readNBytes(BODY_BYTES_MAX + 1);
      // The rest of one that is too large is read too, within the time for a request: otherwise the
      // connection would be cut under the answer.
      in.transferTo(OutputStream.nullOutputStream());
      answer(exchange, requestId, body).send(exchange, requestId);
    }
  }

  private GatewayResponse answer(HttpExchange exchange, String requestId, byte[] body) {
    if (headBytes(exchange) > HEADERS_BYTES_MAX) {
      return GatewayResponse.headersTooLarge();
    }
    if (body.length > BODY_BYTES_MAX) {
      return GatewayResponse.bodyTooLarge();
    }
    Optional<GatewayRoutes.Match> match =
        routes.find(exchange.getRequestMethod(), GatewayRequest.path(exchange));
    if (match.isEmpty()) {
      return GatewayResponse.notFound();
    }
    String event = new GatewayRequest(exchange, requestId, body).event(match.get(), Instant.now());
    Duration limit = match.get().route().timeOut();
    return GatewayResponse.of(match.get().function().invoke(event, limit));
  }

  private static int headBytes(HttpExchange exchange) {
    int bytes = exchange.getRequestMethod().length() + exchange.getRequestURI().toString().length();
    Headers headers = exchange.getRequestHeaders();
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      for (String value : header.getValue()) {
        bytes += header.getKey().length() + value.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return bytes;
  }

  /** Accepts no more connections, lets running requests end, then cuts off what is left. */
  @Override
  public void stop(Duration graceful, Duration forced) {
    connections.refuse();
    Threads.stop(threads, graceful, forced);
    server.stop(0);
    connections.stop(forced, Duration.ZERO);
  }
}
