package daybook.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.core.settings.SecretText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/** The users of a deployed Redis, with the rights that the resources of their names say. */
enum Acl {
  /** Of the functions that move money. */
  APPLICATION,

  /** Of the one that reads. */
  API;

  static final String PASSWORD = "hush";

  private String user() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The rights, as a server and CloudFormation take them. */
  String rights() {
    try (InputStream in = Acl.class.getResourceAsStream(user() + ".acl")) {
      return new String(in.readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line of configuration. */
  String line() {
    return "user %s >%s %s".formatted(user(), PASSWORD, rights());
  }

  /** Signs in as this user. */
  RedisAuth auth() {
    return new RedisAuth.Password(Optional.of(user()), new SecretText.Given(PASSWORD));
  }
}
