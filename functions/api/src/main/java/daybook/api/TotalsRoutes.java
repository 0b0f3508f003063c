package daybook.api;

import daybook.core.Currency;
import daybook.core.CutOff;
import daybook.core.Totals;
import daybook.core.View;
import daybook.http.Content;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Totals, a row for each route. */
final class TotalsRoutes {

  private static final String CSV = "text/csv";
  private static final String JSON = "application/json";
  private static final Set<View> TOTALS = EnumSet.of(View.TOTALS);

  private final Stats stats;
  private final CutOff cutOff;
  private final Optional<Currency> currency;
  private final InstantSource clock;

  /**
   * @param cutOff from which day on totals are looked for in Redis
   * @param currency of the rows that name none, where the deployment says it
   * @param clock says what day it is
   */
  TotalsRoutes(Stats stats, CutOff cutOff, Optional<Currency> currency, InstantSource clock) {
    this.stats = stats;
    this.cutOff = cutOff;
    this.currency = currency;
    this.clock = clock;
  }

  /** The rows. */
  List<Route> rows() {
    return List.of(
        new Route("GET", "/hours", StatsParameters.NAMES, this::hours),
        new Route("GET", "/stats", StatsParameters.NAMES_OF_STATS, this::totals));
  }

  private Reply totals(Request request) throws RefusedException {
    StatsParameters asked = StatsParameters.of(request.parameters());
    PeriodTotals totals = PeriodTotals.of(answer(TOTALS, asked), asked);
    Content content =
        request.prefers(CSV, JSON)
            ? Content.text(CSV + "; charset=utf-8", TotalsCsv.write(totals))
            : Content.json(TotalsJson.write(totals));
    return Reply.of(content.with("Vary", "Accept, Accept-Encoding"), request);
  }

  private Reply hours(Request request) throws RefusedException {
    StatsParameters asked = StatsParameters.of(request.parameters());
    OneCurrency answer = answer(HoursJson.VIEWS, asked);
    return Reply.of(
        Content.json(HoursJson.write(asked.range(), answer, asked.currencies())), request);
  }

  private OneCurrency answer(Set<View> views, StatsParameters asked) throws RefusedException {
    Totals all = stats.read(views, asked.range(), cutOffDay());
    return OneCurrency.of(all, asked.range(), views, asked.money(), currency);
  }

  private LocalDate cutOffDay() {
    return cutOff.day(clock.instant());
  }
}
