package daybook.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import redis.clients.jedis.Jedis;

/**
 * A reference that works as pipelines of queues do at their plainest: one client pushes each row on
 * a list of Redis, another takes each by a blocking pop and adds its amount by a {@code
 * HINCRBYFLOAT}, three round trips a row. It survives nothing and counts rows twice where anything
 * is delivered twice.
 */
final class RowByRow {

  private static final String QUEUE = "rows";
  private static final String TOTALS = "totals:";

  /** Longest wait for one row. */
  private static final int POP_SECONDS_MAX = 30;

  /** All of it. */
  private static final int MINUTES_MAX = 10;

  private final String host;
  private final int port;

  RowByRow(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * What it has found.
   *
   * @param sums the sums
   * @param rows rows
   * @param seconds from before the first push to after the last addition
   */
  record Result(Sums sums, long rows, double seconds) {}

  /** Adds up the first rows of a file in an empty Redis, and empties it again. */
  Result run(Path file, long rowsMax) throws IOException, BenchException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Jedis redis = new Jedis(host, port)) {
      redis.flushAll();
      long rows = Math.min(rowsMax, countRows(file, rowsMax));
      long beganNs = System.nanoTime();
      Future<?> pushed = threads.submit(() -> push(file, rows));
      Future<?> added = threads.submit(() -> add(rows));
      pushed.get(MINUTES_MAX, TimeUnit.MINUTES);
      added.get(MINUTES_MAX, TimeUnit.MINUTES);
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      Sums sums = sums(redis);
      redis.flushAll();
      return new Result(sums, rows, seconds);
    } catch (ExecutionException e) {
      throw new BenchException("row by row: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new BenchException("row by row: not done within %d min".formatted(MINUTES_MAX), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long countRows(Path file, long rowsMax) throws IOException {
    try (BufferedReader lines = open(file)) {
      return lines.lines().limit(rowsMax).count();
    }
  }

  /** At the first row. */
  private static BufferedReader open(Path file) throws IOException {
    BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
    lines.readLine();
    return lines;
  }

  private Void push(Path file, long rows) throws IOException {
    try (Jedis redis = new Jedis(host, port);
        BufferedReader lines = open(file)) {
      lines.lines().limit(rows).forEach(row -> redis.lpush(QUEUE, row));
    }
    return null;
  }

  private Void add(long rows) {
    try (Jedis redis = new Jedis(host, port, (POP_SECONDS_MAX + 5) * 1000)) {
      for (long row = 0; row < rows; row++) {
        var popped = redis.brpop(POP_SECONDS_MAX, QUEUE);
        if (popped == null) {
          throw new IllegalStateException("no row came within " + POP_SECONDS_MAX + " s");
        }
        String[] fields = popped.get(1).split(",", -1);
        String day = fields[0].substring(0, 10);
        redis.hincrByFloat(
            TOTALS + day + ":" + fields[1] + "s", fields[2], Double.parseDouble(fields[3]));
      }
    }
    return null;
  }

  private static Sums sums(Jedis redis) {
    SortedMap<String, Long> sums = new TreeMap<>();
    for (String key : redis.keys(TOTALS + "*")) {
      String[] names = key.substring(TOTALS.length()).split(":", -1);
      redis
          .hgetAll(key)
          .forEach(
              (method, total) ->
                  sums.put(Sums.name(names[0], names[1], method), roundedCents(total)));
    }
    return new Sums(sums);
  }

  /** Its totals are binary fractions, such as {@code 190856.71999999999994202}. */
  private static long roundedCents(String total) {
    return Sums.cents(new BigDecimal(total).setScale(2, RoundingMode.HALF_EVEN));
  }
}
