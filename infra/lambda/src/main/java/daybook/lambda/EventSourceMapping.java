package daybook.lambda;

import daybook.lambda.InvocationResult.Response;
import daybook.lambda.InvocationResult.Throttled;
import daybook.template.QueueMapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * Feeds a function from a queue: each poller receives a batch, invokes the function and deletes
 * what succeeded. What failed comes again when its visibility time-out is over. A message may come
 * more than once, as in AWS.
 */
public final class EventSourceMapping implements Stoppable {

  private static final Logger LOG = LoggerFactory.getLogger(EventSourceMapping.class);

  /** Wait after the first failed poll, doubled after each further one. */
  private static final Duration BACK_OFF_MIN = Duration.ofMillis(100);

  /** Longest wait between polls of a queue that is away: how late its return may be noticed. */
  private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);

  /** From one attempt to cut off polls to the next: one that only just connects has no socket. */
  private static final Duration ABORT_EVERY = Duration.ofMillis(50);

  /**
   * Waits for an instance, each as long as the function's time-out: with the invocation itself they
   * fill the visibility time-out that AWS recommends, six times as long.
   */
  private static final int WAITS_MAX = 5;

  private final QueueMapping definition;
  private final Queue queue;
  private final Function function;
  private final String region;
  private final AbortableHttpClient pollingHttp;
  private final SqsClient polls;
  private final SqsClient commands;
  private final Outage outage;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> pollers = new ArrayList<>();

  /**
   * A queue as the mapping needs it.
   *
   * @param url where to receive from
   * @param arn what the event calls it
   */
  public record Queue(String url, String arn) {
    public Queue {
      Objects.requireNonNull(url);
      Objects.requireNonNull(arn);
    }
  }

  /** A mapping that does not poll yet. */
  public EventSourceMapping(
      QueueMapping definition, Queue queue, SqsAccess sqs, Function function) {
    this.definition = definition;
    this.queue = queue;
    this.function = function;
    this.pollingHttp = sqs.pollingHttp();
    this.polls = sqs.polls(pollingHttp);
    this.commands = sqs.commands();
    this.region = sqs.region();
    this.outage = new Outage(LOG, definition.queueId());
  }

  /**
   * Begins to poll, unless the template disabled the mapping: with as many pollers as it may have
   * invocations at a time, but no more than the function has instances, so that no message waits
   * unseen for one.
   */
  public void start() {
    int count = Math.min(definition.concurrencyMax(), function.concurrencyMax());
    for (int i = 1; definition.enabled() && i <= count; i++) {
      String name = function.definition().id() + "-" + definition.queueId() + "-" + i;
      Thread poller = Threads.daemon(name, this::poll);
      pollers.add(poller);
      poller.start();
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void poll() {
    Duration backOff = BACK_OFF_MIN;
    while (!isStopping()) {
      try {
        List<Message> messages = polls.receiveMessage(request()).messages();
        outage.worked();
        backOff = BACK_OFF_MIN;
        if (!messages.isEmpty()) {
          process(new QueueBatch(messages));
        }
      } catch (SdkException e) {
        if (!isStopping()) {
          outage.failed(e);
          backOff = pause(backOff);
        }
      }
    }
  }

  private ReceiveMessageRequest request() {
    return ReceiveMessageRequest.builder()
        .queueUrl(queue.url())
        .maxNumberOfMessages(definition.batchSize())
        .waitTimeSeconds((int) SqsAccess.LONG_POLL.toSeconds())
        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
        .messageAttributeNames("All")
        .build();
  }

  /** Waits, less if the mapping is stopped, and gives the next wait. */
  private Duration pause(Duration backOff) {
    try {
      stopping.await(backOff.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Duration doubled = backOff.multipliedBy(2);
    return doubled.compareTo(BACK_OFF_MAX) < 0 ? doubled : BACK_OFF_MAX;
  }

  private void process(QueueBatch batch) {
    InvocationResult result = invoke(batch.event(queue.arn(), region));
    // An interrupt was for the invocation; what became of its messages must still be said.
    boolean isCutOff = Thread.interrupted() || (isStopping() && !(result instanceof Response));
    List<Message> succeeded = batch.succeeded(result, definition.reportsItemFailures());
    List<Message> failed = new ArrayList<>(batch.messages());
    failed.removeAll(succeeded);
    if (!succeeded.isEmpty()) {
      delete(succeeded);
    }
    if (!failed.isEmpty()) {
      LOG.warn(
          "{}: {} of {} messages of {} failed: {}",
          function.definition().id(),
          failed.size(),
          batch.messages().size(),
          definition.queueId(),
          result);
    }
    if (!failed.isEmpty() && isCutOff) {
      release(failed);
    }
  }

  /** Waits on while other invocations hold every instance, as long as the messages are hidden. */
  private InvocationResult invoke(String event) {
    InvocationResult result = new Throttled();
    for (int i = 0; i < WAITS_MAX && result instanceof Throttled && !isStopping(); i++) {
      result = function.invoke(event);
    }
    return result;
  }

  private void delete(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(String.valueOf(entries.size()))
              .receiptHandle(message.receiptHandle())
              .build());
    }
    try {
      DeleteMessageBatchResponse response =
          commands.deleteMessageBatch(request -> request.queueUrl(queue.url()).entries(entries));
      if (response.hasFailed()) {
        LOG.warn(
            "{}: not deleted, will be delivered again: {}",
            definition.queueId(),
            response.failed());
      }
    } catch (SdkException e) {
      LOG.warn(
          "{}: not deleted, will be delivered again: {}", definition.queueId(), e.getMessage());
    }
  }

  /**
   * Makes messages visible at once. Only for an invocation that stopping this host cut off: the
   * next run then need not wait for the visibility time-out.
   */
  private void release(List<Message> messages) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(String.valueOf(entries.size()))
              .receiptHandle(message.receiptHandle())
              .visibilityTimeout(0)
              .build());
    }
    try {
      commands.changeMessageVisibilityBatch(
          request -> request.queueUrl(queue.url()).entries(entries));
    } catch (SdkException e) {
      LOG.warn(
          "{}: will be delivered again after their visibility time-out: {}",
          definition.queueId(),
          e.getMessage());
    }
  }

  /**
   * Receives no more at once, lets running invocations end, then has what is left killed and its
   * messages made visible again.
   */
  @Override
  public void stop(Duration graceful, Duration forced) {
    stopping.countDown();
    if (!awaitPollers(graceful)) {
      pollers.forEach(Thread::interrupt);
      awaitPollers(forced);
    }
    polls.close();
    commands.close();
    pollingHttp.close();
  }

  /** Waits for the pollers while cutting off their polls. */
  private boolean awaitPollers(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    boolean ended;
    do {
      pollingHttp.abort();
      ended = Threads.join(pollers, ABORT_EVERY);
    } while (!ended && System.nanoTime() - end < 0);
    return ended;
  }
}
