package daybook.http;

/**
 * A row of the table of what is served.
 *
 * @param method in capitals
 * @param path in full: what is below it, or spelt otherwise, is another
 * @param answer what answers
 */
public record Route(String method, String path, Answer answer) {

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
