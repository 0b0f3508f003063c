package daybook.mongodb;

import com.mongodb.ConnectionString;
import daybook.core.settings.SecretText;
import daybook.core.settings.Variables;
import daybook.secrets.SecretsSettings;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where MongoDB is. The URI may hold a password, so neither {@link #toString()} nor any message
 * shows it.
 *
 * @param uri a connection string: one that is given has been checked, one in a secret is read and
 *     checked when it is needed
 * @param database name of the database
 * @param secrets where a URI lies that is not given
 */
public record MongoSettings(SecretText uri, String database, SecretsSettings secrets) {

  /** Name of the variable with the connection string. */
  public static final String MONGODB_URI = "MONGODB_URI";

  /** Name of the variable with the ARN of a secret that holds the connection string. */
  public static final String MONGODB_URI_SECRET_ARN = "MONGODB_URI_SECRET_ARN";

  /** Name of the variable with the database. */
  public static final String MONGODB_DATABASE = "MONGODB_DATABASE";

  static final String URI_DEFAULT = "mongodb://localhost:27017/";
  private static final String DATABASE_DEFAULT = "TransactionsDb";

  /** MongoDB takes names below 64 bytes. */
  private static final int DATABASE_BYTES_MAX = 63;

  /** What MongoDB allows on every operating system. */
  private static final Pattern DATABASE = Pattern.compile("[^/\\\\. \"$*<>:|?\\x00]+");

  private static final String PREFIX = "mongodb://";
  private static final String PREFIX_SRV = "mongodb+srv://";

  /** A server whose connection string is known. */
  public MongoSettings(String uri, String database) {
    this(new SecretText.Given(uri), database, SecretsSettings.AWS);
  }

  /**
   * Reads MONGODB_URI or MONGODB_URI_SECRET_ARN, MONGODB_DATABASE and
   * AWS_ENDPOINT_URL_SECRETS_MANAGER; problems are left with the variables.
   */
  public static MongoSettings from(Variables variables) {
    SecretText uri =
        variables
            .secret(MONGODB_URI, MONGODB_URI_SECRET_ARN)
            .orElse(new SecretText.Given(URI_DEFAULT));
    if (uri instanceof SecretText.Given given && !isConnectionString(given.text())) {
      variables.problem(
          MONGODB_URI
              + " is not a connection string (its value is not shown, it may hold a password):"
              + " expected mongodb://host:port/ or mongodb+srv://host/");
    }
    String database = variables.text(MONGODB_DATABASE, DATABASE_DEFAULT);
    if (!isDatabaseName(database)) {
      variables.problem(
          "%s is '%s': expected 1 to %d bytes without / \\ . blank \" $ * < > : | ?"
              .formatted(MONGODB_DATABASE, database, DATABASE_BYTES_MAX));
    }
    return new MongoSettings(uri, database, SecretsSettings.from(variables));
  }

  /** Whether the driver can read it. */
  static boolean isConnectionString(String uri) {
    try {
      ConnectionString parsed = parseWithoutDns(uri);
      return !uri.startsWith(PREFIX_SRV) || isSingleNameWithoutPort(parsed);
    } catch (IllegalArgumentException e) {
      return false; // its message may quote the password
    }
  }

  /**
   * Parses it, an SRV name in its plain form: the driver looks that up in DNS while it parses, and
   * whoever asks here does no I/O.
   *
   * @throws IllegalArgumentException if it is none; the message may quote the password
   */
  static ConnectionString parseWithoutDns(String uri) {
    return new ConnectionString(
        uri.startsWith(PREFIX_SRV) ? PREFIX + uri.substring(PREFIX_SRV.length()) : uri);
  }

  private static boolean isSingleNameWithoutPort(ConnectionString parsed) {
    return parsed.getHosts().size() == 1 && parsed.getHosts().get(0).indexOf(':') < 0;
  }

  private static boolean isDatabaseName(String name) {
    return DATABASE.matcher(name).matches()
        && name.getBytes(StandardCharsets.UTF_8).length <= DATABASE_BYTES_MAX;
  }

  @Override
  public String toString() {
    return "MongoSettings[database=" + database + "]";
  }
}
