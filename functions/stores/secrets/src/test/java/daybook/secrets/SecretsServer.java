package daybook.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The part of Secrets Manager's protocol that reads a secret, over HTTP on a free port. */
final class SecretsServer implements AutoCloseable {

  private static final String REGION = "eu-west-1";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, ObjectNode> secrets = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server;

  SecretsServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  static String arn(String name) {
    return "arn:aws:secretsmanager:" + REGION + ":123456789012:secret:" + name + "-AbCdEf";
  }

  void keep(String arn, String text) {
    secrets.put(arn, JSON.createObjectNode().put("SecretString", text));
  }

  void keepBytes(String arn) {
    secrets.put(arn, JSON.createObjectNode().put("SecretBinary", "AAEC"));
  }

  /** Answers the next requests with an error of its own. */
  void fail(int times) {
    failures.set(times);
  }

  int requests() {
    return requests.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      JsonNode request = JSON.readTree(exchange.getRequestBody());
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        answer(exchange, 500, error("InternalServiceError"));
      } else if (!"secretsmanager.GetSecretValue".equals(target)
          || !authorization.contains("/" + REGION + "/secretsmanager/aws4_request")) {
        answer(exchange, 400, error("InvalidRequestException"));
      } else {
        String arn = request.get("SecretId").textValue();
        ObjectNode secret = secrets.get(arn);
        answer(
            exchange,
            secret == null ? 400 : 200,
            secret == null
                ? error("ResourceNotFoundException")
                : secret.deepCopy().put("ARN", arn).put("VersionId", "1"));
      }
    }
  }

  private static ObjectNode error(String type) {
    return JSON.createObjectNode().put("__type", type).put("message", "refused");
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    byte[] bytes = body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
