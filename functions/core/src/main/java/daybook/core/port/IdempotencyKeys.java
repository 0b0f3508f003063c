package daybook.core.port;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which requests have been made under a key of their client, in MongoDB: a request that is made
 * again gets the same ids, and another one under the same key is told from it. Neither key nor body
 * is kept, only what tells them apart. Whatever a method says was written has reached a majority,
 * and what it reads is read by majority. Every method throws {@link StoreException} where MongoDB
 * fails.
 */
public interface IdempotencyKeys {

  /** How long a key is known: a client that has not asked again for a day will not any more. */
  Duration KEPT = Duration.ofHours(24);

  /** Most keys that one call forgets. */
  int FORGET_MAX = 10_000;

  /** How far the request under a key has come. */
  enum State {
    /** It runs, or was killed while it did. */
    RUNNING("running"),
    /** It has ended without being done, and may be made again at once. */
    STOPPED("stopped"),
    /** Everything that it asks for was decided. */
    DONE("done");

    private final String code;

    State(String code) {
      this.code = code;
    }

    /** Its name in documents. */
    public String code() {
      return code;
    }

    /**
     * The state of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static State ofCode(String code) {
      for (State state : values()) {
        if (state.code.equals(code)) {
          return state;
        }
      }
      throw new IllegalArgumentException("expected a state of a request, found " + code);
    }
  }

  /**
   * A request under a key.
   *
   * @param key the client's, as 64 hexadecimal digits of its SHA-256
   * @param fingerprint of the body, likewise
   * @param seed the ULID that ids are derived from; of one request only, so that it tells who wrote
   *     this
   * @param state how far it has come
   * @param at when it began, or was begun again, in whole milliseconds
   */
  record Use(String key, String fingerprint, String seed, State state, Instant at) {
    /** Cuts the time to what MongoDB keeps. */
    public Use {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The same in another state since another time. */
    public Use with(State next, Instant since) {
      return new Use(key, fingerprint, seed, next, since);
    }
  }

  /**
   * Writes that a request begins, where nothing is known of its key.
   *
   * @return what is known of it now: {@code mine} itself where this call, or one whose reply was
   *     lost, has written it
   */
  Use begin(Use mine);

  /**
   * Replaces what is known of a key, where it is still in the state and of the time that was read.
   *
   * @return whether it was
   */
  boolean replace(Use read, Use next);

  /**
   * Forgets keys whose requests began before a time, oldest first.
   *
   * @param limit most of them, 1 to {@link #FORGET_MAX}
   * @return how many were forgotten
   */
  int forget(Instant olderThan, int limit);
}
