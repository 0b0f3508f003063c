package daybook.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.Messages;
import daybook.testkit.contract.MessagesContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordedMessagesTest extends MessagesContract {

  private final RecordedMessages messages = new RecordedMessages();

  @Override
  protected Messages messages() {
    return messages;
  }

  @Override
  protected List<String> drainImports(int expected) {
    return bodies(messages.drainImports());
  }

  @Override
  protected List<String> drainWakeUps(int expected) {
    return bodies(messages.drainWakeUps());
  }

  @Override
  protected List<String> drainTicks(int expected) {
    return bodies(messages.drainTicks());
  }

  private static List<String> bodies(List<RecordedMessages.Sent> sent) {
    return sent.stream().map(RecordedMessages.Sent::body).toList();
  }

  @Test
  void delayIsRecordedAndDrainedOnce() {
    messages.requestImport("uploads", "a", null, 0, Duration.ofSeconds(30));

    assertThat(messages.drainImports())
        .extracting(RecordedMessages.Sent::delay)
        .containsExactly(Duration.ofSeconds(30));
    assertThat(messages.drainImports()).isEmpty();
  }
}
