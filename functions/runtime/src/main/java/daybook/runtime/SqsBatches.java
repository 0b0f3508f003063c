package daybook.runtime;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.StoreException;
import java.util.List;
import java.util.Map;

/** The messages of an SQS event and the answer to it. */
public final class SqsBatches {

  /** What a function does for all messages of an event together. */
  @FunctionalInterface
  public interface SharedWork {
    /**
     * Does it.
     *
     * @throws InterruptedException if the thread is told to end
     */
    void run() throws InterruptedException;
  }

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

  /**
   * Does once what all messages ask for alike. If a store fails or the thread is told to end, all
   * are to be delivered again; an event without messages has nobody who would, so the invocation
   * itself fails.
   *
   * @throws StoreException if a store failed, and the event has no messages
   * @throws IllegalStateException if the thread was told to end, and the event has no messages
   */
  public static SQSBatchResponse once(SQSEvent event, EventLog log, SharedWork work) {
    List<String> ids = messages(event).stream().map(SQSEvent.SQSMessage::getMessageId).toList();
    try {
      work.run();
      return done();
    } catch (StoreException e) {
      log.log(
          Level.ERROR,
          e.event(),
          Map.of("cause", e.getMessage(), "messages", String.join(" ", ids)));
      if (ids.isEmpty()) {
        throw e;
      }
      return failed(ids);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (ids.isEmpty()) {
        throw new IllegalStateException("interrupted", e);
      }
      return failed(ids);
    }
  }
}
