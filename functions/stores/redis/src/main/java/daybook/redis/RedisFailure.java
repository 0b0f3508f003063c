package daybook.redis;

import daybook.core.port.FullStoreException;
import daybook.core.port.StoreException;
import daybook.core.port.UnknownFormException;
import java.util.List;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What a client threw, known by the codes with which Redis begins its errors, and by the last
 * cause, for a client that fails to connect gives no reason in its own message.
 *
 * @param thrown by the client
 * @param last its last cause
 */
record RedisFailure(RuntimeException thrown, Throwable last) {

  /** No chain of causes is longer. */
  private static final int CAUSES_MAX = 16;

  private static final List<String> REFUSED = List.of("WRONGPASS", "NOAUTH");

  /** A server that will not be ours again soon, or never: the name may belong to another by now. */
  private static final List<String> ELSEWHERE =
      List.of("READONLY", "MASTERDOWN", "CLUSTERDOWN", "LOADING");

  /** How a script refuses a state of a later form, which follows. */
  private static final String UNKNOWN_FORM = "UNKNOWN_FORM";

  static RedisFailure of(RuntimeException thrown) {
    Throwable last = thrown;
    for (int i = 0; i < CAUSES_MAX && !(last instanceof StoreException); i++) {
      Throwable[] suppressed = last.getSuppressed();
      Throwable next = last.getCause();
      if (next == null && suppressed.length > 0) {
        next = suppressed[suppressed.length - 1];
      }
      if (next == null) {
        break;
      }
      last = next;
    }
    return new RedisFailure(thrown, last);
  }

  /** Whether the credentials were refused. */
  boolean isRefusal() {
    return REFUSED.stream().anyMatch(this::hasCode);
  }

  /** Whether the connections are of no use any longer, rather than a command refused. */
  boolean isOfConnection() {
    return !(last instanceof JedisDataException)
        || isRefusal()
        || ELSEWHERE.stream().anyMatch(this::hasCode);
  }

  /**
   * Whether the error has this code. It is the first word; before Redis 7 the error of a script has
   * that of its command, with its sign, inside.
   */
  private boolean hasCode(String code) {
    String error = String.valueOf(last.getMessage());
    return last instanceof JedisDataException
        && (error.startsWith(code + " ") || error.contains(": -" + code + " "));
  }

  /** What whoever asked gets. */
  StoreException toException(String what) {
    if (last instanceof StoreException secrets) {
      return secrets;
    }
    if (hasCode(UNKNOWN_FORM)) {
      return new UnknownFormException("Redis for " + what, String.valueOf(last.getMessage()));
    }
    if (hasCode("OOM")) {
      return new FullStoreException(what, thrown);
    }
    String reason = last == thrown ? thrown.toString() : thrown + ": " + last;
    return new StoreException("Redis", what, reason, thrown);
  }
}
