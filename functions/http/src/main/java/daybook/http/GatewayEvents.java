package daybook.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Events of an HTTP API, payload 2.0, and the answers to them. */
public final class GatewayEvents {

  private GatewayEvents() {}

  /**
   * Answers an event. The last resort is here: a defect is logged with its causes and places,
   * within the bounds of {@link Defect}, and shown to nobody.
   */
  public static Reply answer(APIGatewayV2HTTPEvent event, Routes routes, EventLog log) {
    try {
      return routes.answer(request(event));
    } catch (RuntimeException e) {
      log.log(Level.ERROR, "request_failed", Defect.facts(e));
      return Reply.problem(Problem.defect());
    }
  }

  /** What the gateway gets. */
  public static APIGatewayV2HTTPResponse response(Reply reply) {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(reply.status())
        .withHeaders(reply.headers())
        .withBody(reply.body())
        .withIsBase64Encoded(reply.base64())
        .build();
  }

  private static Request request(APIGatewayV2HTTPEvent event) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(orEmpty(event.getHeaders()));
    String method = event.getRequestContext().getHttp().getMethod();
    return new Request(
        method,
        event.getRawPath(),
        orEmpty(event.getQueryStringParameters()),
        method.equals("OPTIONS") && headers.containsKey("access-control-request-method"),
        headers.getOrDefault("accept-encoding", ""),
        headers.getOrDefault("if-none-match", ""));
  }

  /** The gateway leaves out what is empty. */
  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
