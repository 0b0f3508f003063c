package daybook.bench;

import java.nio.charset.StandardCharsets;
import redis.clients.jedis.Jedis;

/**
 * What Redis itself needs for the traffic of an import: as many bytes in as many round trips,
 * pushed on a list and popped from it, over one connection.
 */
final class RedisAlone {

  private static final byte[] QUEUE = "batches".getBytes(StandardCharsets.US_ASCII);

  private final String host;
  private final int port;
  private final ProcessHandle server;

  RedisAlone(String host, int port, ProcessHandle server) {
    this.host = host;
    this.port = port;
    this.server = server;
  }

  /**
   * What it took.
   *
   * @param seconds time
   * @param cpuSeconds processor time of the server; its clock has ticks of 10 ms
   */
  record Result(double seconds, double cpuSeconds) {}

  /** Sends the bytes of an import's traffic in, and gets them out again. */
  Result run(RedisTraffic traffic) {
    long pairs = Math.max(1, traffic.scripts() / 2);
    byte[] element = new byte[Math.toIntExact(traffic.inputBytes() / pairs)];
    try (Jedis redis = new Jedis(host, port)) {
      double cpuBefore = cpuSeconds();
      long beganNs = System.nanoTime();
      for (long pair = 0; pair < pairs; pair++) {
        redis.lpush(QUEUE, element);
        redis.rpop(QUEUE);
      }
      return new Result((System.nanoTime() - beganNs) / 1e9, cpuSeconds() - cpuBefore);
    }
  }

  private double cpuSeconds() {
    return server.info().totalCpuDuration().map(time -> time.toNanos() / 1e9).orElse(0.0);
  }
}
