package daybook.testkit.fake;

import daybook.core.port.Attempts;
import daybook.core.record.Attempt;
import daybook.core.record.TransactionId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The attempts of a MongoDB in memory. Safe for threads. */
public final class InMemoryAttempts implements Attempts {

  private final InMemoryMongoDb mongoDb;

  /** Those of this one. */
  public InMemoryAttempts(InMemoryMongoDb mongoDb) {
    this.mongoDb = mongoDb;
  }

  @Override
  public Set<String> keep(List<Attempt> attempts) {
    Objects.checkIndex(attempts.size(), BULK_MAX + 1);
    Set<String> kept = new TreeSet<>();
    return mongoDb.edit(
        state -> {
          for (Attempt attempt : attempts) {
            if (state.attempts.putIfAbsent(attempt.key(), attempt) == null) {
              state.operations++;
              kept.add(attempt.key());
            }
          }
          return kept;
        });
  }

  @Override
  public Map<String, Attempt> kept(Collection<String> keys) {
    Objects.checkIndex(keys.size(), BULK_MAX + 1);
    return mongoDb.edit(
        state -> {
          Map<String, Attempt> found = new TreeMap<>(state.attempts);
          found.keySet().retainAll(keys);
          return found;
        });
  }

  @Override
  public Optional<Attempt> newest(TransactionId id) {
    return mongoDb.edit(
        state ->
            state.attempts.values().stream()
                .filter(attempt -> attempt.id().equals(id))
                .max(Comparator.comparing(Attempt::at).thenComparing(Attempt::key)));
  }
}
