package daybook.local;

import java.net.URI;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeMap;

/** Reads totals as any user of the API would. */
final class StatsClient {

  /** Most days of one request, as the API allows. */
  private static final int DAYS_MAX = 366;

  private final ApiClient api;

  /** Asks this API, such as {@code http://localhost:3000}. */
  StatsClient(URI api) {
    this.api = new ApiClient(api);
  }

  /** The address of a range of days, as one would type it. */
  URI address(LocalDate from, LocalDate to) {
    return api.address(query(from, to));
  }

  private static String query(LocalDate from, LocalDate to) {
    return "/stats?from_date=" + from + "&to_date=" + to;
  }

  /** Reads the rows of a range that name no currency. */
  DailyTotals read(LocalDate from, LocalDate to) throws FailureException, InterruptedException {
    return read(from, to, Set.of(DailyTotals.NO_CURRENCY));
  }

  /**
   * Reads a range, in several requests where it is longer than one allows, and one for each
   * currency.
   *
   * @param currencies codes, or {@link DailyTotals#NO_CURRENCY} for rows that name none
   * @throws FailureException if the API does not answer 200
   */
  DailyTotals read(LocalDate from, LocalDate to, Set<String> currencies)
      throws FailureException, InterruptedException {
    DailyTotals totals = new DailyTotals(new TreeMap<>());
    for (String currency : currencies) {
      for (LocalDate start = from; !start.isAfter(to); start = start.plusDays(DAYS_MAX)) {
        LocalDate end = start.plusDays(DAYS_MAX - 1L);
        DailyTotals part = readPart(start, end.isAfter(to) ? to : end, currency);
        totals = totals.plus(part.in(currency));
      }
    }
    return totals;
  }

  private DailyTotals readPart(LocalDate from, LocalDate to, String currency)
      throws FailureException, InterruptedException {
    String ofCurrency = currency.equals(DailyTotals.NO_CURRENCY) ? "none" : currency;
    return DailyTotals.ofStats(
        api.get(query(from, to) + "&currency=" + ofCurrency, ApiClient.JSON));
  }
}
