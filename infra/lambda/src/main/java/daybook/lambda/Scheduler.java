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
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

  private final List<Firing> firings;
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

  /** A schedule with what it does. */
  private record Firing(ScheduleDefinition schedule, Runnable work) {}

  /**
   * A scheduler that fires nothing yet.
   *
   * @param schedules from the template
   * @param functions by logical id, all that schedules name
   * @param queueUrls by logical id, all that schedules name
   * @param ticks each replaces every schedule that sends to its queue
   * @throws IllegalArgumentException if a schedule names a function or a queue that is not there
   */
  public Scheduler(
      List<ScheduleDefinition> schedules,
      Map<String, Function> functions,
      Map<String, String> queueUrls,
      SqsAccess sqs,
      List<Ticks> ticks) {
    this.firings =
        Stream.concat(
                schedules.stream().filter(schedule -> !isReplaced(schedule, ticks)),
                ticks.stream().map(Scheduler::schedule))
            .map(schedule -> new Firing(schedule, work(schedule, functions, queueUrls)))
            .toList();
    this.sqs = sqs.commands();
    this.threads =
        Executors.newScheduledThreadPool(Math.max(1, firings.size()), Threads.daemons("schedule"));
  }

  private static boolean isReplaced(ScheduleDefinition schedule, List<Ticks> ticks) {
    return schedule.target() instanceof SendMessages send
        && ticks.stream().anyMatch(tick -> tick.queueId().equals(send.queueId()));
  }

  private static ScheduleDefinition schedule(Ticks ticks) {
    return new ScheduleDefinition(
        "Ticks of " + ticks.queueId(),
        ticks.every(),
        new SendMessages(ticks.queueId(), List.of(new DelayedMessage(TICK, Duration.ZERO))));
  }

  private Runnable work(
      ScheduleDefinition schedule, Map<String, Function> functions, Map<String, String> queueUrls) {
    if (schedule.target() instanceof SendMessages send) {
      String url = target(schedule, queueUrls, send.queueId());
      return () -> send(send.messages(), url);
    }
    InvokeFunction invoke = (InvokeFunction) schedule.target();
    Function function = target(schedule, functions, invoke.functionId());
    return () -> invoke(schedule, function, invoke.input());
  }

  private static <T> T target(ScheduleDefinition schedule, Map<String, T> known, String id) {
    T target = known.get(id);
    if (target == null) {
      throw new IllegalArgumentException(
          "unknown target of a schedule: %s; known are %s"
              .formatted(schedule, new TreeSet<>(known.keySet())));
    }
    return target;
  }

  /** Begins to fire. */
  public void start() {
    for (Firing firing : firings) {
      long everyMs = firing.schedule().every().toMillis();
      var unused = threads.scheduleAtFixedRate(firing.work(), 0, everyMs, TimeUnit.MILLISECONDS);
    }
  }

  private static void invoke(ScheduleDefinition schedule, Function function, String input) {
    InvocationResult result = function.invoke(input);
    if (!(result instanceof Response)) {
      LOG.warn("{}: {}", schedule.id(), result);
    }
  }

  private void send(List<DelayedMessage> messages, String queueUrl) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (DelayedMessage message : messages) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(String.valueOf(entries.size()))
              .messageBody(message.body())
              .delaySeconds((int) message.delay().toSeconds())
              .build());
    }
    try {
      sqs.sendMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
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
