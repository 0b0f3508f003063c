package daybook.api;

import daybook.core.Currency;
import daybook.core.CutOff;
import daybook.core.Totals;
import daybook.core.View;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import daybook.http.Routes;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What this function serves, a row for each. */
final class ApiRoutes {

  private static final Set<View> TOTALS = EnumSet.of(View.TOTALS);

  private final Stats stats;
  private final CutOff cutOff;
  private final Optional<Currency> currency;
  private final InstantSource clock;

  private ApiRoutes(ApiParts parts) {
    this.stats = parts.stats();
    this.cutOff = parts.cutOff();
    this.currency = parts.currency();
    this.clock = parts.clock();
  }

  /** The table. */
  static Routes table(ApiParts parts) {
    ApiRoutes routes = new ApiRoutes(parts);
    return new Routes(
        parts.host().log(),
        new Route("GET", "/hours", routes::hours),
        new Route("GET", "/stats", routes::totals));
  }

  private Reply totals(Request request) throws RefusedException {
    StatsParameters asked = StatsParameters.of(request.parameters());
    return json(request, TotalsJson.write(asked.range(), answer(TOTALS, asked), asked.counts()));
  }

  private Reply hours(Request request) throws RefusedException {
    StatsParameters asked = StatsParameters.of(request.parameters());
    return json(request, HoursJson.write(asked.range(), answer(HoursJson.VIEWS, asked)));
  }

  private OneCurrency answer(Set<View> views, StatsParameters asked) throws RefusedException {
    Totals all = stats.read(views, asked.range(), cutOffDay());
    return OneCurrency.of(all, asked.range(), views, asked.money(), currency);
  }

  private LocalDate cutOffDay() {
    return cutOff.day(clock.instant());
  }

  private static Reply json(Request request, byte[] body) throws RefusedException {
    return Reply.json(body, request.acceptEncoding(), request.ifNoneMatch());
  }
}
