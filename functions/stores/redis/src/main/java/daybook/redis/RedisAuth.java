package daybook.redis;

import daybook.core.settings.SecretText;
import java.util.Optional;

/** How to sign in. */
public sealed interface RedisAuth {

  /** Not at all. */
  record None() implements RedisAuth {}

  /**
   * By a password.
   *
   * @param username of the access control list, or empty for the default user
   * @param password never shown
   */
  record Password(Optional<String> username, SecretText password) implements RedisAuth {}

  /**
   * By tokens that the function's own role signs.
   *
   * @param username of an ElastiCache user whose id and name are this
   * @param cacheName id of the replication group, or name of the serverless cache, in lower case
   */
  record Iam(String username, String cacheName) implements RedisAuth {}
}
