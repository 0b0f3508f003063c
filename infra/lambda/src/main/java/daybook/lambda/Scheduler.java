package daybook.lambda;

import daybook.lambda.InvocationResult.Response;
import daybook.template.ScheduleDefinition;
import daybook.template.ScheduleDefinition.DelayedMessage;
import daybook.template.ScheduleDefinition.InvokeFunction;
import daybook.template.ScheduleDefinition.SendMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Fires the schedules of the template: each at once when it starts, then at its rate. One that is
 * still at work when it is due again fires when it is done.
 */
public final class Scheduler implements Stoppable {

  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final String TICK = "{\"tick\":0}";

  private final List<ScheduleDefinition> schedules = new ArrayList<>();
  private final Map<String, Function> functions;
  private final Map<String, String> queueUrls;
  private final SqsClient sqs;
  private final Outage outage = new Outage(LOG, "SQS");
  private final ScheduledExecutorService threads;

  /**
   * One plain tick at a time, in place of schedules that send several with delays.
   *
   * @param queueId logical id of the queue of ticks
   * @param every from one tick to the next, at least 1 s
   */
  public record Ticks(String queueId, Duration every) {

    /** Shortest interval: a dump each second is more than anyone can look at. */
    private static final Duration EVERY_MIN = Duration.ofSeconds(1);

    public Ticks {
      Objects.requireNonNull(queueId);
      if (every.compareTo(EVERY_MIN) < 0) {
        throw new IllegalArgumentException("every must be at least 1 s: " + every);
      }
    }
  }

  /**
   * A scheduler that fires nothing yet.
   *
   * @param schedules from the template
   * @param functions by logical id, all that schedules name
   * @param queueUrls by logical id, all that schedules name
   * @param ticks replaces every schedule that sends to its queue
   */
  public Scheduler(
      List<ScheduleDefinition> schedules,
      Map<String, Function> functions,
      Map<String, String> queueUrls,
      SqsAccess sqs,
      Optional<Ticks> ticks) {
    this.functions = Map.copyOf(functions);
    this.queueUrls = Map.copyOf(queueUrls);
    for (ScheduleDefinition schedule : schedules) {
      boolean isReplaced =
          schedule.target() instanceof SendMessages send
              && ticks.isPresent()
              && ticks.get().queueId().equals(send.queueId());
      if (!isReplaced) {
        add(schedule);
      }
    }
    ticks.ifPresent(plain -> add(schedule(plain)));
    this.sqs = sqs.commands();
    this.threads =
        Executors.newScheduledThreadPool(
            Math.max(1, this.schedules.size()), Threads.daemons("schedule"));
  }

  private static ScheduleDefinition schedule(Ticks ticks) {
    return new ScheduleDefinition(
        "Ticks",
        ticks.every(),
        new SendMessages(ticks.queueId(), List.of(new DelayedMessage(TICK, Duration.ZERO))));
  }

  private void add(ScheduleDefinition schedule) {
    boolean isKnown =
        schedule.target() instanceof SendMessages send
            ? queueUrls.containsKey(send.queueId())
            : functions.containsKey(((InvokeFunction) schedule.target()).functionId());
    if (!isKnown) {
      throw new IllegalArgumentException("unknown target of a schedule: " + schedule);
    }
    schedules.add(schedule);
  }

  /** Begins to fire. */
  public void start() {
    for (ScheduleDefinition schedule : schedules) {
      var unused =
          threads.scheduleAtFixedRate(
              () -> fire(schedule), 0, schedule.every().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void fire(ScheduleDefinition schedule) {
    if (schedule.target() instanceof SendMessages send) {
      send(send);
      return;
    }
    InvokeFunction invoke = (InvokeFunction) schedule.target();
    InvocationResult result = functions.get(invoke.functionId()).invoke(invoke.input());
    if (!(result instanceof Response)) {
      LOG.warn("{}: {}", schedule.id(), result);
    }
  }

  private void send(SendMessages send) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (DelayedMessage message : send.messages()) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(String.valueOf(entries.size()))
              .messageBody(message.body())
              .delaySeconds((int) message.delay().toSeconds())
              .build());
    }
    try {
      String url = queueUrls.get(send.queueId());
      sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
      outage.worked();
    } catch (SdkException e) {
      outage.failed(e);
    }
  }

  @Override
  public void stop(Duration graceful, Duration forced) {
    Threads.stop(threads, graceful, forced);
    sqs.close();
  }
}
