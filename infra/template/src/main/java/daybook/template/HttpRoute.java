package daybook.template;

import java.time.Duration;
import java.util.Objects;

/**
 * A route of the HTTP API to a function.
 *
 * @param key {@code GET /stats}, {@code ANY /things/{id}} or {@code $default}
 * @param timeOut how long the gateway waits for the function, 50 ms to 30 s
 */
public record HttpRoute(String key, Duration timeOut) {

  /** Key of the route that takes what no other one does. */
  public static final String DEFAULT_KEY = "$default";

  /** Longest, and usual, wait of the gateway for an integration. */
  public static final Duration TIME_OUT_MAX = Duration.ofSeconds(30);

  public HttpRoute {
    Objects.requireNonNull(key);
    Objects.requireNonNull(timeOut);
  }
}
