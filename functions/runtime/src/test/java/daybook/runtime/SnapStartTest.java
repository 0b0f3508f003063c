package daybook.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.core.port.EventLog;
import java.util.ArrayList;
import java.util.List;
import org.crac.Core;
import org.junit.jupiter.api.Test;

final class SnapStartTest {

  private final List<String> done = new ArrayList<>();
  private final EventLog log =
      (level, event, facts) -> done.add(level + " " + event + " " + facts.get("cause"));

  private void checkpoint(List<SnapStart.Step> steps, List<AutoCloseable> connections) {
    SnapStart.register(log, steps, connections).beforeCheckpoint(Core.getGlobalContext());
  }

  @Test
  void primesFirstAndClosesThen() {
    checkpoint(
        List.of(() -> done.add("primed"), () -> done.add("primed more")),
        List.of(() -> done.add("closed")));
    assertThat(done).containsExactly("primed", "primed more", "closed");
  }

  @Test
  void failureOfOneStepIsLoggedAndKeepsNothingElseFromHappening() {
    checkpoint(
        List.of(
            () -> {
              throw new NoClassDefFoundError("gone");
            },
            () -> {
              throw new IllegalStateException("broken");
            },
            () -> done.add("primed")),
        List.of(
            () -> {
              throw new IllegalStateException("stuck");
            },
            () -> done.add("closed")));
    assertThat(done)
        .containsExactly(
            "WARN priming_failed java.lang.NoClassDefFoundError: gone",
            "WARN priming_failed java.lang.IllegalStateException: broken",
            "primed",
            "WARN close_failed java.lang.IllegalStateException: stuck",
            "closed");
  }
}
