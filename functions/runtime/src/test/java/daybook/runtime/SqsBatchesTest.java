package daybook.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.core.port.EvictingStoreException;
import daybook.core.port.FullStoreException;
import daybook.core.port.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SqsBatchesTest {

  private final StoreException down = new StoreException("Redis", "apply", "down");
  private final List<String> events = new ArrayList<>();

  private SQSBatchResponse once(SQSEvent event, SqsBatches.SharedWork work) {
    return SqsBatches.once(event, (level, name, facts) -> events.add(level + " " + name), work);
  }

  private static SQSEvent event(String... ids) {
    SQSEvent event = new SQSEvent();
    List<SQSEvent.SQSMessage> messages = new ArrayList<>();
    for (String id : ids) {
      SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
      message.setMessageId(id);
      messages.add(message);
    }
    event.setRecords(messages);
    return event;
  }

  @Test
  void workIsDoneOnceForAllMessages() {
    List<String> done = new ArrayList<>();
    assertThat(once(event("a", "b"), () -> done.add("x")).getBatchItemFailures()).isEmpty();
    assertThat(done).hasSize(1);
  }

  /** I4: what had no effect is not acknowledged. */
  @Test
  void failedStoreBringsEveryMessageBack() {
    SQSBatchResponse answer =
        once(
            event("a", "b"),
            () -> {
              throw down;
            });
    assertThat(answer.getBatchItemFailures())
        .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .containsExactly("a", "b");
    assertThat(events).containsExactly("ERROR store_failed");
  }

  @Test
  void failureThatAnOperatorMustEndIsLoggedByItsName() {
    for (StoreException failure :
        List.of(
            new EvictingStoreException("apply", "allkeys-lru"),
            new FullStoreException("apply", new IllegalStateException("OOM")))) {
      SQSBatchResponse answer =
          once(
              event("a"),
              () -> {
                throw failure;
              });
      assertThat(answer.getBatchItemFailures()).hasSize(1);
    }
    assertThat(events).containsExactly("ERROR redis_evicts", "ERROR redis_full");
  }

  @Test
  void failedStoreFailsAScheduledInvocation() {
    assertThatThrownBy(
            () ->
                once(
                    new SQSEvent(),
                    () -> {
                      throw down;
                    }))
        .isSameAs(down);
  }

  @Test
  void interruptedWorkBringsEveryMessageBack() {
    assertThat(once(event("a", "b"), SqsBatchesTest::interrupted).getBatchItemFailures())
        .extracting(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .containsExactly("a", "b");
    assertThat(Thread.interrupted()).isTrue();
  }

  /** An empty list of failures would be success. */
  @Test
  void interruptedWorkFailsAScheduledInvocation() {
    assertThatThrownBy(() -> once(new SQSEvent(), SqsBatchesTest::interrupted))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void interrupted() throws InterruptedException {
    throw new InterruptedException("told to end");
  }
}
