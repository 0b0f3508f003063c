package daybook.redis;

import daybook.secrets.RememberedSecret;
import daybook.secrets.SecretsManagerSecrets;
import java.time.InstantSource;
import java.util.Optional;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.RedisCredentials;

/** What a new connection signs in with. Safe for use by several threads. */
interface SignIn {

  /** The field of a secret that is a JSON object. */
  String PASSWORD_FIELD = "password";

  /**
   * The credentials of a connection that is being opened.
   *
   * @throws daybook.core.port.StoreException if they cannot be had
   */
  RedisCredentials credentials();

  /** Forgets what it remembers: it was refused, or nothing must be remembered any longer. */
  void forget();

  /** As the settings say; empty where nobody signs in. */
  static Optional<SignIn> of(RedisSettings settings, InstantSource clock) {
    if (settings.auth() instanceof RedisAuth.Password password) {
      RememberedSecret secret =
          new RememberedSecret(
              new SecretsManagerSecrets(settings.secrets()),
              password.password(),
              PASSWORD_FIELD,
              clock);
      return Optional.of(byPassword(password.username(), secret));
    }
    if (settings.auth() instanceof RedisAuth.Iam iam) {
      return Optional.of(
          new ElastiCacheToken(
              iam, settings.mode() == RedisMode.SERVERLESS, AwsIdentity::current, clock));
    }
    return Optional.empty();
  }

  /** By a password, that of the default user where there is no name. */
  static SignIn byPassword(Optional<String> username, RememberedSecret password) {
    return new SignIn() {
      @Override
      public RedisCredentials credentials() {
        return new DefaultRedisCredentials(username.orElse(null), password.text());
      }

      @Override
      public void forget() {
        password.forget();
      }
    };
  }
}
