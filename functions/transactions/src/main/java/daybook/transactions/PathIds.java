package daybook.transactions;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.record.TransactionId;
import daybook.http.Problem;
import daybook.http.RefusedException;
import daybook.http.Request;
import java.net.URLDecoder;
import java.util.Optional;

/** Ids in paths, of which a client may have encoded some characters. */
public final class PathIds {

  /** Where transactions are. */
  public static final String TRANSACTIONS = "/transactions";

  /** Where one is. */
  public static final String TRANSACTION = TRANSACTIONS + "/{id}";

  /** Where a user is. */
  public static final String USER = "/users/{user_id}";

  private PathIds() {}

  /**
   * The transaction of a route of {@link #TRANSACTION}.
   *
   * @throws RefusedException 404 where it is no id: none was ever called so
   */
  public static TransactionId transaction(Request request) throws RefusedException {
    return id(request.variable("id"))
        .map(TransactionId::new)
        .orElseThrow(
            () -> new RefusedException(Problem.noSuch("There is no transaction of this id")));
  }

  /**
   * The user of a route of {@link #USER}.
   *
   * @throws RefusedException 404 where it is no id: none was ever called so
   */
  public static String user(Request request) throws RefusedException {
    return id(request.variable("user_id"))
        .orElseThrow(() -> new RefusedException(Problem.noSuch("No user is called like that")));
  }

  private static Optional<String> id(String segment) {
    try {
      // A plus stands for itself in a path, and in no id.
      return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
          .filter(TransactionId::isId);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
