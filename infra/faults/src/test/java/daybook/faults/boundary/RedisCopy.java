package daybook.faults.boundary;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.RedisClient;

/**
 * Everything that Redis holds at one moment.
 *
 * @param values key to value as Redis writes it out, a character for each byte
 */
record RedisCopy(Map<String, String> values) {

  /** The state of a Redis that was wiped. */
  static final RedisCopy EMPTY = new RedisCopy(Map.of());

  /** Takes one. Nothing may change while it does. */
  static RedisCopy of(RedisClient redis) {
    Map<String, String> values = new TreeMap<>();
    for (String key : redis.keys("*")) {
      values.put(key, new String(redis.dump(key), ISO_8859_1));
    }
    return new RedisCopy(values);
  }

  /** Puts Redis back to it. */
  void restore(RedisClient redis) {
    redis.flushAll();
    values.forEach((key, value) -> redis.restore(key, 0, value.getBytes(ISO_8859_1)));
  }
}
