package daybook.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import java.util.Base64;
import java.util.Map;
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
    } catch (RefusedException e) {
      return Reply.problem(e.problem());
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

  private static Request request(APIGatewayV2HTTPEvent event) throws RefusedException {
    return new Request(
        event.getRequestContext().getHttp().getMethod(),
        event.getRawPath(),
        orEmpty(event.getQueryStringParameters()),
        orEmpty(event.getHeaders()),
        body(event));
  }

  /** Text comes as it is, and what the gateway does not take for text as base64. */
  private static byte[] body(APIGatewayV2HTTPEvent event) throws RefusedException {
    String body = event.getBody() == null ? "" : event.getBody();
    if (!event.getIsBase64Encoded()) {
      return body.getBytes(UTF_8);
    }
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Problem.badRequest("The body is damaged"));
    }
  }

  /** The gateway leaves out what is empty. */
  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
