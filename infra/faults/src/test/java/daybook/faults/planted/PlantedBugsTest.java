package daybook.faults.planted;

import daybook.faults.simulation.Ports;
import daybook.faults.simulation.Simulation;
import daybook.faults.simulation.Stage;
import daybook.faults.simulation.Violation;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PlantedBugsTest {

  @Test
  void schedules() {
    for (PlantedBug bug : PlantedBug.values()) {
      String control = play(bug, ports -> {}).orElse("ok");
      String broken = play(bug, bug.plant()).orElse("NOT CAUGHT");
      System.out.println(bug.label() + " | control " + cut(control) + " | " + cut(broken));
    }
  }

  private static String cut(String s) { return s.length() > 200 ? s.substring(0, 200) : s; }

  @Test
  void simulation() {
    int n = Integer.getInteger("daybook.seeds", 100);
    for (PlantedBug bug : PlantedBug.values()) {
      if (!bug.label().matches(System.getProperty("bugs", ".*"))) continue;
      long t = System.nanoTime();
      String result = "NOT CAUGHT";
      for (int seed = 1; seed <= n; seed++) {
        try {
          Simulation.run(seed, bug.plant());
        } catch (Violation | RuntimeException e) {
          result = "after " + seed + ": " + cut(String.valueOf(e));
          break;
        }
      }
      System.out.println(bug.label() + " | " + result + " | " + (System.nanoTime() - t) / 1_000_000 + " ms");
    }
  }

  private static Optional<String> play(PlantedBug bug, Consumer<Ports> plant) {
    try (Stage stage = new Stage(plant)) {
      try {
        bug.play(stage);
        stage.finish();
        return Optional.empty();
      } catch (Violation | RuntimeException e) {
        if (Boolean.getBoolean("trace")) { System.out.println(String.join("\n", stage.trace())); e.printStackTrace(System.out); }
        return Optional.of(e.toString());
      }
    }
  }
}
