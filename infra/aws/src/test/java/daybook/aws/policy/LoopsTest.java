package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Who can set whom going. Lambda takes some 16 rounds of one message for a runaway loop and drops
 * it, so a function that comes to itself must say that it means to, and must stop by itself.
 */
class LoopsTest {

  private static final String SEALER = "SealerFunction";
  private static final String INTAKE = "IntakeFunction";
  private static final String IMPORTER = "ImporterFunction";
  private static final String AGGREGATOR = "AggregatorFunction";
  private static final String DUMPER = "DumperFunction";

  private final Stack stack = Deployments.all().get("smallest").get(Deployments.TEMPLATE);

  /** What each function sends to or puts into, and what each of these sets going. */
  private final Map<String, Set<String>> next = new TreeMap<>();

  LoopsTest() {
    stack
        .functions()
        .forEach(
            (id, function) -> {
              addReachOf(id, stack.referred(function.get("Properties", "Role").text()));
              for (Node event : function.get("Properties", "Events").entries().values()) {
                if (event.get("Type").is("SQS")) {
                  next(named(event.get("Properties", "Queue").text())).add(id);
                }
              }
            });
    stack
        .ofType("AWS::S3::Bucket")
        .forEach(
            (id, bucket) -> {
              Node notified = bucket.get("Properties", "NotificationConfiguration");
              for (Node queue : notified.get("QueueConfigurations").items()) {
                next(id).add(named(queue.get("Queue").text()));
              }
            });
  }

  private void addReachOf(String function, Node role) {
    for (Node policy : role.get("Properties", "Policies").items()) {
      for (Node statement : policy.get("PolicyDocument", "Statement").items()) {
        if (statement.get("Action").texts().stream()
            .anyMatch(Set.of("sqs:SendMessage", "s3:PutObject")::contains)) {
          statement.get("Resource").texts().forEach(arn -> next(function).add(named(arn)));
        }
      }
    }
  }

  private Set<String> next(String id) {
    return next.computeIfAbsent(id, key -> new TreeSet<>());
  }

  private static String named(String reference) {
    return reference.replaceAll("^\\$\\{(\\w+).*", "$1");
  }

  /** All that something sets going, by however many steps; itself only where it is in a loop. */
  private Set<String> reachedFrom(String id) {
    Set<String> reached = new TreeSet<>();
    Deque<String> ways = new ArrayDeque<>(next(id));
    while (!ways.isEmpty()) {
      String step = ways.remove();
      if (reached.add(step)) {
        ways.addAll(next(step));
      }
    }
    return reached;
  }

  @Test
  void journalsOfTheSealerEndInDumpsAndNeverInTheSealer() {
    assertThat(reachedFrom(SEALER))
        .contains("ImportBucket", IMPORTER, AGGREGATOR, "TickQueue", DUMPER)
        .doesNotContain("SealQueue", SEALER);
  }

  @Test
  void onlySchedulesSendToTheSealer() {
    for (String function : stack.functions().keySet()) {
      assertThat(reachedFrom(function)).as(function).doesNotContain("SealQueue", SEALER);
    }
    assertThat(next("SealQueue")).containsExactly(SEALER);
  }

  @Test
  void intakeSetsNothingGoingByItself() {
    assertThat(reachedFrom(INTAKE)).containsExactly("FailedInvocations");
  }

  /**
   * The dumper asks for a reconcile only when it has restored Redis, which no import makes it do.
   */
  @Test
  void whoeverComesToItselfSaysSo() {
    Set<String> loops = new TreeSet<>();
    Set<String> allowed = new TreeSet<>();
    stack
        .functions()
        .forEach(
            (id, function) -> {
              if (reachedFrom(id).contains(id)) {
                loops.add(id);
              }
              if (function.get("Properties", "RecursiveLoop").is("Allow")) {
                allowed.add(id);
              }
            });

    assertThat(allowed).containsExactly(AGGREGATOR, IMPORTER);
    assertThat(loops).containsExactly(AGGREGATOR, DUMPER, IMPORTER);
  }
}
