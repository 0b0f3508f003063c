package daybook.aws.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Queues: encrypted, TLS only, with dead letters and times that fit the functions they feed. */
final class QueueRules {

  /** As AWS recommends: a batch that is throttled or retried is not delivered twice meanwhile. */
  private static final long TIME_OUTS_PER_VISIBILITY = 6;

  /** The longest that SQS keeps a message. */
  private static final long RETENTION_MAX = 1_209_600;

  /** A tick delayed by 50 s lives as long again, and the next one is never further than 10 s. */
  private static final long TICK_RETENTION_MIN = 100;

  private static final String TICKS = "TickQueue";

  private QueueRules() {}

  static void check(Stack stack, Findings findings) {
    Map<String, Node> queues = stack.ofType("AWS::SQS::Queue");
    Set<String> deadLetters = new TreeSet<>();
    deadLetters.addAll(Set.of("ScheduleDeadLetters", "FailedInvocations"));
    queues.forEach(
        (id, queue) -> {
          String target = queue.get("Properties", "RedrivePolicy", "deadLetterTargetArn").text();
          queues.keySet().stream()
              .filter(other -> target.equals("${" + other + ".Arn}"))
              .forEach(deadLetters::add);
        });
    queues.forEach((id, queue) -> check(stack, id, queue, deadLetters.contains(id), findings));
    stack.ofType("AWS::SQS::QueuePolicy").forEach((id, policy) -> checkPolicy(policy, findings));
    checkMappings(stack, queues, findings);
  }

  private static void check(
      Stack stack, String id, Node queue, boolean isDeadLetters, Findings findings) {
    Node properties = queue.get("Properties");
    // SSE-SQS: the AWS-managed KMS key would keep S3's messages out.
    findings.requireText(properties.get("SqsManagedSseEnabled"), "true");
    requirePolicy(stack, id, queue, findings);
    Node retention = properties.get("MessageRetentionPeriod");
    Node redrive = properties.get("RedrivePolicy");
    if (isDeadLetters) {
      findings.requireNumber(retention, RETENTION_MAX, RETENTION_MAX);
      findings.require(redrive.isAbsent(), redrive, "no dead letters of dead letters");
    } else if (id.equals(TICKS)) {
      findings.requireNumber(retention, TICK_RETENTION_MIN, 300);
      findings.require(redrive.isAbsent(), redrive, "none: a stale tick is worth nothing");
    } else {
      Node count = redrive.get("maxReceiveCount");
      findings.requireNumber(count, 5, 100);
      String target = redrive.get("deadLetterTargetArn").text();
      findings.require(
          stack.referred(target).get("Type").is("AWS::SQS::Queue") && !target.contains(id),
          redrive,
          "a queue of dead letters");
      // Or messages die of age before they become dead letters.
      long visibility = properties.get("VisibilityTimeout").number();
      findings.requireNumber(retention, count.number() * visibility, RETENTION_MAX);
    }
    if (id.equals("ImportQueue")) {
      findings.requireNumber(retention, RETENTION_MAX, RETENTION_MAX);
    }
  }

  private static void requirePolicy(Stack stack, String id, Node queue, Findings findings) {
    Optional<Node> own =
        stack.ofType("AWS::SQS::QueuePolicy").values().stream()
            .filter(
                policy ->
                    policy.get("Properties", "Queues").texts().equals(List.of("${" + id + "}")))
            .findAny();
    findings.require(own.isPresent(), queue, "a queue policy of its own");
    own.ifPresent(
        policy ->
            findings.require(
                PolicyDocuments.statements(policy).stream()
                    .anyMatch(
                        statement ->
                            PolicyDocuments.deniesWithoutTls(statement, "sqs:*")
                                && statement.get("Resource").is("${" + id + ".Arn}")),
                policy,
                "a statement that denies sqs:* without TLS"));
  }

  /** S3 of this account may send to the import queue; nobody else is let in by a queue's policy. */
  private static void checkPolicy(Node policy, Findings findings) {
    boolean ofImports = policy.get("Properties", "Queues").texts().contains("${ImportQueue}");
    long sends = 0;
    for (Node statement : PolicyDocuments.statements(policy)) {
      if (PolicyDocuments.deniesWithoutTls(statement, "sqs:*")) {
        continue;
      }
      findings.require(
          ofImports
              && statement.get("Effect").is("Allow")
              && Map.of("Service", "s3.amazonaws.com").equals(statement.get("Principal").value())
              && statement.get("Action").is("sqs:SendMessage")
              && statement.get("Resource").is("${ImportQueue.Arn}")
              && Map.of("StringEquals", Map.of("aws:SourceAccount", Deployments.ACCOUNT))
                  .equals(statement.get("Condition").value()),
          statement,
          "S3 of this account sending to the import queue");
      sends++;
    }
    findings.require(!ofImports || sends == 1, policy, "a statement that lets S3 send");
  }

  private static void checkMappings(Stack stack, Map<String, Node> queues, Findings findings) {
    Set<String> read = new TreeSet<>();
    FunctionRules.functions(stack)
        .forEach(
            (functionId, function) ->
                function
                    .get("Properties", "Events")
                    .entries()
                    .forEach(
                        (name, event) -> {
                          if (event.get("Type").is("SQS")) {
                            read.add(event.get("Properties", "Queue").text());
                            checkMapping(stack, function, event.get("Properties"), findings);
                          }
                        }));
    for (String id : List.of("ImportQueue", "WakeUpQueue", TICKS)) {
      if (queues.containsKey(id)) {
        findings.require(
            read.contains("${" + id + ".Arn}"), queues.get(id), "a function that reads");
      }
    }
  }

  private static void checkMapping(Stack stack, Node function, Node mapping, Findings findings) {
    String arn = mapping.get("Queue").text();
    Node queue = stack.referred(arn);
    long timeOut = function.get("Properties", "Timeout").number();
    findings.requireNumber(
        queue.get("Properties", "VisibilityTimeout"), TIME_OUTS_PER_VISIBILITY * timeOut, 43_200);
    findings.require(
        mapping.get("FunctionResponseTypes").texts().equals(List.of("ReportBatchItemFailures")),
        mapping.get("FunctionResponseTypes"),
        "ReportBatchItemFailures");
    // FilterCriteria delete what does not match, silently.
    findings.require(
        mapping.get("FilterCriteria").isAbsent(), mapping.get("FilterCriteria"), "no filter");
    findings.requireNumber(mapping.get("BatchSize"), 1, arn.contains("ImportQueue") ? 1 : 10);
    Node concurrency = mapping.get("ScalingConfig", "MaximumConcurrency");
    if (arn.contains(TICKS)) {
      findings.require(
          concurrency.isAbsent(), concurrency, "none: it keeps pollers from scaling down");
    } else {
      findings.requireNumber(concurrency, 2, 20);
    }
  }
}
