package daybook.redis;

import java.util.List;

/**
 * What the first step will need and can be had before there is a Redis, for functions that are
 * started from a snapshot.
 */
final class RedisPriming {

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

  /** Goes through scripts, client and sign-in; connects to nobody. */
  static void run(RedisClients clients) {
    STEPS.forEach(RedisScripts::prepare);
    clients.rehearse();
    SignIn.rehearse(clients.settings());
  }
}
