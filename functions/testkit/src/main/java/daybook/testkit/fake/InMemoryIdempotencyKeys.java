package daybook.testkit.fake;

import daybook.core.port.IdempotencyKeys;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The keys of requests of a MongoDB in memory. Safe for threads. */
public final class InMemoryIdempotencyKeys implements IdempotencyKeys {

  private final InMemoryMongoDb mongoDb;

  /** Those of this one. */
  public InMemoryIdempotencyKeys(InMemoryMongoDb mongoDb) {
    this.mongoDb = mongoDb;
  }

  @Override
  public Use begin(Use mine) {
    return mongoDb.edit(
        state -> {
          Use first = state.keys.putIfAbsent(mine.key(), mine);
          if (first == null) {
            state.operations++;
          }
          return first == null ? mine : first;
        });
  }

  @Override
  public boolean replace(Use read, Use next) {
    return mongoDb.edit(
        state -> {
          boolean isSame = read.equals(state.keys.get(read.key()));
          if (isSame) {
            state.keys.put(read.key(), next);
            state.operations++;
          }
          return isSame;
        });
  }

  @Override
  public int forget(Instant olderThan, int limit) {
    Objects.checkIndex(limit - 1, FORGET_MAX);
    Instant bound = olderThan.truncatedTo(ChronoUnit.MILLIS);
    return mongoDb.edit(
        state -> {
          List<Use> old =
              state.keys.values().stream()
                  .filter(use -> use.at().isBefore(bound))
                  .sorted(Comparator.comparing(Use::at).thenComparing(Use::key))
                  .limit(limit)
                  .toList();
          old.forEach(use -> state.keys.remove(use.key()));
          state.operations += old.size();
          return old.size();
        });
  }
}
