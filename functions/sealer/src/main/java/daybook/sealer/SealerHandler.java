package daybook.sealer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.settings.Variables;

/** The sealer as Lambda calls it: several ticks at once are one run. */
public final class SealerHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final SealerParts parts;

  /** Reads the environment. */
  public SealerHandler() {
    this(SealerParts.of(SealerSettings.from(new Variables(System.getenv()))));
  }

  public SealerHandler(SealerParts parts) {
    this.parts = parts;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return parts.host().once(event, context, deadline -> parts.run().run(deadline));
  }
}
