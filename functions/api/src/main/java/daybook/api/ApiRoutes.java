package daybook.api;

import daybook.core.CutOff;
import daybook.core.port.EventLog;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import daybook.http.Routes;
import java.time.InstantSource;

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
    return new Routes(log, new Route("GET", "/stats", routes::totals));
  }

  private Reply totals(Request request) throws RefusedException {
    DateRange range = StatsParameters.range(request.parameters());
    byte[] json = TotalsJson.write(range, stats.totals(range, cutOff.day(clock.instant())));
    return Reply.json(json, request.acceptEncoding(), request.ifNoneMatch());
  }
}
