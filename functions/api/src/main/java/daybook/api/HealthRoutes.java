package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.http.Content;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import java.util.List;

/** What is said of this function itself, a row for each route. */
final class HealthRoutes {

  private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(UTF_8);

  private final Readiness readiness;
  private final byte[] description = ApiDescription.bytes();

  HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  /** The rows. */
  List<Route> rows() {
    return List.of(
        new Route("GET", "/health", HealthRoutes::health),
        new Route("GET", "/health/ready", readiness::answer),
        new Route("GET", "/" + ApiDescription.FILE, this::describe));
  }

  private static Reply health(Request request) throws RefusedException {
    return Reply.of(Content.json(OK), request);
  }

  private Reply describe(Request request) throws RefusedException {
    return Reply.of(Content.text("application/yaml", description), request);
  }
}
