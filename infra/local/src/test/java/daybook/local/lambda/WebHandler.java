package daybook.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** A function behind the HTTP API: answers with its event, or as the path tells it to. */
public final class WebHandler implements RequestHandler<Map<String, Object>, Object> {

  @Override
  public Object handleRequest(Map<String, Object> event, Context context) {
    if (String.valueOf(event.get("rawPath")).equals("/throw")) {
      throw new IllegalStateException("asked to");
    }
    return event;
  }
}
