package daybook.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import daybook.lambda.InvocationResult.FunctionError;
import daybook.lambda.InvocationResult.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's Runtime API for one function instance, version 2018-06-01: the instance asks for the
 * next event and posts what became of it. One server an instance, so that nothing here has to know
 * who asks, and closing it ends this instance's calls and no other's.
 */
final class RuntimeApi implements AutoCloseable {

  /** Largest event and largest response of a synchronous invocation in bytes, as in Lambda. */
  static final int PAYLOAD_BYTES_MAX = 6_291_556;

  private static final String ROOT = "/2018-06-01/runtime/";
  private static final Pattern POSTED =
      Pattern.compile(ROOT + "invocation/([^/]+)/(response|error)");
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads;
  private final BlockingQueue<Invocation> pending = new ArrayBlockingQueue<>(1);
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<FunctionError> initError = new CompletableFuture<>();

  /** What the instance works on, or has worked on last; null before the first one. */
  private volatile @Nullable Invocation current;

  /**
   * One event on its way through the instance.
   *
   * @param requestId Lambda's id of the invocation
   * @param functionArn ARN that was invoked
   * @param event JSON
   * @param deadlineMs when it will be killed, in ms since 1970
   * @param result what the instance posts
   */
  record Invocation(
      String requestId,
      String functionArn,
      String event,
      long deadlineMs,
      CompletableFuture<InvocationResult> result) {}

  /** Listens on a free port. */
  RuntimeApi(String instanceName) throws IOException {
    server = LocalHttp.bind(0);
    threads = Executors.newCachedThreadPool(Threads.daemons(instanceName + "-runtime-api"));
    server.setExecutor(threads);
    server.createContext(ROOT + "invocation/next", this::next);
    server.createContext(ROOT + "invocation/", this::posted);
    server.createContext(ROOT + "init/error", this::initFailed);
    server.start();
  }

  /** Host and port, the value of {@code AWS_LAMBDA_RUNTIME_API}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Done when the instance asks for its first event. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** Done if the instance says that it cannot start. */
  CompletableFuture<FunctionError> initError() {
    return initError;
  }

  /**
   * Hands over an event, to be taken when the instance asks.
   *
   * @throws IllegalStateException if there is one already
   */
  void submit(Invocation invocation) {
    pending.add(invocation);
  }

  /** Takes an event back; false if the instance has it. */
  boolean withdraw(Invocation invocation) {
    return pending.remove(invocation);
  }

  private void next(HttpExchange exchange) throws IOException {
    try (exchange) {
      // The JDK keeps a connection only when its request was read, even if there is nothing in it.
      exchange.getRequestBody().readNBytes(PAYLOAD_BYTES_MAX);
      ready.complete(null);
      Invocation invocation = pending.take();
      current = invocation;
      var headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "application/json");
      headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
      headers.set("Lambda-Runtime-Deadline-Ms", String.valueOf(invocation.deadlineMs()));
      headers.set("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn());
      headers.set("Lambda-Runtime-Trace-Id", traceId(invocation));
      answer(exchange, OK, invocation.event().getBytes(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed: the connection ends without an answer.
    }
  }

  /** A trace that is not sampled, made from the request's id so that the two can be matched. */
  private static String traceId(Invocation invocation) {
    String digits = invocation.requestId().replace("-", "");
    return "Root=1-" + digits.substring(0, 8) + "-" + digits.substring(8) + ";Sampled=0";
  }

  private void posted(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(PAYLOAD_BYTES_MAX + 1);
      Matcher path = POSTED.matcher(exchange.getRequestURI().getPath());
      Invocation invocation = current;
      if (path.matches()
          && invocation != null
          && path.group(1).equals(invocation.requestId())
          && !invocation.result().isDone()) {
        post(exchange, invocation, path.group(2).equals("error"), body);
      } else {
        answerError(exchange, BAD_REQUEST, "InvalidRequestID");
      }
    }
  }

  private static void post(
      HttpExchange exchange, Invocation invocation, boolean isError, byte[] body)
      throws IOException {
    boolean isTooLarge = body.length > PAYLOAD_BYTES_MAX;
    InvocationResult result;
    if (isTooLarge) {
      result =
          new FunctionError(
              "Function.ResponseSizeTooLarge",
              "Response payload size exceeded maximum allowed payload size ("
                  + PAYLOAD_BYTES_MAX
                  + " bytes).");
    } else {
      result = isError ? error(body) : new Response(new String(body, StandardCharsets.UTF_8));
    }
    try {
      if (isTooLarge) {
        answerError(exchange, TOO_LARGE, "RequestEntityTooLarge");
      } else {
        accept(exchange);
      }
    } finally {
      invocation.result().complete(result);
    }
  }

  private void initFailed(HttpExchange exchange) throws IOException {
    try (exchange) {
      FunctionError error = error(exchange.getRequestBody().readNBytes(PAYLOAD_BYTES_MAX));
      accept(exchange);
      initError.complete(error);
    }
  }

  private static FunctionError error(byte[] body) throws IOException {
    JsonNode error;
    try {
      error = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      error = MissingNode.getInstance();
    }
    return new FunctionError(
        error.path("errorType").asText("Runtime.Unknown"), error.path("errorMessage").asText(""));
  }

  private static void accept(HttpExchange exchange) throws IOException {
    answer(exchange, ACCEPTED, "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
  }

  private static void answerError(HttpExchange exchange, int status, String type)
      throws IOException {
    String body = "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + type + "\"}";
    answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    // The JDK takes 0 as "of unknown length"; nothing here is empty.
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
