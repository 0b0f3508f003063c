package daybook.aws.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Schedules: six ticks a minute, a sweep, reconcile; none with a name, none that fails unseen. */
final class ScheduleRules {

  private static final Set<Integer> TICKS = new TreeSet<>(List.of(0, 10, 20, 30, 40, 50));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String QUEUE_URL = "${TickQueue}";

  private ScheduleRules() {}

  static void check(Stack stack, Findings findings) {
    Set<Integer> ticks = new TreeSet<>();
    boolean reconciles = false;
    for (Node schedule : stack.ofType("AWS::Scheduler::Schedule").values()) {
      Node properties = schedule.get("Properties");
      findings.require(
          properties.get("Name").isAbsent(),
          properties.get("Name"),
          "no name, or a second stack collides");
      findings.require(properties.get("State").isAbsent(), properties.get("State"), "no state");
      findings.requireText(properties.get("FlexibleTimeWindow", "Mode"), "OFF");
      Node target = properties.get("Target");
      findings.requireText(target.get("RoleArn"), "${ScheduleRole.Arn}");
      checkRetries(target, findings);
      if (target.get("Arn").is("${ImportQueue.Arn}")) {
        reconciles = true;
        findings.requireText(properties.get("ScheduleExpression"), "rate(5 minutes)");
        findings.requireText(target.get("Input"), "{\"reconcile\":true}");
      } else {
        findings.requireText(properties.get("ScheduleExpression"), "rate(1 minute)");
        ticks.addAll(ticks(target, findings));
      }
    }
    if (FunctionRules.functions(stack).containsKey("DumperFunction")) {
      Node whole = new Node(stack.file() + ": schedules", ticks.toString());
      findings.require(ticks.equals(TICKS), whole, "ticks " + TICKS);
      findings.require(reconciles, whole, "a schedule that reconciles");
      checkSweep(stack, findings);
      checkRoles(stack, findings);
    }
  }

  private static void checkRetries(Node target, Findings findings) {
    findings.requireNumber(target.get("RetryPolicy", "MaximumEventAgeInSeconds"), 60, 300);
    findings.requireNumber(target.get("RetryPolicy", "MaximumRetryAttempts"), 2, 5);
    findings.requireText(target.get("DeadLetterConfig", "Arn"), "${ScheduleDeadLetters.Arn}");
  }

  private static Set<Integer> ticks(Node target, Findings findings) {
    String action = target.get("Arn").text().replace("arn:aws:scheduler:::aws-sdk:sqs:", "");
    Set<Integer> ticks = new TreeSet<>();
    JsonNode input = json(target.get("Input"), findings);
    findings.require(
        input.path("QueueUrl").asText().equals(QUEUE_URL), target.get("Input"), "the tick queue");
    if (action.equals("sendMessage")) {
      ticks.add(tick(target, input, findings));
    } else {
      findings.require(
          action.equals("sendMessageBatch"), target.get("Arn"), "sendMessage or sendMessageBatch");
      Set<String> ids = new TreeSet<>();
      for (JsonNode entry : input.path("Entries")) {
        findings.require(
            entry.path("Id").isTextual() && ids.add(entry.path("Id").asText()),
            target.get("Input"),
            "entries with an Id each");
        ticks.add(tick(target, entry, findings));
      }
    }
    return ticks;
  }

  private static int tick(Node target, JsonNode message, Findings findings) {
    int delay = message.path("DelaySeconds").asInt(-1);
    findings.require(
        message.path("MessageBody").asText().equals("{\"tick\":" + delay + "}"),
        target.get("Input"),
        "the body {\"tick\":" + delay + "}");
    return delay;
  }

  private static JsonNode json(Node input, Findings findings) {
    try {
      return JSON.readTree(input.text());
    } catch (JsonProcessingException e) {
      findings.require(false, input, "JSON");
      return MissingNode.getInstance();
    }
  }

  private static void checkSweep(Stack stack, Findings findings) {
    Node aggregator = FunctionRules.functions(stack).get("AggregatorFunction");
    Node sweep =
        aggregator == null
            ? new Node(stack.file() + ": AggregatorFunction", null)
            : aggregator.get("Properties", "Events", "Sweep", "Properties");
    findings.requireText(sweep.get("OmitName"), "true");
    findings.requireText(sweep.get("ScheduleExpression"), "rate(1 minute)");
    findings.requireText(sweep.get("Input"), "{\"sweep\":true}");
    findings.requireText(sweep.get("RoleArn"), "${SweepRole.Arn}");
    findings.requireNumber(sweep.get("RetryPolicy", "MaximumEventAgeInSeconds"), 60, 60);
    findings.requireNumber(sweep.get("RetryPolicy", "MaximumRetryAttempts"), 2, 2);
    findings.requireText(sweep.get("DeadLetterConfig", "Arn"), "${ScheduleDeadLetters.Arn}");
    if (aggregator != null) {
      // The next one comes within a minute: a late or repeated one is of no use.
      Node invoke = aggregator.get("Properties", "EventInvokeConfig");
      findings.requireNumber(invoke.get("MaximumEventAgeInSeconds"), 60, 60);
      findings.requireNumber(invoke.get("MaximumRetryAttempts"), 0, 0);
    }
  }

  private static void checkRoles(Stack stack, Findings findings) {
    Map<String, Set<String>> expected =
        Map.of(
            "ScheduleRole",
            Set.of(
                "sqs:SendMessage on ${TickQueue.Arn}",
                "sqs:SendMessage on ${ImportQueue.Arn}",
                "sqs:SendMessage on ${ScheduleDeadLetters.Arn}"),
            "SweepRole",
            Set.of(
                "lambda:InvokeFunction on ${AggregatorFunction.Arn}:live",
                "sqs:SendMessage on ${ScheduleDeadLetters.Arn}"));
    expected.forEach(
        (id, grants) -> {
          Node role = stack.referred("${" + id + "}");
          RoleRules.requireTrust(role, "scheduler.amazonaws.com", findings);
          RoleRules.requireEqual(grants, RoleRules.grants(stack, role), role, findings);
          RoleRules.requireThisAccount(role, findings);
        });
  }
}
