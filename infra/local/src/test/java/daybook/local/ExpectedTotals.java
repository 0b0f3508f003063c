package daybook.local;

import daybook.data.ExactTotals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes daily totals for tests. */
final class ExpectedTotals {

  static final DailyTotals NONE = new DailyTotals(new TreeMap<>());

  private ExpectedTotals() {}

  /** A single total. */
  static DailyTotals of(LocalDate day, String group, String method, String amount) {
    return new DailyTotals(
        new TreeMap<>(
            Map.of(
                day,
                new TreeMap<>(
                    Map.of(group, new TreeMap<>(Map.of(method, new BigDecimal(amount))))))));
  }

  /** What golden cases and the exact sum of a file hold, whose days are text. */
  static DailyTotals of(SortedMap<String, SortedMap<String, SortedMap<String, BigDecimal>>> byDay) {
    TreeMap<LocalDate, SortedMap<String, SortedMap<String, BigDecimal>>> parsed = new TreeMap<>();
    byDay.forEach((day, groups) -> parsed.put(LocalDate.parse(day), groups));
    return new DailyTotals(parsed);
  }

  /** The exact sum of a CSV. */
  static DailyTotals of(byte[] csv) throws IOException {
    return of(ExactTotals.of(new ByteArrayInputStream(csv)).byDay());
  }
}
