package daybook.importer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.StoreException;
import daybook.runtime.SqsBatches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes messages of the import queue: each is done, or delivered again, by itself. */
public final class ImporterHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final Importer importer;
  private final Reconciler reconciler;
  private final EventLog log;

  /** Made of its parts. */
  public ImporterHandler(Importer importer, Reconciler reconciler, EventLog log) {
    this.importer = importer;
    this.reconciler = reconciler;
    this.log = log;
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    List<String> failed = new ArrayList<>();
    for (SQSEvent.SQSMessage message : SqsBatches.messages(event)) {
      try {
        handle(ImportMessage.decode(message.getBody()), context::getRemainingTimeInMillis);
      } catch (UnknownMessageException e) {
        failed.add(message.getMessageId());
        logFailure("message_unknown", message, e);
      } catch (StoreException e) {
        failed.add(message.getMessageId());
        logFailure("message_failed", message, e);
      }
    }
    return SqsBatches.failed(failed);
  }

  private void handle(ImportMessage message, Deadline deadline) {
    message.requests().forEach(request -> importer.run(request, deadline));
    if (message.reconcile()) {
      reconciler.run(deadline);
    }
  }

  private void logFailure(String event, SQSEvent.SQSMessage message, Exception cause) {
    Map<String, ?> facts =
        Map.of("message", message.getMessageId(), "cause", String.valueOf(cause.getMessage()));
    log.log(EventLog.Level.ERROR, event, facts);
  }
}
