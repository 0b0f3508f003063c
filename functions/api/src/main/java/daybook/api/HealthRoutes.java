package daybook.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.http.Content;
import daybook.http.RefusedException;
import daybook.http.Reply;
import daybook.http.Request;
import daybook.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** What is said of this function itself, a row for each route. */
final class HealthRoutes {

  private static final byte[] OK = "{\"status\":\"ok\"}".getBytes(UTF_8);
  private static final String DESCRIPTION = "openapi.yaml";

  private final Readiness readiness;
  private final byte[] description = description();

  HealthRoutes(Readiness readiness) {
    this.readiness = readiness;
  }

  /** The rows. */
  List<Route> rows() {
    return List.of(
        new Route("GET", "/health", HealthRoutes::health),
        new Route("GET", "/health/ready", readiness::answer),
        new Route("GET", "/" + DESCRIPTION, this::describe));
  }

  private static Reply health(Request request) throws RefusedException {
    return Reply.of(Content.json(OK), request);
  }

  private Reply describe(Request request) throws RefusedException {
    return Reply.of(Content.text("application/yaml", description), request);
  }

  private static byte[] description() {
    try (InputStream in = HealthRoutes.class.getResourceAsStream(DESCRIPTION)) {
      if (in == null) {
        throw new IllegalStateException(DESCRIPTION + " is not beside the classes");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from the class path failed", e);
    }
  }
}
