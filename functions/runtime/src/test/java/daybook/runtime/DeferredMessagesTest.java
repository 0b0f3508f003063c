package daybook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.fake.RecordedMessages;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DeferredMessagesTest {

  private final RecordedMessages recorded = new RecordedMessages();
  private int made;
  private final DeferredMessages messages =
      new DeferredMessages(
          () -> {
            made++;
            return recorded;
          });

  @Test
  void clientIsMadeAtTheFirstMessageAndOnce() {
    assertThat(made).isZero();
    messages.wakeAggregator();
    messages.tickDumper();
    messages.requestReconcile();
    messages.requestImport("b", "k", "v", 2, Duration.ofSeconds(3));
    assertThat(made).isEqualTo(1);
    assertThat(recorded.drainWakeUps()).hasSize(1);
    assertThat(recorded.drainTicks()).hasSize(1);
    assertThat(recorded.drainImports())
        .extracting(RecordedMessages.Sent::body)
        .satisfiesExactly(
            reconcile -> assertThat(reconcile).contains("reconcile"),
            request -> assertThat(request).contains("\"key\":\"k\"", "\"hop\":2"));
  }
}
