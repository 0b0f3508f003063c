package daybook.faults.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Everything that a simulation leaves open, decided in one place: by a seed, or as it was decided
 * before. The lowest choice is always the plainest one, so that a run without further decisions
 * goes on without further faults.
 */
final class Choices {

  private final Random random;
  private final List<Integer> given;
  private final List<Integer> taken = new ArrayList<>();

  private Choices(Random random, List<Integer> given) {
    this.random = random;
    this.given = given;
  }

  /** Decides by a seed. */
  static Choices ofSeed(long seed) {
    return new Choices(new Random(seed), List.of());
  }

  /** Decides as before; where that is used up, plainly. */
  static Choices again(List<Integer> taken) {
    return new Choices(null, List.copyOf(taken));
  }

  /** A number from 0 to below the bound. */
  int below(int bound) {
    int choice;
    if (random != null) {
      choice = random.nextInt(bound);
    } else {
      choice = taken.size() < given.size() ? given.get(taken.size()) % bound : 0;
    }
    taken.add(choice);
    return choice;
  }

  /** True once in so many times. */
  boolean oneIn(int times) {
    return below(times) == times - 1;
  }

  /** One of these. */
  <T> T of(List<T> things) {
    return things.get(below(things.size()));
  }

  /** What was decided so far. */
  List<Integer> taken() {
    return List.copyOf(taken);
  }
}
