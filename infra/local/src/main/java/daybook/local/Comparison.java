package daybook.local;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether totals are what they ought to be, to the cent.
 *
 * @param totals how many totals were compared
 * @param differences a line for each that differs; empty where all are exact
 * @param nothingMissing whether no total is less than it ought to be
 */
record Comparison(long totals, List<String> differences, boolean nothingMissing) {

  /** Copies the list. */
  Comparison {
    differences = List.copyOf(differences);
  }

  /** Compares every total of either side. */
  static Comparison of(DailyTotals expected, DailyTotals actual) {
    BothSides sides = new BothSides(expected, actual);
    DailyTotals all = expected.plus(actual);
    all.byDay()
        .forEach(
            (day, groups) ->
                groups.forEach(
                    (group, methods) ->
                        methods.keySet().forEach(method -> sides.compare(day, group, method))));
    return new Comparison(all.count(), sides.differences, sides.nothingMissing);
  }

  /** Both sides, and what was found so far. */
  private static final class BothSides {
    private final DailyTotals expected;
    private final DailyTotals actual;
    private final List<String> differences = new ArrayList<>();
    private boolean nothingMissing = true;

    BothSides(DailyTotals expected, DailyTotals actual) {
      this.expected = expected;
      this.actual = actual;
    }

    void compare(LocalDate day, String group, String method) {
      BigDecimal want = expected.total(day, group, method);
      BigDecimal have = actual.total(day, group, method);
      if (want.compareTo(have) != 0) {
        nothingMissing &= have.compareTo(want) > 0;
        differences.add(
            "%s %s %s: expected %s, found %s (%s)"
                .formatted(day, group, method, want, have, have.subtract(want)));
      }
    }
  }

  /** Whether every total is right. */
  boolean exact() {
    return differences.isEmpty();
  }
}
