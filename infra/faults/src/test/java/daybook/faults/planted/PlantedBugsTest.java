package daybook.faults.planted;

import static org.assertj.core.api.Assertions.assertThat;

import daybook.faults.Effort;
import daybook.faults.Report;
import daybook.faults.simulation.Ports;
import daybook.faults.simulation.Seeds;
import daybook.faults.simulation.Stage;
import daybook.faults.simulation.Violation;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests notice every bug that they are there for. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class PlantedBugsTest {

  /** Seeds that a bug is looked for in; {@code -Ddaybook.planted.seeds=5000} for more. */
  private static final int SEEDS = Effort.count("daybook.planted.seeds", 400, 5_000);

  /** The same for a rare bug, which costs all of them where it is not met. */
  private static final int RARE_SEEDS = Effort.count("daybook.planted.seeds", 20, 5_000);

  /**
   * Bugs that need so many things to come together that some hundred seeds may not show them: their
   * schedules do.
   */
  private static final Set<PlantedBug> RARE =
      EnumSet.of(
          PlantedBug.LEDGER_STALE,
          PlantedBug.BASE_OF_ANOTHER_TIME,
          PlantedBug.BASE_STALE,
          PlantedBug.POSITIONS_THEN_TOTALS,
          PlantedBug.NO_VERIFY,
          PlantedBug.VERIFY_LOCALLY,
          PlantedBug.COMPOSE_AFTER_LAST,
          PlantedBug.ENQUEUE_ANY_MAPPING,
          PlantedBug.APPLY_BY_IDENTITY,
          PlantedBug.REOPENED_IN_SAME_TURN,
          PlantedBug.REOPENED_WITHOUT_NEEDS,
          PlantedBug.ENQUEUED_WITHOUT_NEEDS,
          PlantedBug.PARTS_BY_FIRST_BYTE,
          PlantedBug.COMPOSED_AT_ONE_PLACE,
          PlantedBug.SEALED_LOCALLY);

  @ParameterizedTest
  @EnumSource
  void scheduleEndsWellWithTheCondition(PlantedBug bug) {
    assertThat(violation(bug, ports -> {})).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void scheduleGoesWrongWithoutTheCondition(PlantedBug bug) {
    Optional<String> violation = violation(bug, bug.plant());

    assertThat(violation).as(bug.text()).isPresent();
    Report.line(
        "planted bug %s, %s: its schedule ends with: %s"
            .formatted(bug.label(), bug.text(), violation.get()));
  }

  private static Optional<String> violation(PlantedBug bug, Consumer<Ports> plant) {
    try (Stage stage = new Stage(plant)) {
      bug.play(stage);
      stage.finish();
      return Optional.empty();
    } catch (Violation e) {
      return Optional.of(e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void simulationMeetsIt(PlantedBug bug) {
    int seeds = RARE.contains(bug) ? RARE_SEEDS : SEEDS;
    Optional<Seeds.Failure> failure = Seeds.firstFailure(bug.mix(), 1, seeds, bug::plant);

    if (!RARE.contains(bug)) {
      assertThat(failure).as(bug.text()).isPresent();
    }
    failure.ifPresent(
        found -> assertThat(found.what()).as(bug.text()).isInstanceOf(Violation.class));
    Report.line(
        "planted bug %s, %s: %s"
            .formatted(
                bug.label(),
                bug.text(),
                failure
                    .map(found -> "met by the simulation in seed " + found.seed())
                    .orElse("not met in " + seeds + " seeds, only by its schedule")));
  }

  @Test
  void everyConditionHasABug() {
    Set<String> labels = new TreeSet<>();
    for (PlantedBug bug : PlantedBug.values()) {
      labels.add(bug.label().replaceAll("[abc]$", ""));
    }
    for (int condition = 1; condition <= 24; condition++) {
      assertThat(labels).contains(Integer.toString(condition));
    }
    for (int condition = 1; condition <= 16; condition++) {
      assertThat(labels).contains("R" + condition);
    }
  }
}
