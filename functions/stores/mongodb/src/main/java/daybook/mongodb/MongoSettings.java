package daybook.mongodb;

import com.mongodb.ConnectionString;
import daybook.core.settings.Variables;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where MongoDB is. The URI may hold a password, so neither {@link #toString()} nor any message
 * shows it.
 *
 * @param uri a connection string that has been checked; may hold a secret
 * @param database name of the database
 */
public record MongoSettings(String uri, String database) {

  /** Name of the variable with the connection string. */
  public static final String MONGODB_URI = "MONGODB_URI";

  /** Name of the variable with the database. */
  public static final String MONGODB_DATABASE = "MONGODB_DATABASE";

  private static final String URI_DEFAULT = "mongodb://localhost:27017/";
  private static final String DATABASE_DEFAULT = "TransactionsDb";

  /** MongoDB takes names below 64 bytes. */
  private static final int DATABASE_BYTES_MAX = 63;

  /** What MongoDB allows on every operating system. */
  private static final Pattern DATABASE = Pattern.compile("[^/\\\\. \"$*<>:|?\\x00]+");

  private static final String PREFIX = "mongodb://";
  private static final String PREFIX_SRV = "mongodb+srv://";

  /** Reads both variables; problems are left with the variables. */
  public static MongoSettings from(Variables variables) {
    if (variables.secret("MONGODB_URI_SECRET_ARN").isPresent()) {
      variables.problem("MONGODB_URI_SECRET_ARN is set: not supported yet, expected MONGODB_URI");
    }
    String uri = variables.secret(MONGODB_URI).orElse(URI_DEFAULT);
    if (!isConnectionString(uri)) {
      variables.problem(
          MONGODB_URI
              + " is no connection string (its value is not shown, it may hold a password):"
              + " expected mongodb://host:port/ or mongodb+srv://host/");
    }
    String database = variables.text(MONGODB_DATABASE, DATABASE_DEFAULT);
    if (!isDatabaseName(database)) {
      variables.problem(
          "%s is '%s': expected 1 to %d bytes without / \\ . blank \" $ * < > : | ?"
              .formatted(MONGODB_DATABASE, database, DATABASE_BYTES_MAX));
    }
    return new MongoSettings(uri, database);
  }

  /**
   * Whether the driver can read it. An SRV name is checked in its plain form, because the driver
   * looks it up in DNS while it parses, and settings do no I/O.
   */
  private static boolean isConnectionString(String uri) {
    boolean srv = uri.startsWith(PREFIX_SRV);
    try {
      ConnectionString parsed =
          new ConnectionString(srv ? PREFIX + uri.substring(PREFIX_SRV.length()) : uri);
      return !srv || isSingleNameWithoutPort(parsed);
    } catch (IllegalArgumentException e) {
      return false; // its message may quote the password
    }
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
