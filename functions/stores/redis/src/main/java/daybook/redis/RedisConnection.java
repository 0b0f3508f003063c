package daybook.redis;

import daybook.core.port.Bounded;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.FullStoreException;
import daybook.core.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A few connections to one Redis, opened when they are first needed. A connection is tried before
 * each step, so one that died while the function was frozen is replaced. A step itself is never
 * repeated here: whoever asked for it does not know whether it happened, and looks. A Redis that
 * may evict totals or batches is asked for nothing. Safe for use by several threads.
 *
 * <p>All connections are left behind together, never one that a step is using: when one of them
 * failed, when the server says that it is the wrong one, and when they are old.
 */
public final class RedisConnection implements AutoCloseable, Bounded {

  /** Time to wait for an answer: the largest settle takes a second. */
  static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

  /** One step with everything that it may wait for, a secret and a new connection included. */
  public static final Duration STEP_TIME_MAX = Duration.ofSeconds(8);

  /** What is left of an invocation for its answer, when a step takes all the time it may. */
  public static final Duration ANSWER_TIME = Duration.ofSeconds(1);

  /**
   * When connections are replaced. ElastiCache cuts those that signed in by IAM twelve hours ago;
   * and one that signed in with a password since changed should not live for ever.
   */
  static final Duration AGE_MAX = Duration.ofHours(8);

  private final RedisClients clients;
  private final MemoryGuard guard;
  private final InstantSource clock;
  private final BoundedCalls calls = new BoundedCalls();
  private volatile Deadline deadline = () -> Long.MAX_VALUE;
  private final Object opening = new Object();
  private @Nullable Opened current;
  private long left;

  /** Will connect to this Redis, and report nothing unusual. */
  public RedisConnection(RedisSettings settings) {
    this(settings, (level, event, facts) -> {});
  }

  public RedisConnection(RedisSettings settings, EventLog log) {
    this(settings, READ_TIMEOUT, new MemoryGuard(log, System::nanoTime));
  }

  /** The same with another time to wait for an answer and another look at the memory. */
  RedisConnection(RedisSettings settings, Duration readTimeout, MemoryGuard guard) {
    this(
        new RedisClients(
            settings,
            SignIn.of(settings, InstantSource.system()),
            SslOptions.defaults(),
            readTimeout),
        guard,
        InstantSource.system());
  }

  /**
   * The same with other clients.
   *
   * @param clock the time of day: a monotonic clock may stand still while a function is frozen
   */
  RedisConnection(RedisClients clients, MemoryGuard guard, InstantSource clock) {
    this.clients = clients;
    this.guard = guard;
    this.clock = clock;
  }

  /** A client, and how many steps are using it. */
  private static final class Opened {
    final UnifiedJedis client;
    final Instant since;
    int users;

    Opened(UnifiedJedis client, Instant since) {
      this.client = client;
      this.since = since;
    }
  }

  /** The names of its keys. */
  RedisKeys keys() {
    return clients.settings().keys();
  }

  /** What kind of server it is. */
  RedisMode mode() {
    return clients.settings().mode();
  }

  /**
   * From now on no step takes longer than this invocation allows: it fails {@link #ANSWER_TIME}
   * before the end, so that there is always an answer.
   */
  @Override
  public void until(Deadline end) {
    deadline = end;
  }

  /**
   * Asks for something.
   *
   * @param what names it in the exception
   * @throws StoreException if Redis refuses it or does not answer in time
   * @throws FullStoreException if it has no memory for it; nothing was changed
   * @throws daybook.core.port.EvictingStoreException if it may evict totals or batches; nothing was
   *     asked
   */
  <T> T ask(String what, Function<UnifiedJedis, T> question) {
    return askRepeatedly(what, redis -> question.apply(redis.get()));
  }

  /**
   * The same for a question of several commands.
   *
   * @param question gets the client before each command, and none when its time is over: what was
   *     given up sends nothing more
   * @throws StoreException as {@link #ask}
   */
  <T> T askRepeatedly(String what, Function<Supplier<UnifiedJedis>, T> question) {
    return guarded(
        what,
        redis -> {
          guard.require(redis.get(), keys().queue(), what);
          return question.apply(redis);
        });
  }

  /**
   * Whether its memory is so scarce that the queue must not grow.
   *
   * @param what names what is about to be asked in the exception
   * @throws StoreException as {@link #ask}
   */
  boolean isMemoryScarce(String what) {
    return guarded(what, redis -> guard.isScarce(redis.get(), keys().queue(), what));
  }

  private <T> T guarded(String what, Function<Supplier<UnifiedJedis>, T> question) {
    Duration limit = limit();
    if (limit.isNegative() || limit.isZero()) {
      throw new StoreException("Redis", what, "no time left");
    }
    try {
      return calls.call(awaited -> answer(what, question, awaited), limit);
    } catch (TimeoutException e) {
      leave();
      throw new StoreException("Redis", what, "no answer within " + limit.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("Redis", what, "interrupted", e);
    } catch (RejectedExecutionException e) {
      throw new StoreException("Redis", what, "too many steps without an answer", e);
    }
  }

  private Duration limit() {
    Duration left = Duration.ofMillis(deadline.remainingMs()).minus(ANSWER_TIME);
    return left.compareTo(STEP_TIME_MAX) < 0 ? left : STEP_TIME_MAX;
  }

  private <T> T answer(
      String what, Function<Supplier<UnifiedJedis>, T> question, BoundedCalls.Awaited awaited) {
    try {
      Opened opened = enter();
      try {
        return question.apply(
            () -> {
              awaited.require();
              return opened.client;
            });
      } finally {
        exit(opened);
      }
    } catch (JedisException e) {
      RedisFailure failure = RedisFailure.of(e);
      if (failure.isRefusal()) {
        clients.signIn().ifPresent(SignIn::forget);
      }
      if (failure.isOfConnection()) {
        leave();
      }
      throw failure.toException(what);
    }
  }

  private Opened enter() {
    Opened there = use();
    if (there != null) {
      return there;
    }
    synchronized (opening) {
      there = use();
      return there != null ? there : open();
    }
  }

  private synchronized @Nullable Opened use() {
    if (current != null && isOld(current, clock.instant())) {
      leave();
    }
    if (current != null) {
      current.users++;
    }
    return current;
  }

  /** Not while holding the lock: nobody who leaves or closes waits for a server. */
  private Opened open() {
    long leftBefore = left();
    Opened opened = new Opened(clients.open(), clock.instant());
    synchronized (this) {
      opened.users++;
      // What was left or closed meanwhile is for this step only.
      current = leftBefore == left ? opened : current;
    }
    return opened;
  }

  private synchronized long left() {
    return left;
  }

  /** From the future is old too: the clock was set back. */
  private static boolean isOld(Opened opened, Instant now) {
    return now.isBefore(opened.since) || !now.isBefore(opened.since.plus(AGE_MAX));
  }

  /** Lets the next step open new connections; these are closed when no step uses them. */
  private synchronized void leave() {
    left++;
    Opened old = current;
    current = null;
    if (old != null && old.users == 0) {
      old.client.close();
    }
  }

  private synchronized void exit(Opened opened) {
    opened.users--;
    if (opened != current && opened.users == 0) {
      opened.client.close();
    }
  }

  /** Closes the connections and forgets what they signed in with; a further step opens new ones. */
  @Override
  public void close() {
    leave();
    clients.signIn().ifPresent(SignIn::forget);
    calls.rest();
  }
}
