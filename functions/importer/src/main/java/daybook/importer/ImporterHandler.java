package daybook.importer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.core.port.UnknownFormException;
import daybook.core.settings.Variables;
import daybook.runtime.Host;
import daybook.runtime.SqsBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes messages of the import queue: each is done, or delivered again, by itself. */
public final class ImporterHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Host host;
  private final Importer importer;
  private final Reconciler reconciler;

  /** Reads the environment. */
  public ImporterHandler() {
    this(ImporterParts.of(ImporterSettings.from(new Variables(System.getenv()))));
  }

  public ImporterHandler(ImporterParts parts) {
    this.host = parts.host();
    this.importer = parts.importer();
    this.reconciler = parts.reconciler();
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    return host.during(context, deadline -> handle(event, deadline));
  }

  private SQSBatchResponse handle(SQSEvent event, Deadline deadline) {
    List<String> failed = new ArrayList<>();
    for (SQSEvent.SQSMessage message : SqsBatches.messages(event)) {
      try {
        handle(ImportMessage.decode(message.getBody()), deadline);
      } catch (UnknownMessageException e) {
        failed.add(message.getMessageId());
        logFailure("message_unknown", message, e);
      } catch (StoreException e) {
        failed.add(message.getMessageId());
        boolean unknown = e instanceof UnknownFormException;
        host.metrics().add(Metric.UNKNOWN_FORMS_IMPORTER, unknown ? 1 : 0);
        logFailure(e.needsOperator() ? e.event() : "message_failed", message, e);
      }
    }
    return SqsBatches.failed(failed);
  }

  private void handle(ImportMessage message, Deadline deadline) {
    message.requests().forEach(request -> importer.run(request, deadline));
    message.reconcile().ifPresent(request -> reconciler.run(request, deadline));
  }

  private void logFailure(String event, SQSEvent.SQSMessage message, Exception cause) {
    host.metrics().add(Metric.IMPORT_FAILURES, 1);
    Map<String, ?> facts =
        Map.of(
            "message", message.getMessageId(),
            "receives", receives(message),
            "cause", String.valueOf(cause.getMessage()));
    host.log().log(EventLog.Level.ERROR, event, facts);
  }

  /** How often SQS has handed it out: after the last time it is a dead letter. */
  private static String receives(SQSEvent.SQSMessage message) {
    Map<String, String> attributes = message.getAttributes();
    return attributes == null
        ? "unknown"
        : attributes.getOrDefault("ApproximateReceiveCount", "unknown");
  }
}
