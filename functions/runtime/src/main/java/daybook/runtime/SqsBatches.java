package daybook.runtime;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.List;

/** The messages of an SQS event and the answer to it. */
public final class SqsBatches {

  private SqsBatches() {}

  /** The messages; none where the event came from a schedule and so has no records. */
  public static List<SQSEvent.SQSMessage> messages(SQSEvent event) {
    return event.getRecords() == null ? List.of() : event.getRecords();
  }

  /** Every message was dealt with. */
  public static SQSBatchResponse done() {
    return new SQSBatchResponse(List.of());
  }

  /** These messages, by id, are to be delivered again. */
  public static SQSBatchResponse failed(List<String> messageIds) {
    return new SQSBatchResponse(
        messageIds.stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
  }
}
