package daybook.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.Bounded;
import daybook.core.port.Deadline;
import daybook.core.port.Messages;
import daybook.core.port.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Messages as JSON in SQS. Safe for threads. Asking for a message whose queue is not set is an
 * {@link IllegalStateException}.
 */
public final class SqsMessages implements Messages, Bounded {

  /** Longest delay that SQS takes. */
  static final Duration DELAY_MAX = Duration.ofMinutes(15);

  /**
   * What is left of an invocation for its answer, when a call takes all the time it may. Less than
   * the stores leave: messages are sent last.
   */
  static final Duration ANSWER_TIME = Duration.ofMillis(200);

  private final Supplier<SqsClient> maker;
  private final SqsSettings settings;
  private @Nullable SqsClient client;
  private volatile Deadline deadline = () -> Long.MAX_VALUE;

  /**
   * @param client stays the caller's
   */
  public SqsMessages(SqsClient client, SqsSettings settings) {
    this(() -> client, settings);
  }

  /** Makes its client by this, once, when it is needed. */
  SqsMessages(Supplier<SqsClient> maker, SqsSettings settings) {
    this.maker = maker;
    this.settings = settings;
  }

  /**
   * For a function that seldom sends any: their client, which takes as long to make as all the rest
   * of it, is made at the first one and kept for the life of the process.
   */
  public static SqsMessages deferred(SqsSettings settings) {
    return new SqsMessages(settings::newClient, settings);
  }

  private synchronized SqsClient client() {
    SqsClient made = client;
    if (made == null) {
      made = maker.get();
      client = made;
    }
    return made;
  }

  /**
   * From now on no call takes longer than this invocation allows: it fails {@link #ANSWER_TIME}
   * before the end, so that there is always an answer.
   */
  @Override
  public void until(Deadline end) {
    deadline = end;
  }

  @Override
  public void wakeAggregator() {
    URI queue = required(settings.wakeUpQueueUrl(), "WAKE_UP_QUEUE_URL");
    send(queue, object().put("wake", true), Duration.ZERO);
  }

  @Override
  public void tickDumper(Duration delay) {
    requireDelay(delay);
    URI queue = required(settings.tickQueueUrl(), "TICK_QUEUE_URL");
    send(queue, object().put("tick", 0), delay);
  }

  @Override
  public void requestReconcile(Optional<String> after, int hop, Duration delay) {
    requireDelay(delay);
    requireHop(hop);
    ObjectNode message = object().put("reconcile", true).put("whole", true);
    after.ifPresent(place -> message.put("after", place));
    if (hop > 0) {
      message.put("hop", hop);
    }
    send(importQueue(), message, delay);
  }

  @Override
  public void requestImport(
      String bucket, String key, @Nullable String versionId, int hop, Duration delay) {
    requireDelay(delay);
    requireHop(hop);
    ObjectNode message = object();
    message
        .putObject("continue")
        .put("bucket", bucket)
        .put("key", key)
        .put("versionId", versionId)
        .put("hop", hop);
    send(importQueue(), message, delay);
  }

  private static void requireDelay(Duration delay) {
    if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
      throw new IllegalArgumentException(
          "expected a delay from 0 to %s, found %s".formatted(DELAY_MAX, delay));
    }
  }

  private static void requireHop(int hop) {
    if (hop < 0) {
      throw new IllegalArgumentException("expected a hop from 0, found " + hop);
    }
  }

  private URI importQueue() {
    return required(settings.importQueueUrl(), "IMPORT_QUEUE_URL");
  }

  private static URI required(Optional<URI> queueUrl, String variable) {
    return queueUrl.orElseThrow(
        () -> new IllegalStateException(variable + " is not set, but a message goes there"));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private void send(URI queueUrl, JsonNode message, Duration delay) {
    Duration limit = limit();
    if (limit.isNegative() || limit.isZero()) {
      throw new StoreException("SQS", "send " + message, "no time left");
    }
    try {
      client()
          .sendMessage(
              request ->
                  request
                      .queueUrl(queueUrl.toString())
                      .messageBody(message.toString())
                      .delaySeconds(wholeSeconds(delay))
                      .overrideConfiguration(override -> override.apiCallTimeout(limit)));
    } catch (SdkException e) {
      throw new StoreException("SQS", "send " + message, e);
    }
  }

  private Duration limit() {
    Duration left = Duration.ofMillis(deadline.remainingMs()).minus(ANSWER_TIME);
    return left.compareTo(SqsSettings.CALL_TIME_MAX) < 0 ? left : SqsSettings.CALL_TIME_MAX;
  }

  /** Rounded up: waiting a little longer does no harm. */
  private static int wholeSeconds(Duration delay) {
    return (int) delay.plusNanos(999_999_999).toSeconds();
  }
}
