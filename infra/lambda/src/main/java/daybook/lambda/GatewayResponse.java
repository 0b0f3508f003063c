package daybook.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import daybook.lambda.InvocationResult.Response;
import daybook.lambda.InvocationResult.Throttled;
import daybook.lambda.InvocationResult.TimedOut;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** What the HTTP API answers: a function's answer, decoded, or an error of the gateway's own. */
final class GatewayResponse {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STATUS_MIN = 200;
  private static final int STATUS_MAX = 599;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  /** Headers that belong to the connection; the server writes its own. */
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade");

  private final int status;
  private final Headers headers = new Headers();
  private final byte[] body;

  private GatewayResponse(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  static GatewayResponse notFound() {
    return own(404, "Not Found");
  }

  static GatewayResponse bodyTooLarge() {
    return own(413, "Request Entity Too Large");
  }

  static GatewayResponse headersTooLarge() {
    return own(431, "Request Header Fields Too Large");
  }

  private static GatewayResponse badGateway() {
    return own(502, "Internal Server Error");
  }

  private static GatewayResponse unavailable() {
    return own(503, "Service Unavailable");
  }

  private static GatewayResponse own(int status, String message) {
    return json(status, "{\"message\":\"" + message + "\"}");
  }

  private static GatewayResponse json(int status, String body) {
    GatewayResponse response = new GatewayResponse(status, body.getBytes(StandardCharsets.UTF_8));
    response.headers.set("Content-Type", "application/json");
    return response;
  }

  /**
   * The answer that an invocation's result means: 502 for an error of the function or an answer
   * that is none, 503 where it did not answer in time or could not run.
   */
  static GatewayResponse of(InvocationResult result) {
    if (result instanceof TimedOut || result instanceof Throttled) {
      return unavailable();
    }
    if (!(result instanceof Response response)) {
      return badGateway();
    }
    try {
      JsonNode answer = JSON.readTree(response.payload());
      if (!answer.has("statusCode")) {
        // Anything else is the body of a success.
        return json(200, answer.isTextual() ? answer.textValue() : response.payload());
      }
      return structured(answer);
    } catch (JsonProcessingException e) {
      return badGateway();
    }
  }

  private static GatewayResponse structured(JsonNode answer) {
    int status = answer.get("statusCode").asInt(0);
    JsonNode body = answer.path("body");
    boolean isText = body.isTextual() || body.isNull() || body.isMissingNode();
    if (status < STATUS_MIN || status > STATUS_MAX || !isText) {
      return badGateway();
    }
    try {
      GatewayResponse response = new GatewayResponse(status, bytes(answer, body));
      response.headers.set("Content-Type", "text/plain; charset=utf-8");
      addHeaders(answer, response.headers);
      return response;
    } catch (IllegalArgumentException e) {
      return badGateway(); // No base64, or a line end within a header.
    }
  }

  private static byte[] bytes(JsonNode answer, JsonNode body) {
    String text = body.asText("");
    return answer.path("isBase64Encoded").asBoolean(false)
        ? Base64.getDecoder().decode(text)
        : text.getBytes(StandardCharsets.UTF_8);
  }

  private static void addHeaders(JsonNode answer, Headers headers) {
    answer
        .path("headers")
        .properties()
        .forEach(
            header -> {
              String name = header.getKey();
              if (header.getValue().isValueNode()
                  && !HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                headers.set(name, header.getValue().asText());
              }
            });
    answer.path("cookies").forEach(cookie -> headers.add("Set-Cookie", cookie.asText()));
  }

  /** Sends it and ends the exchange; the connection is kept as the client wishes. */
  void send(HttpExchange exchange, String requestId) throws IOException {
    Headers sent = exchange.getResponseHeaders();
    headers.forEach((name, values) -> values.forEach(value -> sent.add(name, value)));
    sent.set("Apigw-Requestid", requestId);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    if (isHead || body.length == 0 || status == NO_CONTENT || status == NOT_MODIFIED) {
      if (isHead) {
        sent.set("Content-Length", String.valueOf(body.length));
      }
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
