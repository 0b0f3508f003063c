package daybook.faults.boundary;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import redis.clients.jedis.RedisClient;

/**
 * Puts Redis back to a state that it was in before, at one boundary, without a word to the function
 * that is just talking with it; or the function dies with it.
 */
final class Rewind implements Attack {

  private final RedisClient redis;
  private final Predicate<Command> at;
  private final int to;
  private final Fate fate;
  private final HistoryWatch watch;
  private final Journal journal;
  private final List<RedisCopy> past;
  private final List<Integer> pastAt = new ArrayList<>();
  private final AtomicBoolean struck = new AtomicBoolean();

  /**
   * Not struck yet.
   *
   * @param at before which command it happens, the first of these
   * @param to which of the states that Redis has been in by then, from 0, the oldest
   * @param fate what becomes of the function then
   * @param past the states before the first command, the present one last
   */
  Rewind(
      RedisClient redis,
      Predicate<Command> at,
      int to,
      Fate fate,
      List<RedisCopy> past,
      HistoryWatch watch,
      Journal journal) {
    this.redis = redis;
    this.at = at;
    this.to = to;
    this.fate = fate;
    this.past = new ArrayList<>(past);
    this.watch = watch;
    this.journal = journal;
  }

  /** Whether the command came. */
  boolean hasStruck() {
    return struck.get();
  }

  /** For each command how many states other than the present one Redis had been in before it. */
  synchronized List<Integer> pastAt() {
    return List.copyOf(pastAt);
  }

  @Override
  public synchronized Fate before(Command command) {
    journal.note(command.toString());
    watch.look("before " + command);
    if (!struck.get()) {
      RedisCopy now = RedisCopy.of(redis);
      past.remove(now);
      pastAt.add(past.size());
      past.add(now);
      if (at.test(command) && to < past.size() - 1) {
        journal.note("Redis falls back to state " + to + " of " + past.size());
        past.get(to).restore(redis);
        struck.set(true);
        return fate;
      }
    }
    return Fate.LIVES;
  }

  @Override
  public Fate after(Command command) {
    return Fate.LIVES;
  }
}
