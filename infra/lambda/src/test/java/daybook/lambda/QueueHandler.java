package daybook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A function fed by a queue: says what it got, then fails, throws or takes its time as a message
 * tells it to.
 */
public final class QueueHandler implements RequestHandler<Map<String, Object>, Object> {

  private static final long SLOW_MS = 500;

  @Override
  public Object handleRequest(Map<String, Object> event, Context context) {
    List<Map<String, Object>> failures = new ArrayList<>();
    for (Object item : (List<?>) event.get("Records")) {
      Map<?, ?> message = (Map<?, ?>) item;
      String body = String.valueOf(message.get("body"));
      System.out.println("got " + body + " " + message);
      if (body.startsWith("bad")) {
        failures.add(Map.of("itemIdentifier", message.get("messageId")));
      } else if (body.startsWith("throw")) {
        throw new IllegalStateException(body);
      } else if (body.startsWith("hang")) {
        pause(Long.MAX_VALUE);
      } else if (body.startsWith("slow")) {
        pause(SLOW_MS);
      }
    }
    return Map.of("batchItemFailures", failures);
  }

  private static void pause(long ms) {
    try {
      Thread.sleep(ms);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
