package daybook.testkit.fake;

import daybook.core.port.PersonalTexts;
import daybook.core.record.TransactionRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Finds texts in the records of a MongoDB in memory. Safe for threads. */
public final class InMemoryPersonalTexts implements PersonalTexts {

  private final InMemoryMongoDb mongoDb;

  /** In those of this one. */
  public InMemoryPersonalTexts(InMemoryMongoDb mongoDb) {
    this.mongoDb = mongoDb;
  }

  @Override
  public List<TransactionRecord> of(String userId, int limit) {
    Objects.checkIndex(limit - 1, LIMIT_MAX);
    return mongoDb.edit(
        state ->
            state.records.values().stream()
                .filter(record -> !record.texts().isEmpty())
                .filter(
                    record ->
                        record.content().flatMap(content -> content.userId()).stream()
                            .anyMatch(userId::equals))
                .sorted(
                    Comparator.comparing(
                            (TransactionRecord record) ->
                                record.content().orElseThrow().timestamp())
                        .thenComparing(TransactionRecord::id))
                .limit(limit)
                .toList());
  }
}
