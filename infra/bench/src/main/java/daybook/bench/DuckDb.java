package daybook.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * DuckDB on the local file, on all processors: its CSV reader with the types given, so that it
 * looks for none, and one exact sum by day, type and method. What a fast program makes of a file
 * that it need not receive, queue, survive with, or count only once.
 */
final class DuckDb {

  private static final String URL = "jdbc:duckdb:";

  /** Longest query, in seconds. */
  private static final int SECONDS_MAX = 600;

  private static final String QUERY =
      """
      SELECT CAST("timestamp" AS DATE) AS "day", "type", payment_method,
             sum(amount) AS total, count(*) AS "rows"
      FROM read_csv('%s', header = true, delim = ',', auto_detect = false, columns = {
        'timestamp': 'TIMESTAMP', 'type': 'VARCHAR', 'payment_method': 'VARCHAR',
        'amount': 'DECIMAL(15,2)', 'sleep_ms': 'VARCHAR'})
      GROUP BY ALL
      """;

  private DuckDb() {}

  /**
   * What it has found.
   *
   * @param sums the sums
   * @param rows rows
   * @param seconds time of the query with all of its answer, without the start of the library
   */
  record Result(Sums sums, long rows, double seconds) {}

  /** Whether its library is on the class path: profile {@code bench} of the build. */
  static boolean isAvailable() {
    return DriverManager.drivers().anyMatch(driver -> accepts(driver));
  }

  private static boolean accepts(java.sql.Driver driver) {
    try {
      return driver.acceptsURL(URL);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Adds up a file. */
  static Result run(Path file) throws BenchException {
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(SECONDS_MAX);
      SortedMap<String, Long> sums = new TreeMap<>();
      long rows = 0;
      long beganNs = System.nanoTime();
      try (ResultSet found =
          statement.executeQuery(QUERY.formatted(file.toString().replace("'", "''")))) {
        while (found.next()) {
          String day = found.getString("day");
          String group = found.getString("type") + "s";
          sums.put(
              Sums.name(day, group, found.getString("payment_method")),
              Sums.cents(found.getBigDecimal("total")));
          rows += found.getLong("rows");
        }
      }
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      return new Result(new Sums(sums), rows, seconds);
    } catch (SQLException e) {
      throw new BenchException("DuckDB: " + e.getMessage(), e);
    }
  }

  /** Its version. */
  static String version() throws BenchException {
    try (Connection connection = DriverManager.getConnection(URL)) {
      return connection.getMetaData().getDatabaseProductVersion();
    } catch (SQLException e) {
      throw new BenchException("DuckDB: " + e.getMessage(), e);
    }
  }
}
