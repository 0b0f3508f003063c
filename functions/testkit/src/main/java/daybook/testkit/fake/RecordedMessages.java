package daybook.testkit.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.Messages;
import daybook.core.port.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Queues in memory, which a test drains by hand. Safe for threads. */
public final class RecordedMessages implements Messages {

  /** Longest delay that SQS takes. */
  private static final Duration DELAY_MAX = Duration.ofMinutes(15);

  /**
   * A message that waits.
   *
   * @param body JSON, as a handler gets it
   * @param delay how long it was to wait
   */
  public record Sent(String body, Duration delay) {}

  private final List<Sent> imports = new ArrayList<>();
  private final List<Sent> wakeUps = new ArrayList<>();
  private final List<Sent> ticks = new ArrayList<>();
  private int callsToFail;

  /** Lets this many of the next messages fail, as if SQS were down. */
  public synchronized void failNext(int calls) {
    callsToFail = calls;
  }

  /** Takes what waits in the import queue, in the order it was sent. */
  public synchronized List<Sent> drainImports() {
    return drain(imports);
  }

  /** Takes what waits in the wake-up queue, in the order it was sent. */
  public synchronized List<Sent> drainWakeUps() {
    return drain(wakeUps);
  }

  /** Takes what waits in the tick queue, in the order it was sent. */
  public synchronized List<Sent> drainTicks() {
    return drain(ticks);
  }

  private static List<Sent> drain(List<Sent> queue) {
    List<Sent> drained = List.copyOf(queue);
    queue.clear();
    return drained;
  }

  @Override
  public synchronized void wakeAggregator() {
    send(wakeUps, object().put("wake", true), Duration.ZERO);
  }

  @Override
  public synchronized void tickDumper(Duration delay) {
    requireDelay(delay);
    send(ticks, object().put("tick", 0), delay);
  }

  @Override
  public synchronized void requestReconcile(Optional<String> after, int hop, Duration delay) {
    requireDelay(delay);
    requireHop(hop);
    ObjectNode message = object().put("reconcile", true).put("whole", true);
    after.ifPresent(place -> message.put("after", place));
    if (hop > 0) {
      message.put("hop", hop);
    }
    send(imports, message, delay);
  }

  @Override
  public synchronized void requestImport(
      String bucket, String key, @Nullable String versionId, int hop, Duration delay) {
    requireDelay(delay);
    requireHop(hop);
    ObjectNode message = object();
    ObjectNode carried = message.putObject("continue").put("bucket", bucket).put("key", key);
    carried.put("versionId", versionId).put("hop", hop);
    send(imports, message, delay);
  }

  private static void requireDelay(Duration delay) {
    if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
      throw new IllegalArgumentException("delay " + delay + " is out of range");
    }
  }

  private static void requireHop(int hop) {
    if (hop < 0) {
      throw new IllegalArgumentException("hop " + hop + " is out of range");
    }
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private void send(List<Sent> queue, ObjectNode message, Duration delay) {
    if (callsToFail > 0) {
      callsToFail--;
      throw new StoreException("SQS", "send " + message, "503");
    }
    queue.add(new Sent(message.toString(), delay));
  }
}
