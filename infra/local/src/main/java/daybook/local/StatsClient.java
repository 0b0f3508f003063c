package daybook.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeMap;

/** Reads totals as any user of the API would. */
final class StatsClient {

  /** Most days of one request, as the API allows. */
  private static final int DAYS_MAX = 366;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /** The API ends a request after 30 s at the latest. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(35);

  private final URI api;

  /** The API is on this machine, of which no proxy knows. */
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_LIMIT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  /** Asks this API, such as {@code http://localhost:3000}. */
  StatsClient(URI api) {
    this.api = api;
  }

  /** The address of a range of days, as one would type it. */
  URI address(LocalDate from, LocalDate to) {
    return api.resolve("/stats?from_date=" + from + "&to_date=" + to);
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
    URI address = address(from, to);
    String ofCurrency = currency.equals(DailyTotals.NO_CURRENCY) ? "none" : currency;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "&currency=" + ofCurrency))
            .timeout(ANSWER_LIMIT)
            .build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new FailureException(
            "GET %s answered %d: %s".formatted(address, answer.statusCode(), answer.body()));
      }
      return DailyTotals.ofStats(answer.body());
    } catch (IOException e) {
      String reason = e.getMessage() == null ? "nothing answers" : e.getMessage();
      throw new FailureException("GET %s failed: %s".formatted(address, reason), e);
    }
  }
}
