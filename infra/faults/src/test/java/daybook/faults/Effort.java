package daybook.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * How much of each attack is run. The test command runs a sample of what takes long, another one
 * each time; {@code -P long} runs all of it, {@code -Ddaybook.effort=5} five times the sample. What
 * is drawn depends on one seed, the same in every process of a build, which the report names and
 * {@code -Ddaybook.test.seed=…} gives again. How much is done in a given time is not repeated.
 */
public final class Effort {

  /** What was asked for, for a process that is to do as much. */
  public static final String NAME = System.getProperty("daybook.effort", "1");

  /** Whether everything is run. */
  public static final boolean ALL = NAME.equals("all");

  private static final int TIMES = ALL ? 1 : Integer.parseInt(NAME);

  /** What the samples depend on. The build draws it; without one, each process does. */
  public static final long SEED =
      Long.getLong("daybook.test.seed", Math.floorMod(System.nanoTime(), 1_000_000_000L));

  private Effort() {}

  /**
   * A number of runs.
   *
   * @param property gives it, if it is set
   * @param sample for the test command
   * @param all what there is
   */
  public static int count(String property, int sample, int all) {
    return Integer.getInteger(property, ALL ? all : Math.min(sample * TIMES, all));
  }

  /** A time that a sample may take. */
  public static Duration time(Duration sample) {
    return sample.multipliedBy(TIMES);
  }

  /** So many of them, chosen by the seed, in their order; all where everything is run. */
  public static <T> List<T> sample(List<T> all, int count) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < all.size(); place++) {
      places.add(place);
    }
    Collections.shuffle(places, new Random(SEED));
    return places.stream()
        .limit(ALL ? all.size() : (long) count * TIMES)
        .sorted()
        .map(all::get)
        .toList();
  }

  /** For a report: that it was everything, or by which seed it was chosen. */
  public static String choice() {
    return ALL ? "all" : "a sample, seed " + SEED;
  }
}
