package daybook.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.Jedis;

/**
 * What a Redis has taken in, given out and held.
 *
 * @param inputBytes from all clients since its start
 * @param outputBytes to all clients since its start
 * @param scripts calls of scripts since its start: the steps of the protocol, each a round trip
 * @param peakBytes memory at its peak
 */
record RedisTraffic(long inputBytes, long outputBytes, long scripts, long peakBytes) {

  private static final Pattern SCRIPT_CALLS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");

  /** Asks a server. */
  static RedisTraffic of(Jedis redis) {
    Map<String, String> info = new HashMap<>();
    for (String section : new String[] {"stats", "memory"}) {
      redis
          .info(section)
          .lines()
          .filter(line -> line.contains(":"))
          .forEach(
              line -> {
                int colon = line.indexOf(':');
                info.put(line.substring(0, colon), line.substring(colon + 1).strip());
              });
    }
    return new RedisTraffic(
        number(info, "total_net_input_bytes"),
        number(info, "total_net_output_bytes"),
        calls(redis),
        number(info, "used_memory_peak"));
  }

  private static long calls(Jedis redis) {
    Matcher calls = SCRIPT_CALLS.matcher(redis.info("commandstats"));
    return calls.results().mapToLong(call -> Long.parseLong(call.group(1))).sum();
  }

  private static long number(Map<String, String> info, String name) {
    String value = info.get(name);
    if (value == null) {
      throw new IllegalStateException("INFO of Redis has no " + name);
    }
    return Long.parseLong(value);
  }

  /** What came since an earlier look; the peak is that of now. */
  RedisTraffic since(RedisTraffic earlier) {
    return new RedisTraffic(
        inputBytes - earlier.inputBytes,
        outputBytes - earlier.outputBytes,
        scripts - earlier.scripts,
        peakBytes);
  }
}
