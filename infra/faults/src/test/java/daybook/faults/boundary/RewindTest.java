package daybook.faults.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.faults.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * I3, I5: at every boundary of a function's commands Redis falls back to every state that it has
 * been in before, the empty one included; the function lives on, or dies at that moment. The test
 * command does a sample of it.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class RewindTest {

  /** For the runs of one scenario in the test command. */
  private static final Duration TIME = Duration.ofSeconds(1);

  @TempDir private static Path directory;

  private static final Campaign campaign =
      new Campaign(RewindTest.class, "Redis fallen back at every boundary");
  private static Testbed testbed;

  @BeforeAll
  static void start() {
    testbed = new Testbed(directory);
  }

  @AfterAll
  static void stop() {
    testbed.close();
    Report.line(campaign.toString());
    Campaign.requireRuns(campaign);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import",
        "import-ids",
        "import-journal",
        "import-mapped",
        "aggregation",
        "aggregation-mapped",
        "dump",
        "purge",
        "settle"
      })
  void redisThatFallsBackAtAnyBoundaryCostsNoCent(String name) {
    Scenario scenario = Scenarios.prepare(name, testbed, false);
    Run run = new Run(testbed, scenario, Optional.empty(), UnaryOperator.identity());
    List<Integer> states = run.statesAt();
    List<Campaign.Task> tasks = new ArrayList<>();
    for (int at = 1; at <= states.size(); at++) {
      for (int to = 0; to < states.get(at - 1); to++) {
        for (Attack.Fate fate : Attack.Fate.values()) {
          int number = at;
          int state = to;
          String task = "rewind-" + name + "/" + fate + "/" + number + "/" + state + ".";
          tasks.add(
              new Campaign.Task(task, () -> run.rewind(Command.numbered(number), state, fate)));
        }
      }
    }
    campaign.run(states.size(), tasks, TIME);
    assertThat(tasks).hasSizeGreaterThan(states.size());
  }
}
