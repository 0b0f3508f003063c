package daybook.redis;

import daybook.core.port.EventLog;
import daybook.core.port.EvictingStoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Looks at how a Redis treats its memory before anything is asked of it: at first use and then
 * again and again, because a policy can be changed at any time. Safe for use by several threads.
 */
final class MemoryGuard {

  /**
   * A good finding is believed so long. It costs one INFO in so much time; so long may a policy
   * that was changed for the worse go unnoticed. A bad policy is looked at again every time, scarce
   * memory every time that somebody asks for it.
   */
  static final Duration BELIEVED = Duration.ofSeconds(5);

  private final EventLog log;
  private final LongSupplier nanoTime;
  private @Nullable RedisMemory found;
  private long foundNanos;
  private boolean hiddenReported;

  /**
   * Will look when it is asked.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  MemoryGuard(EventLog log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  /**
   * What is known, at most {@link #BELIEVED} old.
   *
   * @param key one of ours: in a cluster its node is looked at
   * @param what is about to be asked, for the exception
   * @throws EvictingStoreException if totals or batches may be evicted
   */
  synchronized RedisMemory require(UnifiedJedis redis, String key, String what) {
    RedisMemory memory = found;
    if (memory == null || nanoTime.getAsLong() - foundNanos >= BELIEVED.toNanos()) {
      memory = look(redis, key);
      reportIfHidden(memory);
      found = memory.mayEvict() ? null : memory;
      foundNanos = nanoTime.getAsLong();
    }
    if (memory.mayEvict()) {
      throw new EvictingStoreException(what, memory.policy().orElseThrow());
    }
    return memory;
  }

  /**
   * Whether memory is scarce, at most {@link #BELIEVED} ago; or now, where it was.
   *
   * @param key one of ours: in a cluster its node is looked at
   * @param what is about to be asked, for the exception
   * @throws EvictingStoreException if totals or batches may be evicted
   */
  synchronized boolean isScarce(UnifiedJedis redis, String key, String what) {
    if (found != null && found.isScarce()) {
      // Importers wait for the moment when it is over.
      found = null;
    }
    return require(redis, key, what).isScarce();
  }

  private static RedisMemory look(UnifiedJedis redis, String key) {
    try {
      return RedisMemory.parse(info(redis, key));
    } catch (JedisDataException e) {
      if (isHidden(e)) {
        return new RedisMemory(Optional.empty(), 0, 0);
      }
      throw e;
    }
  }

  private static String info(UnifiedJedis redis, String key) {
    return redis.executeCommand(new CommandObject<>(new Info(key), BuilderFactory.STRING));
  }

  /** INFO memory: has no key, and goes to the node of this one. */
  private static final class Info extends CommandArguments {
    Info(String key) {
      super(Protocol.Command.INFO);
      add("memory");
      addHashSlotKeys(key);
    }
  }

  /** Whether the command is renamed or not permitted; any other error may be over in a moment. */
  static boolean isHidden(JedisDataException e) {
    String error = String.valueOf(e.getMessage());
    return error.startsWith("NOPERM ") || error.startsWith("ERR unknown command");
  }

  /** Once, for nobody can do anything about it but know. */
  private void reportIfHidden(RedisMemory memory) {
    if (memory.policy().isEmpty() && !hiddenReported) {
      hiddenReported = true;
      log.log(
          EventLog.Level.WARN,
          "redis_policy_unknown",
          Map.of("meaning", "INFO hides maxmemory_policy: make sure that it is not allkeys-*"));
    }
  }
}
