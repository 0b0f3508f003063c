package daybook.http;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A row of the table of what is served.
 *
 * @param method in capitals; what GET answers is answered to HEAD too, without a body
 * @param path in full: what is below it, or spelt otherwise, is another. A segment in braces, as in
 *     {@code /imports/{id}}, is a variable
 * @param parameters names of the query parameters that it knows; unmodifiable
 * @param ignoresOthers whether other parameters mean nothing, rather than being refused
 * @param answer what answers
 */
public record Route(
    String method, String path, Set<String> parameters, boolean ignoresOthers, Answer answer) {

  /** Copies the names. */
  public Route {
    parameters = Collections.unmodifiableSet(new TreeSet<>(parameters));
  }

  /** One that refuses what it does not know. */
  public Route(String method, String path, Set<String> parameters, Answer answer) {
    this(method, path, parameters, false, answer);
  }

  /** One without parameters. */
  public Route(String method, String path, Answer answer) {
    this(method, path, Set.of(), answer);
  }

  /** A page for people, to which others link with parameters of their own. */
  public static Route page(String path, Answer answer) {
    return new Route("GET", path, Set.of(), true, answer);
  }

  /** What answers the requests of a route; safe for several threads. */
  public interface Answer {
    /**
     * Answers a request whose method and path are the route's.
     *
     * @throws RefusedException where the request is not one that is answered
     * @throws daybook.core.port.StoreException if a store that is needed fails
     */
    Reply to(Request request) throws RefusedException;
  }
}
