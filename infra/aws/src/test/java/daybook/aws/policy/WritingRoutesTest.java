package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whoever writes much is refused on routes of their own, and takes nothing from those who read. */
class WritingRoutesTest {

  private static final String TO_INTAKE = "integrations/${IntakeIntegration}";

  @Test
  void everyRouteToTheIntakeHasLimitsOfItsOwnWhichWaitForIt() {
    for (var deployment : Deployments.all().entrySet()) {
      Stack stack = deployment.getValue().get(Deployments.TEMPLATE);
      Set<String> keys = new TreeSet<>();
      Set<String> ids = new TreeSet<>();
      stack
          .ofType("AWS::ApiGatewayV2::Route")
          .forEach(
              (id, route) -> {
                if (route.get("Properties", "Target").is(TO_INTAKE)) {
                  keys.add(route.get("Properties", "RouteKey").text());
                  ids.add(id);
                }
              });
      assertThat(keys)
          .contains("POST /transactions", "PATCH /transactions/{id}", "DELETE /transactions/{id}");
      Node stage = stack.resource("ApiStage");
      Node limits = stage.get("Properties", "DefaultRouteSettings");
      assertThat(stage.get("Properties", "RouteSettings").entries().keySet()).isEqualTo(keys);
      assertThat(stage.get("Properties", "RouteSettings").entries().values())
          .allMatch(own -> limits.value() != null && limits.value().equals(own.value()));
      // Limits of a route that is not there yet are refused.
      assertThat(stage.get("DependsOn").texts()).containsExactlyInAnyOrderElementsOf(ids);
    }
  }
}
