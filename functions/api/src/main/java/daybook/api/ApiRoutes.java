package daybook.api;

import daybook.core.CutOff;
import daybook.core.Totals;
import daybook.core.port.EventLog;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import daybook.http.Routes;
import java.time.InstantSource;
import java.time.LocalDate;

/** What this function serves, a row for each. */
final class ApiRoutes {

  private final Stats stats;
  private final CutOff cutOff;
  private final InstantSource clock;

  private ApiRoutes(Stats stats, CutOff cutOff, InstantSource clock) {
    this.stats = stats;
    this.cutOff = cutOff;
    this.clock = clock;
  }

  /** The table. */
  static Routes table(Stats stats, CutOff cutOff, InstantSource clock, EventLog log) {
    ApiRoutes routes = new ApiRoutes(stats, cutOff, clock);
    return new Routes(
        log, new Route("GET", "/hours", routes::hours), new Route("GET", "/stats", routes::totals));
  }

  private Reply totals(Request request) throws RefusedException {
    StatsParameters asked = StatsParameters.of(request.parameters());
    Totals totals = stats.totals(asked.range(), cutOffDay());
    return json(request, TotalsJson.write(asked.range(), totals, asked.counts()));
  }

  private Reply hours(Request request) throws RefusedException {
    DateRange range = StatsParameters.of(request.parameters()).range();
    Totals totals = stats.read(HoursJson.VIEWS, range, cutOffDay());
    return json(request, HoursJson.write(range, totals));
  }

  private LocalDate cutOffDay() {
    return cutOff.day(clock.instant());
  }

  private static Reply json(Request request, byte[] body) throws RefusedException {
    return Reply.json(body, request.acceptEncoding(), request.ifNoneMatch());
  }
}
