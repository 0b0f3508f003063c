package daybook.faults.boundary;

import daybook.faults.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * I3, I4, I5: at every boundary of its commands a function is killed before the command, killed
 * after it, and held until a twin has done all the work; a sample of them in the test command. All
 * of it takes ten minutes.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class BoundaryTest {

  /** For the runs of one scenario in the test command. */
  private static final Duration ALONE = Duration.ofSeconds(1);

  /** The same with others beside it. */
  private static final Duration BUSY = Duration.ofSeconds(1);

  /** Scenarios with others beside them in the test command: preparing one takes its time. */
  private static final int BUSY_SCENARIOS = 2;

  /** A scenario with others beside it may send more commands in one run than in another. */
  private static final int FURTHER_COMMANDS = 2;

  @TempDir private static Path directory;

  private static final Campaign alone = new Campaign(BoundaryTest.class, "every boundary, alone");
  private static final Campaign busy =
      new Campaign(BoundaryTest.class, "every boundary, others running");
  private static Testbed testbed;

  @BeforeAll
  static void start() {
    testbed = new Testbed(directory);
  }

  @AfterAll
  static void stop() {
    testbed.close();
    Report.line(alone.toString());
    Report.line(busy.toString());
    Campaign.requireRuns(alone, busy);
  }

  static Collection<String> scenarios() {
    return Scenarios.all().keySet();
  }

  /** Those whose database is there; its making beside others is the local run's affair. */
  static Collection<String> busyScenarios() {
    List<String> names = scenarios().stream().filter(name -> !Scenarios.isFresh(name)).toList();
    return Campaign.sample(names, BUSY_SCENARIOS);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void functionThatDiesOrWaitsAtAnyBoundaryCostsNoCent(String name) {
    Scenario scenario = Scenarios.prepare(name, testbed, false);
    Run run = new Run(testbed, scenario, Optional.empty(), UnaryOperator.identity());
    int commands = run.strike(Blow.Kind.NONE, command -> false).commands();
    alone.run(commands, tasks(name, run, commands), ALONE);
  }

  @ParameterizedTest
  @MethodSource("busyScenarios")
  void functionThatDiesOrWaitsWhileOthersRunCostsNoCent(String name) {
    Scenario scenario = Scenarios.prepare(name, testbed, true);
    try (Others others = new Others(testbed, scenario.attacked())) {
      Run run = new Run(testbed, scenario, Optional.of(others), UnaryOperator.identity());
      int commands = run.strike(Blow.Kind.NONE, command -> false).commands() + FURTHER_COMMANDS;
      busy.run(commands, tasks("busy-" + name, run, commands), BUSY);
    }
  }

  private static List<Campaign.Task> tasks(String name, Run run, int commands) {
    List<Campaign.Task> tasks = new ArrayList<>();
    for (Blow.Kind kind : List.of(Blow.Kind.BEFORE, Blow.Kind.AFTER, Blow.Kind.DELAYED)) {
      for (int at = 1; at <= commands; at++) {
        int number = at;
        tasks.add(
            new Campaign.Task(
                name + "/" + kind + "/" + number + ".",
                () -> run.strike(kind, Command.numbered(number))));
      }
    }
    return tasks;
  }
}
