package daybook.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A function fed by a queue. Fails the messages that begin with {@code bad}, answers as a message
 * tells it to, and writes what it got into its log.
 */
public final class QueueHandler implements RequestHandler<Map<String, Object>, Object> {

  @Override
  public Object handleRequest(Map<String, Object> event, Context context) {
    List<Map<String, Object>> failures = new ArrayList<>();
    Object answer = null;
    for (Object item : (List<?>) event.get("Records")) {
      Map<?, ?> message = (Map<?, ?>) item;
      String body = String.valueOf(message.get("body"));
      System.out.println("got " + body + " " + message);
      if (body.startsWith("bad")) {
        failures.add(Map.of("itemIdentifier", message.get("messageId")));
      }
      if (body.startsWith("throw")) {
        throw new IllegalStateException(body);
      }
      if (body.startsWith("null-id")) {
        Map<String, Object> failure = new java.util.HashMap<>();
        failure.put("itemIdentifier", null);
        failures.add(failure);
      }
    }
    return answer == null ? Map.of("batchItemFailures", failures) : answer;
  }
}
