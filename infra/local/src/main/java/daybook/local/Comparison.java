package daybook.local;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Whether totals are what they ought to be, to the cent.
 *
 * @param totals how many totals were compared
 * @param differences a line for each that differs; empty where all are exact
 */
record Comparison(long totals, List<String> differences) {

  /** Copies the list. */
  Comparison {
    differences = List.copyOf(differences);
  }

  /** Compares every total of either side. */
  static Comparison of(DailyTotals expected, DailyTotals actual) {
    List<String> differences = new ArrayList<>();
    DailyTotals all = expected.plus(actual);
    all.byDay()
        .forEach(
            (day, groups) ->
                groups.forEach(
                    (group, totals) ->
                        new TreeMap<>(totals)
                            .keySet()
                            .forEach(
                                method ->
                                    compare(differences, expected, actual, day, group, method))));
    return new Comparison(all.count(), differences);
  }

  private static void compare(
      List<String> differences,
      DailyTotals expected,
      DailyTotals actual,
      LocalDate day,
      String group,
      String method) {
    BigDecimal want = expected.total(day, group, method);
    BigDecimal have = actual.total(day, group, method);
    if (want.compareTo(have) != 0) {
      differences.add(
          "%s %s %s: expected %s, found %s (%s)"
              .formatted(day, group, method, want, have, have.subtract(want)));
    }
  }

  /** Whether every total is right. */
  boolean exact() {
    return differences.isEmpty();
  }
}
