package daybook.faults.boundary;

import daybook.faults.Effort;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Many runs and their counts. In the test command it is a sample: the seed shuffles what could be
 * run, and a time bounds how much of it is.
 */
final class Campaign {

  /** Do only what has this in its name. */
  private static final String ONLY = System.getProperty("daybook.faults.only", "");

  /** Something to be run: a name by which it can be repeated, and the work. */
  record Task(String name, Supplier<Run.Result> work) {}

  private final Class<?> test;
  private final String what;
  private int scenarios;
  private int boundaries;
  private int possible;
  private int runs;
  private int struck;
  private int failed;
  private long looks;
  private long differenceCents;

  /**
   * Nothing done yet.
   *
   * @param test whose it is
   * @param what names it in the report
   */
  Campaign(Class<?> test, String what) {
    this.test = test;
    this.what = what;
  }

  /** So many of them, chosen by the seed; all where everything or a certain run is asked for. */
  static List<String> sample(List<String> names, int count) {
    return ONLY.isEmpty() ? Effort.sample(names, count) : names;
  }

  /**
   * Runs tasks of one scenario.
   *
   * @param commands how many boundaries the scenario has
   * @param time for a sample
   */
  void run(int commands, List<Task> tasks, Duration time) {
    scenarios++;
    boundaries += commands;
    possible += tasks.size();
    List<Task> order = new ArrayList<>(tasks);
    Collections.shuffle(order, new Random(Effort.SEED));
    long end = System.nanoTime() + Effort.time(time).toNanos();
    int struckBefore = struck;
    for (Task task : order) {
      boolean chosen = ONLY.isEmpty() ? isDue(struckBefore, end) : task.name().contains(ONLY);
      if (chosen) {
        run(task);
      }
    }
    if (ONLY.isEmpty() && struck == struckBefore) {
      throw new AssertionError("no run reached its boundary");
    }
  }

  /** A sample goes on until at least one run of the scenario has reached its boundary. */
  private boolean isDue(int struckBefore, long end) {
    return Effort.ALL || struck == struckBefore || System.nanoTime() < end;
  }

  private void run(Task task) {
    try {
      Run.Result result = task.work().get();
      runs++;
      struck += result.struck() ? 1 : 0;
      looks += result.looks();
      differenceCents += result.differenceCents();
    } catch (RuntimeException | AssertionError e) {
      failed++;
      throw new AssertionError(
          "repeat with -Dtest="
              + test.getSimpleName()
              + " -Ddaybook.faults.only='"
              + task.name()
              + "': "
              + e.getMessage(),
          e);
    }
  }

  /** Fails where nothing was run: what was asked for is in none of them. */
  static void requireRuns(Campaign... campaigns) {
    if (Stream.of(campaigns).allMatch(campaign -> campaign.runs == 0)) {
      throw new AssertionError("nothing was run with '" + ONLY + "' in its name");
    }
  }

  /** One line with the counts. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d boundaries in %d scenarios, %d of %d possible runs (%d reached their boundary),"
            + " history looked at %d times, %d failed, difference %s, %s",
        what,
        boundaries,
        scenarios,
        runs,
        possible,
        struck,
        looks,
        failed,
        BigDecimal.valueOf(differenceCents, 2),
        Effort.choice());
  }
}
