package daybook.faults.simulation;

import daybook.core.port.Messages;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Messages between the functions, one at a time. */
final class SteppedMessages implements Messages {

  private final Steps steps;

  SteppedMessages(Steps steps) {
    this.steps = steps;
  }

  private void send(String text, Consumer<Messages> message) {
    steps.take(
        Step.of(
            "send",
            () -> text,
            world -> {
              message.accept(world.messages());
              return true;
            }));
  }

  @Override
  public void wakeAggregator() {
    send("wakes the aggregator", Messages::wakeAggregator);
  }

  @Override
  public void tickDumper(Duration delay) {
    send("ticks the dumper", messages -> messages.tickDumper(delay));
  }

  @Override
  public void requestReconcile(Optional<String> after, int hop, Duration delay) {
    send("asks for reconcile", messages -> messages.requestReconcile(after, hop, delay));
  }

  @Override
  public void requestImport(
      String bucket, String key, @Nullable String versionId, int hop, Duration delay) {
    send(
        "asks for the import of " + key + " version " + versionId,
        messages -> messages.requestImport(bucket, key, versionId, hop, delay));
  }
}
