package daybook.api;

import daybook.core.AggregateKey;
import daybook.core.Amount;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Reply;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes an answer from totals made here, so that the first real one finds everything loaded. */
final class ApiPriming {

  private ApiPriming() {}

  /**
   * Makes answers, one compressed and one refused, and forgets them.
   *
   * @throws RefusedException if what is a good range has changed, and this has not
   */
  static void answer() throws RefusedException {
    DateRange range =
        StatsParameters.range(Map.of("from_date", "2026-01-01", "to_date", "2026-01-31"));
    SortedMap<AggregateKey, SortedMap<String, Amount>> totals = new TreeMap<>();
    range.keys().forEach(key -> totals.put(key, new TreeMap<>(Map.of("visa", Amount.ZERO))));
    Reply.json(TotalsJson.write(range, totals), "gzip", "");
    Reply.problem(Problem.badRequest(StatsParameters.REVERSED));
  }
}
