package daybook.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules miss nothing: every value of every resource is deleted and widened, one at a time, and
 * each time a rule must find it. What may change freely is named, with the reason.
 */
class MutationTest {

  static List<Deployments.Case> deployments() {
    return Deployments.all();
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void everyDeletedOrWidenedValueIsFound(Deployments.Case deployment) {
    Stack stack = deployment.stack();
    List<String> unnoticed = new ArrayList<>();
    for (Mutation mutation : Mutation.all(stack)) {
      if (!Harmless.covers(mutation) && Policy.findings(mutation.stack()).isEmpty()) {
        unnoticed.add(mutation.toString());
      }
    }

    assertThat(unnoticed).isEmpty();
  }

  @Test
  void whatMayChangeFreelyExists() {
    Set<String> stale = new TreeSet<>(Harmless.patterns());
    for (Deployments.Case deployment : deployments()) {
      for (Mutation mutation : Mutation.all(deployment.stack())) {
        stale.removeIf(pattern -> mutation.path().matches(pattern));
      }
    }

    assertThat(stale).isEmpty();
  }

  @Test
  void mutationsReachEveryResource() {
    for (Deployments.Case deployment : deployments()) {
      Stack stack = deployment.stack();
      Map<String, Integer> counts = new LinkedHashMap<>();
      Mutation.all(stack)
          .forEach(mutation -> counts.merge(mutation.path().split("\\.", 3)[1], 1, Integer::sum));

      assertThat(counts.keySet()).isEqualTo(stack.resources().keySet());
    }
  }
}
