package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.template.AddressRange;
import daybook.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Names and addresses fit whatever a stack is called and wherever its network lies. */
class NamesTest {

  /** Longest name of a stack. */
  private static final String LONGEST = "s".repeat(128);

  /** Longest names that services take, by type. */
  private static final Map<String, Integer> LENGTHS_MAX =
      Map.of(
          "AWS::AppConfig::Application", 64,
          "AWS::AppConfig::ConfigurationProfile", 128,
          "AWS::ApiGatewayV2::Api", 128,
          "AWS::ApiGatewayV2::Authorizer", 128,
          "AWS::Logs::LogGroup", 512);

  /** Names of which there may be one in an account and region. */
  private static final Set<String> UNIQUE =
      Set.of(
          "FunctionName",
          "BucketName",
          "QueueName",
          "RoleName",
          "ManagedPolicyName",
          "AlarmName",
          "DashboardName",
          "LogGroupName");

  @Test
  void longestNameOfAStackFits() {
    Stack stack = Deployments.stack(LONGEST, Deployments.TEMPLATE, Deployments.SMALLEST);

    LENGTHS_MAX.forEach(
        (type, max) ->
            stack
                .ofType(type)
                .forEach(
                    (id, resource) -> {
                      Node properties = resource.get("Properties");
                      String name =
                          properties.get("Name").text() + properties.get("LogGroupName").text();
                      assertThat(name.length()).as(id).isBetween(1, max);
                    }));
  }

  @Test
  void secondStackMeetsNoNameOfTheFirst() {
    Set<String> fixed = new TreeSet<>();
    Stack stack = Deployments.stack(LONGEST, Deployments.TEMPLATE, Deployments.SMALLEST);
    for (String id : stack.resources().keySet()) {
      stack
          .resource(id)
          .get("Properties")
          .entries()
          .forEach(
              (key, value) -> {
                if (UNIQUE.contains(key) && !value.text().matches(".*(\\$\\{|" + LONGEST + ").*")) {
                  fixed.add(id + "." + key);
                }
              });
    }

    assertThat(fixed).isEmpty();
  }

  @Test
  void networkHasRoomForItsSubnetsWhateverRangeItTakes() {
    Set<Integer> taken = new TreeSet<>();
    for (int bits = 8; bits <= 28; bits++) {
      String range = "10.0.0.0/" + bits;
      try {
        Stack network = Deployments.stack("infra/aws/network.yaml", Map.of("VpcCidr", range));
        List<AddressRange> found = new ArrayList<>();
        for (Node subnet : network.ofType("AWS::EC2::Subnet").values()) {
          AddressRange its = AddressRange.parse(subnet.get("Properties", "CidrBlock").text());
          assertThat(AddressRange.parse(range).contains(its)).isTrue();
          assertThat(found).noneMatch(other -> other.contains(its));
          found.add(its);
        }
        taken.add(bits);
      } catch (TemplateException e) {
        assertThat(e).hasMessageContaining("VpcCidr").hasMessageNotContaining("Fn::Cidr");
      }
    }

    assertThat(taken).containsExactly(16, 17, 18, 19, 20, 21, 22);
  }
}
