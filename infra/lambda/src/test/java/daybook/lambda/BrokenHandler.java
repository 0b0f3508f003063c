package daybook.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** A function that cannot start. */
public final class BrokenHandler implements RequestHandler<Object, Object> {

  public BrokenHandler() {
    throw new IllegalArgumentException("REDIS_PORT is missing");
  }

  @Override
  public Object handleRequest(Object event, Context context) {
    return event;
  }
}
