package daybook.redis;

import daybook.core.port.EvictingStoreException;
import daybook.core.port.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Builder;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/** What a Redis says of itself, for whoever looks after it. Changes nothing. */
public final class RedisInspection {

  private static final int MICROS_A_MILLI = 1_000;
  private static final long MILLIS_A_SECOND = 1_000;

  private final RedisConnection connection;

  /** Asks over this connection, which stays its owner's. */
  public RedisInspection(RedisConnection connection) {
    this.connection = connection;
  }

  /**
   * What was found. What it hides from us is empty.
   *
   * @param version such as {@code 7.0.15}
   * @param policy its {@code maxmemory-policy}
   * @param usedBytes memory that counts against its limit
   * @param maxBytes that limit, 0 for none
   * @param scarce whether the queue may not grow for want of memory
   * @param time what its clock says
   * @param queuedBatches batches that wait
   */
  public record Found(
      Optional<String> version,
      Optional<String> policy,
      long usedBytes,
      long maxBytes,
      boolean scarce,
      Optional<Instant> time,
      long queuedBatches) {}

  /**
   * Asks.
   *
   * @throws EvictingStoreException if it may evict totals or batches
   * @throws StoreException if it does not answer
   */
  public Found look() {
    String queue = connection.keys().queue();
    return connection.ask(
        "look at it",
        redis -> {
          RedisMemory memory = RedisMemory.parse(info(redis, queue, "memory").orElse(""));
          Optional<String> version =
              info(redis, queue, "server")
                  .flatMap(
                      text ->
                          text.lines()
                              .filter(line -> line.startsWith("redis_version:"))
                              .map(line -> line.substring(line.indexOf(':') + 1).strip())
                              .findFirst());
          return new Found(
              version,
              memory.policy(),
              memory.usedBytes(),
              memory.maxBytes(),
              memory.isScarce(),
              time(redis, queue),
              redis.llen(queue));
        });
  }

  /** A command that has no key, and goes to the node of this one. */
  private static final class AtKey extends CommandArguments {
    AtKey(Protocol.Command command, String key) {
      super(command);
      addHashSlotKeys(key);
    }
  }

  private static Optional<String> info(UnifiedJedis redis, String key, String section) {
    CommandArguments info = new AtKey(Protocol.Command.INFO, key).add(section);
    return unlessHidden(redis, info, BuilderFactory.STRING);
  }

  private static Optional<Instant> time(UnifiedJedis redis, String key) {
    return unlessHidden(redis, new AtKey(Protocol.Command.TIME, key), BuilderFactory.STRING_LIST)
        .map(RedisInspection::instant);
  }

  private static Instant instant(List<String> secondsAndMicros) {
    return Instant.ofEpochMilli(
        Long.parseLong(secondsAndMicros.get(0)) * MILLIS_A_SECOND
            + Long.parseLong(secondsAndMicros.get(1)) / MICROS_A_MILLI);
  }

  /** A managed server may rename a command, and our user may lack the right to it. */
  private static <T> Optional<T> unlessHidden(
      UnifiedJedis redis, CommandArguments command, Builder<T> as) {
    try {
      return Optional.ofNullable(redis.executeCommand(new CommandObject<>(command, as)));
    } catch (JedisDataException e) {
      if (MemoryGuard.isHidden(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
