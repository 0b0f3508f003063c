package daybook.faults.simulation;

import org.junit.jupiter.api.Test;

/** I1 to I6, in thousands of lives of the whole: nothing that goes wrong changes a total. */
class SimulationTest {

  @Test
  void everySeedConvergesToExactTotals() {
    long t = System.nanoTime();
    int n = Integer.getInteger("daybook.seeds", 300);
    for (long seed = 1; seed <= n; seed++) {
      Choices c = Choices.ofSeed(seed);
      try {
        new Simulation(c, ports -> {}).run();
      } catch (Violation | RuntimeException e) {
        Simulation again = new Simulation(Choices.again(c.taken()), ports -> {});
        again.setTracing(true);
        try {
          again.run();
        } catch (Violation | RuntimeException f) {
        }
        System.out.println(String.join("\n", again.trace()));
        throw new AssertionError("seed " + seed, e);
      }
    }
    System.out.println(n + " seeds " + (System.nanoTime() - t) / 1000000 + " ms");
  }
}
