package daybook.faults.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes the choices of a failing simulation fewer and plainer, as long as it goes on failing: first
 * whole stretches are left out, then single choices become the plainest one.
 */
final class Shrinker {

  /** Simulations that one shrinking may take: some seconds. */
  private static final int TRIES_MAX = 600;

  private final Predicate<List<Integer>> fails;
  private int tries;

  /**
   * Prepares.
   *
   * @param fails whether a simulation of these choices fails
   */
  Shrinker(Predicate<List<Integer>> fails) {
    this.fails = fails;
  }

  /** The fewest and plainest choices found that still fail. */
  List<Integer> shrink(List<Integer> failing) {
    List<Integer> best = failing;
    for (int length = best.size() / 2; length > 0; length /= 2) {
      best = withoutStretches(best, length);
    }
    return withZeros(best);
  }

  private List<Integer> withoutStretches(List<Integer> failing, int length) {
    List<Integer> best = failing;
    int from = 0;
    while (from + length <= best.size() && tries < TRIES_MAX) {
      List<Integer> shorter = new ArrayList<>(best);
      shorter.subList(from, from + length).clear();
      if (stillFails(shorter)) {
        best = shorter;
      } else {
        from += length;
      }
    }
    return best;
  }

  private List<Integer> withZeros(List<Integer> failing) {
    List<Integer> best = failing;
    for (int i = 0; i < best.size() && tries < TRIES_MAX; i++) {
      List<Integer> plainer = new ArrayList<>(best);
      if (plainer.set(i, 0) != 0 && stillFails(plainer)) {
        best = plainer;
      }
    }
    return best;
  }

  private boolean stillFails(List<Integer> choices) {
    tries++;
    return fails.test(choices);
  }
}
