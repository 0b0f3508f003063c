package daybook.redis;

import daybook.core.settings.Variables;
import java.util.List;
import java.util.Optional;

/**
 * Where Redis is and how to speak with it.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param tls whether to speak TLS; the server's name is checked then
 * @param username of the access control list, or empty for the default user
 * @param password empty where the server asks for none
 * @param keys names of the keys
 */
public record RedisSettings(
    String host,
    int port,
    boolean tls,
    Optional<String> username,
    Optional<String> password,
    RedisKeys keys) {

  private static final int PORT_DEFAULT = 6379;
  private static final int PORT_MAX = 65_535;

  /** Reads the variables whose names begin with REDIS_, and TRANSACTION_QUEUE_KEY. */
  public static RedisSettings from(Variables variables) {
    String auth = variables.oneOf("REDIS_AUTH", "none", List.of("none", "password", "iam"));
    Optional<String> username = Optional.of(variables.text("REDIS_USERNAME", ""));
    Optional<String> password = variables.secret("REDIS_PASSWORD");
    boolean byPassword = auth.equals("password");
    if (auth.equals("iam")) {
      variables.problem("REDIS_AUTH is 'iam': not supported yet, expected none or password");
    }
    if (variables.secret("REDIS_PASSWORD_SECRET_ARN").isPresent()) {
      variables.problem("REDIS_PASSWORD_SECRET_ARN is set: not supported yet");
    }
    if (byPassword && password.isEmpty()) {
      variables.problem("REDIS_PASSWORD is not set: expected with REDIS_AUTH 'password'");
    }
    if (!byPassword && (password.isPresent() || !username.get().isEmpty())) {
      variables.problem(
          "REDIS_USERNAME or REDIS_PASSWORD is set: expected only with REDIS_AUTH 'password'");
    }
    return new RedisSettings(
        variables.text("REDIS_HOST", "localhost"),
        variables.integer("REDIS_PORT", PORT_DEFAULT, 1, PORT_MAX),
        variables.flag("REDIS_TLS", false),
        username.filter(name -> byPassword && !name.isEmpty()),
        password.filter(secret -> byPassword),
        new RedisKeys(
            variables.text("REDIS_KEY_PREFIX", ""),
            variables.text("TRANSACTION_QUEUE_KEY", "TransactionQueue")));
  }

  /** Everything but the password. */
  @Override
  public String toString() {
    return "Redis at %s:%d, TLS %s, user %s, password %s, keys %s"
        .formatted(
            host,
            port,
            tls,
            username.orElse("default"),
            password.isPresent() ? "set" : "none",
            keys);
  }
}
