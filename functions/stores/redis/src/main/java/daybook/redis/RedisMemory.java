package daybook.redis;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code INFO memory} says: the only place where a server that does not allow CONFIG, such as
 * ElastiCache, says how it treats a full memory.
 *
 * @param policy {@code maxmemory_policy}; empty where the server hides it
 * @param usedBytes what counts against the limit; 0 where the server hides it
 * @param maxBytes the limit; 0 for none, or where the server hides it
 */
record RedisMemory(Optional<String> policy, long usedBytes, long maxBytes) {

  /**
   * Above this part of its memory, in percent, a Redis that never evicts takes batches into an
   * empty queue only. The rest is for what the other steps write and for what others keep there: 10
   * % of 1 GB is more than the whole queue. Less would make imports wait without need.
   */
  static final int USED_PERCENT_MAX = 90;

  /** What a server says that never evicts anything. */
  private static final String NEVER = "noeviction";

  /** What every policy begins with that evicts keys whether or not they have a time to live. */
  private static final String ALL_KEYS = "allkeys-";

  /** Reads the answer to {@code INFO memory}. */
  static RedisMemory parse(String info) {
    Map<String, String> fields = new TreeMap<>();
    for (String line : info.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    long used = bytes(fields, "used_memory") - bytes(fields, "mem_not_counted_for_evict");
    return new RedisMemory(
        Optional.ofNullable(fields.get("maxmemory_policy")),
        Math.max(0, used),
        bytes(fields, "maxmemory"));
  }

  private static long bytes(Map<String, String> fields, String name) {
    String text = fields.getOrDefault(name, "0");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  /** Whether keys without a time to live may disappear, as soon as there is a limit. */
  boolean mayEvict() {
    return policy.filter(name -> name.startsWith(ALL_KEYS)).isPresent();
  }

  /**
   * Whether memory is so scarce that the queue must not grow. Not where keys with a time to live
   * are evicted: such a Redis is as good as full all the time and makes room when it must.
   */
  boolean isScarce() {
    return maxBytes > 0
        && policy.filter(NEVER::equals).isPresent()
        && usedBytes > maxBytes / 100 * USED_PERCENT_MAX;
  }
}
