package daybook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.crac.Core;
import org.junit.jupiter.api.Test;

final class SnapStartTest {

  private final List<String> done = new ArrayList<>();

  @Test
  void everyConnectionIsClosedAndAFailureOfOneIsLogged() {
    SnapStart.register(
            (level, event, facts) -> done.add(level + " " + event + " " + facts.get("cause")),
            List.of(
                () -> {
                  throw new IllegalStateException("stuck");
                },
                () -> done.add("closed")))
        .beforeCheckpoint(Core.getGlobalContext());

    assertThat(done)
        .containsExactly("WARN close_failed java.lang.IllegalStateException: stuck", "closed");
  }
}
