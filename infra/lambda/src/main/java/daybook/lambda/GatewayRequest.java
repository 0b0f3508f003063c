package daybook.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A request to the HTTP API as the event that a function gets, payload format 2.0. */
final class GatewayRequest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final List<String> TEXT_TYPES =
      List.of("text/", "application/json", "application/javascript", "application/xml");

  private final HttpExchange exchange;
  private final String requestId;
  private final byte[] body;

  GatewayRequest(HttpExchange exchange, String requestId, byte[] body) {
    this.exchange = exchange;
    this.requestId = requestId;
    this.body = body;
  }

  /** Path of a request as it was sent. */
  static String path(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    return path == null || path.isEmpty() ? "/" : path;
  }

  /** The event, as JSON. */
  String event(GatewayRoutes.Match match, Instant now) {
    String rawQuery = exchange.getRequestURI().getRawQuery();
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0");
    event.put("routeKey", match.route().key());
    event.put("rawPath", path(exchange));
    event.put("rawQueryString", rawQuery == null ? "" : rawQuery);
    List<String> cookies = exchange.getRequestHeaders().get("Cookie");
    if (cookies != null) {
      var list = event.putArray("cookies");
      cookies.forEach(line -> line.lines().forEach(all -> addCookies(list::add, all)));
    }
    putAll(event.putObject("headers"), headers());
    if (rawQuery != null && !rawQuery.isEmpty()) {
      putAll(event.putObject("queryStringParameters"), parameters(rawQuery));
    }
    event.set("requestContext", context(match, now));
    if (!match.pathParameters().isEmpty()) {
      putAll(event.putObject("pathParameters"), match.pathParameters());
    }
    boolean isText = isText();
    if (body.length > 0) {
      event.put(
          "body",
          isText
              ? new String(body, StandardCharsets.UTF_8)
              : Base64.getEncoder().encodeToString(body));
    }
    event.put("isBase64Encoded", body.length > 0 && !isText);
    return event.toString();
  }

  private static void addCookies(java.util.function.Consumer<String> list, String line) {
    for (String cookie : split(line, ';')) {
      if (!cookie.isBlank()) {
        list.accept(cookie.strip());
      }
    }
  }

  private static void putAll(ObjectNode node, Map<String, String> values) {
    values.forEach(node::put);
  }

  private ObjectNode context(GatewayRoutes.Match match, Instant now) {
    ObjectNode context = JSON.createObjectNode();
    context.put("accountId", "000000000000");
    context.put("apiId", "local");
    String host = exchange.getRequestHeaders().getFirst("Host");
    context.put("domainName", host == null ? "" : host);
    context.put("domainPrefix", "local");
    ObjectNode http = context.putObject("http");
    http.put("method", exchange.getRequestMethod());
    http.put("path", path(exchange));
    http.put("protocol", exchange.getProtocol());
    http.put("sourceIp", exchange.getRemoteAddress().getAddress().getHostAddress());
    String userAgent = exchange.getRequestHeaders().getFirst("User-Agent");
    http.put("userAgent", userAgent == null ? "" : userAgent);
    context.put("requestId", requestId);
    context.put("routeKey", match.route().key());
    context.put("stage", "$default");
    context.put("time", TIME.format(now));
    context.put("timeEpoch", now.toEpochMilli());
    return context;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!lower.equals("cookie")) {
                headers.put(lower, String.join(",", values));
              }
            });
    return headers;
  }

  /** Decoded, with the values of a repeated name joined by a comma. */
  static Map<String, String> parameters(String rawQuery) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : split(rawQuery, '&')) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        parameters.merge(name, value, (first, next) -> first + "," + next);
      }
    }
    return parameters;
  }

  /** Text that is no valid encoding stays as it was sent. */
  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }

  private boolean isText() {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
    return TEXT_TYPES.stream().anyMatch(lower::startsWith);
  }
}
