package daybook.dumper;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.settings.Variables;

/** The dumper as Lambda calls it: several ticks at once are one dump. */
public final class DumperHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final DumperParts parts;
  private boolean schemaApplied;

  /** Reads the environment. */
  public DumperHandler() {
    this(DumperParts.of(DumperSettings.from(new Variables(System.getenv()))));
  }

  public DumperHandler(DumperParts parts) {
    this.parts = parts;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return parts.host().once(event, context, deadline -> dump());
  }

  private void dump() {
    if (!schemaApplied) {
      parts.schema().run();
      schemaApplied = true;
    }
    parts.dumper().dump();
    parts.backlog().measure();
  }
}
