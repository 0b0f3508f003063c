package daybook.template;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * An enabled schedule of the template.
 *
 * @param id logical id; a function's own schedule has the function's before it
 * @param every how often it fires, at least a minute
 * @param target what it does
 */
public record ScheduleDefinition(String id, Duration every, Target target) {

  public ScheduleDefinition {
    Objects.requireNonNull(id);
    Objects.requireNonNull(every);
    Objects.requireNonNull(target);
  }

  /** What a schedule does when it fires. */
  public sealed interface Target permits InvokeFunction, SendMessages {}

  /**
   * Invokes a function with the input as its event.
   *
   * @param functionId logical id
   * @param input JSON
   */
  public record InvokeFunction(String functionId, String input) implements Target {

    public InvokeFunction {
      Objects.requireNonNull(functionId);
      Objects.requireNonNull(input);
    }
  }

  /**
   * Sends messages to a queue.
   *
   * @param queueId logical id
   * @param messages 1 to 10
   */
  public record SendMessages(String queueId, List<DelayedMessage> messages) implements Target {

    public SendMessages {
      Objects.requireNonNull(queueId);
      messages = List.copyOf(messages);
    }
  }

  /**
   * A message that becomes visible some time after it was sent.
   *
   * @param body text of the message
   * @param delay 0 s to 15 min
   */
  public record DelayedMessage(String body, Duration delay) {

    public DelayedMessage {
      Objects.requireNonNull(body);
      Objects.requireNonNull(delay);
    }
  }
}
