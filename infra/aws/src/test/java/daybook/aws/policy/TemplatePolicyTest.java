package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.template.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every template keeps, however it is deployed. */
class TemplatePolicyTest {

  static List<Deployments.Case> deployments() {
    return Deployments.all();
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void everyRuleHolds(Deployments.Case deployment) {
    assertThat(Policy.findings(deployment.stack())).isEmpty();
  }

  @Test
  void everyVariableThatSettingsReadIsInTheTemplateOrForOneMachineOnly() {
    Map<String, Set<String>> unset = new LinkedHashMap<>();
    for (String id :
        List.of("ImporterFunction", "AggregatorFunction", "DumperFunction", "StatsFunction")) {
      unset.put(id, EnvironmentRules.unset(id));
    }

    assertThat(unset.values()).allMatch(Set::isEmpty, unset.toString());
  }

  @Test
  void everyAlarmThatIsDocumentedExists() {
    Set<String> found = new TreeSet<>();
    deployments()
        .forEach(
            deployment ->
                found.addAll(deployment.stack().ofType("AWS::CloudWatch::Alarm").keySet()));

    assertThat(found).isEqualTo(DocumentedAlarms.BY_ID.keySet()).isNotEmpty();
  }

  @Test
  void nestedStacksGetTheParametersThatTheyDeclare() {
    Stack stack = deployments().get(1).stack();
    Map<String, Node> nested = stack.ofType("AWS::Serverless::Application");

    assertThat(nested).containsOnlyKeys("Observability", "AtlasUsers");
    nested.forEach(
        (id, application) -> {
          Map<String, Node> given = application.get("Properties", "Parameters").entries();
          String file = application.get("Properties", "Location").text();
          assertThat(Deployments.parameters(file)).as(id).containsAll(given.keySet());
          assertThat(given.keySet()).as(id).containsAll(Deployments.requiredParameters(file));
        });
  }

  @Test
  void networkHasRoomForItsSubnetsWhateverRangeItTakes() {
    Set<Integer> taken = new TreeSet<>();
    for (int bits = 8; bits <= 28; bits++) {
      Map<String, String> range = Map.of("VpcCidr", "10.0.0.0/" + bits);
      Deployments.Case network = new Deployments.Case("", "infra/aws/network.yaml", range);
      try {
        assertThat(Policy.findings(network.stack())).isEmpty();
        taken.add(bits);
      } catch (TemplateException e) {
        assertThat(e).hasMessageContaining("VpcCidr").hasMessageNotContaining("Fn::Cidr");
      }
    }

    assertThat(taken).containsExactly(16, 17, 18, 19, 20, 21, 22);
  }

  @Test
  void whereNobodyObservesOnlyTheAlarmsAndTheDashboardAreLeftOut() {
    Map<String, Object> rest = new LinkedHashMap<>(deployments().get(0).stack().resources());
    assertThat(rest.remove("Observability")).isNotNull();

    Stack unobserved =
        new Deployments.Case(
                "that nobody observes",
                Deployments.TEMPLATE,
                Deployments.with(Deployments.PLAIN, Map.of("Observe", "false")))
            .stack();
    assertThat(unobserved.resources()).isEqualTo(rest);
  }

  /** The table of alarms shows the default; a fixed number in the template would look the same. */
  @Test
  void fullnessIsAShareOfTheLimitThatIsGivenAndByDefaultOfTheCachesOwn() {
    Node limit =
        new Node("cache", serverless("infra/aws/cache.yaml", Map.of()).resources())
            .get("Serverless", "Properties", "CacheUsageLimits", "DataStorage", "Maximum");

    assertThat(fullness(Map.of()))
        .isEqualTo("100 * used / (%s * 1000000000)".formatted(limit.text()));
    assertThat(fullness(Map.of("CacheGigabytesMax", "7")))
        .isEqualTo("100 * used / (7 * 1000000000)");
  }

  private static String fullness(Map<String, String> more) {
    Stack stack = serverless("infra/aws/observability.yaml", more);
    Node alarm = stack.ofType("AWS::CloudWatch::Alarm").get("CacheMemoryAlarm");
    return alarm.get("Properties", "Metrics").items().get(0).get("Expression").text();
  }

  /** The deployment of a template with a serverless cache, with more parameters. */
  private static Stack serverless(String file, Map<String, String> more) {
    for (Deployments.Case deployment : deployments()) {
      if (deployment.file().equals(file)
          && "serverless".equals(deployment.parameters().get("CacheMode"))) {
        return new Deployments.Case(
                "serverless", file, Deployments.with(deployment.parameters(), more))
            .stack();
      }
    }
    throw new AssertionError("no serverless deployment of " + file);
  }

  /** A fixed name would be taken by the first stack of an account and region. */
  @Test
  void nothingInTheStackHasAFixedName() {
    Set<String> names =
        Set.of(
            "FunctionName",
            "BucketName",
            "QueueName",
            "RoleName",
            "ManagedPolicyName",
            "AlarmName",
            "DashboardName");
    Set<String> fixed = new TreeSet<>();
    for (Deployments.Case deployment : deployments()) {
      deployment
          .stack()
          .resources()
          .forEach(
              (id, resource) -> {
                Node properties = new Node(id, resource).get("Properties");
                properties
                    .entries()
                    .forEach(
                        (key, value) -> {
                          if (names.contains(key) && !value.text().contains("${")) {
                            fixed.add(id + "." + key);
                          }
                        });
              });
    }

    assertThat(fixed).isEmpty();
    deployments()
        .get(0)
        .stack()
        .ofType("AWS::Logs::LogGroup")
        .forEach(
            (id, group) ->
                assertThat(group.get("Properties", "LogGroupName").text())
                    .as(id)
                    .contains("/daybook-"));
  }
}
