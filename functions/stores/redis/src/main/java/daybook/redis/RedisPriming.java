package daybook.redis;

import java.util.List;

/** What can be done before there is a Redis, for functions that are started from a snapshot. */
public final class RedisPriming {

  /** Every step there is; a function that does not take one loses a millisecond by it. */
  static final List<String> STEPS =
      List.of(
          "apply",
          "begin",
          "enqueue",
          "imports",
          "look",
          "quarantine",
          "read",
          "running",
          "settle",
          "snapshot",
          "tail");

  private RedisPriming() {}

  /** Reads all scripts and computes their digests. */
  public static void loadScripts() {
    STEPS.forEach(RedisScripts::prepare);
  }
}
