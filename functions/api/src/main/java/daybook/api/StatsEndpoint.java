package daybook.api;

import daybook.core.CutOff;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.EvictingStoreException;
import daybook.core.port.StoreException;
import java.time.InstantSource;
import java.util.Map;

/** {@code GET /stats}: from a request to a reply, without Lambda. Safe for several threads. */
public final class StatsEndpoint {

  static final String PATH = "/stats";
  static final String METHOD = "GET";

  private final Stats stats;
  private final CutOff cutOff;
  private final InstantSource clock;
  private final EventLog log;

  /** Answers from these. */
  public StatsEndpoint(Stats stats, CutOff cutOff, InstantSource clock, EventLog log) {
    this.stats = stats;
    this.cutOff = cutOff;
    this.clock = clock;
    this.log = log;
  }

  /**
   * A request.
   *
   * @param method in capitals
   * @param path without query
   * @param parameters decoded; several values of one joined by commas
   * @param preflight whether a browser asks on behalf of a page whether it may ask
   * @param acceptEncoding the header, empty where there is none
   * @param ifNoneMatch the header, empty where there is none
   */
  record Request(
      String method,
      String path,
      Map<String, String> parameters,
      boolean preflight,
      String acceptEncoding,
      String ifNoneMatch) {}

  /** Answers a request; never with a part of the totals. */
  Reply answer(Request request) {
    try {
      return totals(request);
    } catch (RefusedException e) {
      return Reply.problem(e.problem());
    } catch (StoreException e) {
      log.log(Level.ERROR, e.event(), Map.of("cause", e.getMessage()));
      boolean evicts = e instanceof EvictingStoreException;
      return Reply.problem(evicts ? Problem.storeMayEvict() : Problem.storeFailed());
    }
  }

  private Reply totals(Request request) throws RefusedException {
    if (!request.path().equals(PATH)) {
      throw new RefusedException(Problem.notFound());
    }
    if (request.preflight()) {
      return Reply.preflight();
    }
    if (!request.method().equals(METHOD)) {
      throw new RefusedException(Problem.methodNotAllowed());
    }
    DateRange range = StatsParameters.range(request.parameters());
    byte[] json = TotalsJson.write(range, stats.totals(range, cutOff.day(clock.instant())));
    return Reply.totals(json, request.acceptEncoding(), request.ifNoneMatch());
  }
}
