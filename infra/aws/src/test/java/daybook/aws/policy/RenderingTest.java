package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the templates make of a few deployments is what somebody has approved. */
class RenderingTest {

  private static final Map<String, String> RENDERED = Rendering.of(Deployments.all());

  static Set<String> deployments() {
    return Deployments.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void deploymentIsAsApproved(String name) throws IOException {
    Approval.require(name + ".txt", RENDERED.get(name));
  }

  @Test
  void nothingElseIsApproved() throws IOException {
    List<String> expected = new ArrayList<>();
    deployments().forEach(name -> expected.add(name + ".txt"));
    expected.add(ReleaseTest.APPROVED);

    assertThat(Approval.names()).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Or a part of a template would be in no rendering. */
  @Test
  void everyConditionHoldsInOneDeploymentAndFailsInAnother() {
    Map<String, Set<Boolean>> values = new TreeMap<>();
    for (Stack stack : Deployments.stacks()) {
      stack
          .conditions()
          .forEach(
              (condition, holds) ->
                  values
                      .computeIfAbsent(stack.file() + " " + condition, key -> new TreeSet<>())
                      .add(holds));
    }

    assertThat(values).isNotEmpty().allSatisfy((name, both) -> assertThat(both).hasSize(2));
  }

  @Test
  void everyChangedValueShowsInARendering() {
    Map<String, Object> changed = new LinkedHashMap<>();
    Stack smallest = Deployments.all().get("smallest").get(Deployments.TEMPLATE);
    smallest
        .resources()
        .forEach((id, resource) -> changed.put(id, Plant.changed(resource, List.of("Type"), "x")));
    String text =
        Rendering.of(Map.of("smallest", Map.of(Deployments.TEMPLATE, smallest.with(changed))))
            .get("smallest");

    assertThat(smallest.resources().keySet())
        .allSatisfy(id -> assertThat(text).contains("\n" + id + ".Type: x\n"));
  }
}
