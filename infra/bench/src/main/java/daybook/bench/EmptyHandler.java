package daybook.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** The least that a function can be: what it takes to start, the runtime takes by itself. */
public final class EmptyHandler implements RequestHandler<String, String> {

  @Override
  public String handleRequest(String event, Context context) {
    return "";
  }
}
