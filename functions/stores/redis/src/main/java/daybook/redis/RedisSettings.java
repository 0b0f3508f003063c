package daybook.redis;

import daybook.core.settings.SecretText;
import daybook.core.settings.Variables;
import daybook.secrets.SecretsSettings;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Redis is and how to speak with it.
 *
 * @param host name or address; in a cluster of any node, or of all
 * @param port 1 to 65535
 * @param tls whether to speak TLS; the server's name is checked then
 * @param mode what kind of server it is
 * @param auth how to sign in
 * @param keys names of the keys; with a hash tag in a cluster
 * @param secrets where a password lies that is not given
 */
public record RedisSettings(
    String host,
    int port,
    boolean tls,
    RedisMode mode,
    RedisAuth auth,
    RedisKeys keys,
    SecretsSettings secrets) {

  private static final int PORT_DEFAULT = 6379;
  private static final int PORT_MAX = 65_535;

  /** What ElastiCache takes, in lower case; CloudFormation hands it out as it was written. */
  private static final Pattern CACHE_NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /**
   * Reads the variables whose names begin with REDIS_, TRANSACTION_QUEUE_KEY and
   * AWS_ENDPOINT_URL_SECRETS_MANAGER.
   */
  public static RedisSettings from(Variables variables) {
    RedisSettings settings =
        new RedisSettings(
            variables.text("REDIS_HOST", "localhost"),
            variables.integer("REDIS_PORT", PORT_DEFAULT, 1, PORT_MAX),
            variables.flag("REDIS_TLS", false),
            mode(variables),
            auth(variables),
            new RedisKeys(
                variables.text("REDIS_KEY_PREFIX", ""),
                variables.text("TRANSACTION_QUEUE_KEY", "TransactionQueue")),
            SecretsSettings.from(variables));
    settings.requireConsistent(variables);
    return settings;
  }

  private static RedisMode mode(Variables variables) {
    String word = variables.oneOf("REDIS_MODE", "node", List.of("node", "cluster", "serverless"));
    return RedisMode.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static RedisAuth auth(Variables variables) {
    String auth = variables.oneOf("REDIS_AUTH", "none", List.of("none", "password", "iam"));
    String username = variables.text("REDIS_USERNAME", "");
    Optional<SecretText> password = variables.secret("REDIS_PASSWORD", "REDIS_PASSWORD_SECRET_ARN");
    String cacheName = variables.text("REDIS_CACHE_NAME", "").toLowerCase(Locale.ROOT);
    requireOnlyWith(variables, auth, List.of("password", "iam"), "REDIS_USERNAME");
    requireOnlyWith(
        variables, auth, List.of("password"), "REDIS_PASSWORD", "REDIS_PASSWORD_SECRET_ARN");
    requireOnlyWith(variables, auth, List.of("iam"), "REDIS_CACHE_NAME");
    return switch (auth) {
      case "password" -> password(variables, username, password);
      case "iam" -> iam(variables, username, cacheName);
      default -> new RedisAuth.None();
    };
  }

  /** What would not be used is a mistake that somebody should know of. */
  private static void requireOnlyWith(
      Variables variables, String auth, List<String> users, String... names) {
    for (String name : names) {
      if (!users.contains(auth) && variables.secret(name).isPresent()) {
        variables.problem(
            "%s is set: expected only with REDIS_AUTH '%s'"
                .formatted(name, String.join("' or '", users)));
      }
    }
  }

  private static RedisAuth password(
      Variables variables, String username, Optional<SecretText> password) {
    if (password.isEmpty()) {
      variables.problem(
          "REDIS_PASSWORD_SECRET_ARN is not set: expected it, or REDIS_PASSWORD on one machine,"
              + " with REDIS_AUTH 'password'");
    }
    return new RedisAuth.Password(
        Optional.of(username).filter(name -> !name.isEmpty()),
        password.orElse(new SecretText.Given("")));
  }

  private static RedisAuth iam(Variables variables, String username, String cacheName) {
    if (username.isEmpty()) {
      variables.problem("REDIS_USERNAME is not set: expected it with REDIS_AUTH 'iam'");
    }
    if (!CACHE_NAME.matcher(cacheName).matches()) {
      variables.problem(
          ("REDIS_CACHE_NAME is '%s': expected the replication group's id or the serverless"
                  + " cache's name, 1 to 40 letters, digits and -, with REDIS_AUTH 'iam'")
              .formatted(cacheName));
    }
    return new RedisAuth.Iam(username, cacheName);
  }

  private void requireConsistent(Variables variables) {
    if (!tls && auth instanceof RedisAuth.Iam) {
      variables.problem("REDIS_TLS is 'false': expected true with REDIS_AUTH 'iam'");
    }
    if (!tls && mode == RedisMode.SERVERLESS) {
      variables.problem("REDIS_TLS is 'false': expected true with REDIS_MODE 'serverless'");
    }
    if (mode.isCluster() && !keys.haveHashTag()) {
      variables.problem(
          "REDIS_KEY_PREFIX is '%s': expected a hash tag, such as {daybook}:, with REDIS_MODE '%s'"
              .formatted(keys.prefix(), mode.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Everything but the password. */
  @Override
  public String toString() {
    return "Redis %s at %s:%d, TLS %s, %s, keys %s".formatted(mode, host, port, tls, auth, keys);
  }
}
