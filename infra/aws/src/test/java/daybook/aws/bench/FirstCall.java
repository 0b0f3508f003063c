package daybook.aws.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Runtime API that only notes when a function asks for its first event, and gives it none. */
final class FirstCall implements AutoCloseable {

  private static final String RUNTIME = "/2018-06-01/runtime/";

  /** A function that takes longer to start does not start. */
  private static final long START_SECONDS_MAX = 30;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CompletableFuture<Long> askedNs = new CompletableFuture<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  FirstCall() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(RUNTIME + "invocation/next", this::next);
    server.createContext(RUNTIME + "init/error", this::failed);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** When it was asked, in {@code System.nanoTime()}. */
  long await() throws InterruptedException, TimeoutException {
    try {
      return askedNs.get(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the function cannot start", e.getCause());
    }
  }

  private void next(HttpExchange exchange) {
    askedNs.complete(System.nanoTime());
    end.join();
    exchange.close();
  }

  private void failed(HttpExchange exchange) throws IOException {
    String why = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    askedNs.completeExceptionally(new IllegalStateException(why));
    exchange.sendResponseHeaders(202, -1);
    exchange.close();
  }

  @Override
  public void close() {
    end.complete(null);
    server.stop(0);
    threads.shutdownNow();
  }
}
