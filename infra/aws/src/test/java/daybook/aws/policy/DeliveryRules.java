package daybook.aws.policy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Messages: what fails is kept, and times fit each other. */
final class DeliveryRules {

  /** As AWS recommends: a batch that is throttled or retried is not delivered twice meanwhile. */
  private static final long TIME_OUTS_PER_VISIBILITY = 6;

  /** The longest that SQS keeps a message, in seconds. */
  private static final long RETENTION_MAX = 1_209_600;

  private static final long VISIBILITY_MAX = 43_200;

  /** The gateway gives up after 30 s. */
  private static final long INTEGRATION_MS_MAX = 30_000;

  /** Above it a killed import waits too long for its message to come back, in seconds. */
  private static final long TIME_OUT_MAX = 300;

  private static final int RECEIVES_MIN = 5;
  private static final String QUEUE = "AWS::SQS::Queue";

  /** A stale tick is worth nothing: the next one is ten seconds away. */
  private static final Set<String> TICKS = Set.of("TickQueue", "SealQueue");

  private DeliveryRules() {}

  /** Whatever fails, by whatever way it came, ends where somebody finds it. */
  static void deadLetters(Stack stack, Findings findings) {
    Set<String> last = new TreeSet<>();
    for (Node queue : stack.ofType(QUEUE).values()) {
      addTo(last, queue.get("Properties", "RedrivePolicy", "deadLetterTargetArn"));
    }
    for (Node function : stack.functions().values()) {
      Node invoke = function.get("Properties", "EventInvokeConfig");
      Node onFailure = invoke.get("DestinationConfig", "OnFailure", "Destination");
      requireQueue(stack, onFailure, findings);
      addTo(last, onFailure);
      for (Node event : function.get("Properties", "Events").entries().values()) {
        if (event.get("Type").is("ScheduleV2")) {
          checkSchedule(stack, event.get("Properties"), last, findings);
        } else {
          // Without it a batch counts as one, and what succeeded in it is done again.
          findings.require(
              event
                  .get("Properties", "FunctionResponseTypes")
                  .texts()
                  .equals(List.of("ReportBatchItemFailures")),
              event,
              "ReportBatchItemFailures");
        }
      }
    }
    for (Node schedule : stack.ofType("AWS::Scheduler::Schedule").values()) {
      checkSchedule(stack, schedule.get("Properties", "Target"), last, findings);
    }
    stack.ofType(QUEUE).forEach((id, queue) -> checkQueue(stack, id, queue, last, findings));
  }

  private static void addTo(Set<String> last, Node arn) {
    if (!arn.isAbsent()) {
      last.add(arn.text());
    }
  }

  private static void checkSchedule(Stack stack, Node target, Set<String> last, Findings findings) {
    Node deadLetters = target.get("DeadLetterConfig", "Arn");
    requireQueue(stack, deadLetters, findings);
    addTo(last, deadLetters);
  }

  private static void checkQueue(
      Stack stack, String id, Node queue, Set<String> last, Findings findings) {
    Node redrive = queue.get("Properties", "RedrivePolicy");
    if (last.contains("${" + id + ".Arn}")) {
      Node retention = queue.get("Properties", "MessageRetentionPeriod");
      findings.requireNumber(retention, RETENTION_MAX, RETENTION_MAX);
    } else if (!TICKS.contains(id)) {
      requireQueue(stack, redrive.get("deadLetterTargetArn"), findings);
      findings.requireNumber(redrive.get("maxReceiveCount"), RECEIVES_MIN, 1_000);
    }
  }

  private static void requireQueue(Stack stack, Node arn, Findings findings) {
    findings.require(
        stack.referred(arn.text()).get("Type").is(QUEUE), arn, "a queue of this template");
  }

  /** A message comes back only when whoever took it is over, and lives long enough to. */
  static void timeOuts(Stack stack, Findings findings) {
    for (Node function : stack.functions().values()) {
      Node timeOut = function.get("Properties", "Timeout");
      findings.requireNumber(timeOut, 1, TIME_OUT_MAX);
      for (Node event : function.get("Properties", "Events").entries().values()) {
        if (event.get("Type").is("SQS")) {
          Node queue = stack.referred(event.get("Properties", "Queue").text()).get("Properties");
          Node visibility = queue.get("VisibilityTimeout");
          findings.requireNumber(
              visibility, TIME_OUTS_PER_VISIBILITY * timeOut.number(), VISIBILITY_MAX);
          Node receives = queue.get("RedrivePolicy", "maxReceiveCount");
          long livesMin = receives.isAbsent() ? 0 : receives.number() * visibility.number();
          findings.requireNumber(queue.get("MessageRetentionPeriod"), livesMin, RETENTION_MAX);
        }
      }
    }
    // A store that hangs must end in the function's own answer, not in the gateway's.
    for (Node integration : stack.ofType("AWS::ApiGatewayV2::Integration").values()) {
      Node properties = integration.get("Properties");
      String function =
          properties.get("IntegrationUri").text().replaceAll(".*/functions/(\\$\\{[^}]+}).*", "$1");
      long timeOut = stack.referred(function).get("Properties", "Timeout").number();
      findings.requireNumber(
          properties.get("TimeoutInMillis"), timeOut * 1_000 + 1_000, INTEGRATION_MS_MAX);
    }
  }
}
