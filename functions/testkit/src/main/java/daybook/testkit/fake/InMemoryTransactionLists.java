package daybook.testkit.fake;

import daybook.core.port.TransactionLists;
import daybook.core.record.Attempt;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Lists of what is in a MongoDB in memory. Safe for threads. */
public final class InMemoryTransactionLists implements TransactionLists {

  private static final Comparator<Place> BY_PLACE =
      Comparator.comparing(Place::timestamp).thenComparing(Place::key);

  private static final Comparator<TransactionRecord> BY_CHANGE =
      Comparator.comparing((TransactionRecord record) -> record.times().updated())
          .thenComparing(TransactionRecord::id);

  private final InMemoryMongoDb mongoDb;

  /** Of this one. */
  public InMemoryTransactionLists(InMemoryMongoDb mongoDb) {
    this.mongoDb = mongoDb;
  }

  @Override
  public List<TransactionRecord> ofUser(Part part) {
    return mongoDb.edit(
        state ->
            part(
                    state.records.values().stream(),
                    part,
                    TransactionRecord::content,
                    record -> record.id().value())
                .map(InMemoryTransactionLists::listed)
                .toList());
  }

  @Override
  public List<TransactionRecord> deletedOf(Part part) {
    return mongoDb.edit(
        state ->
            part(
                    state.records.values().stream().filter(TransactionRecord::isDeleted),
                    part,
                    TransactionRecord::said,
                    record -> record.id().value())
                .map(InMemoryTransactionLists::listed)
                .toList());
  }

  @Override
  public List<Attempt> attemptsOf(Part part) {
    return mongoDb.edit(
        state ->
            part(state.attempts.values().stream(), part, Attempt::content, Attempt::key).toList());
  }

  /** What is the user's and in the range, newest first. */
  private static <T> Stream<T> part(
      Stream<T> all,
      Part part,
      Function<T, Optional<TransactionContent>> content,
      Function<T, String> key) {
    Objects.checkIndex(part.limit() - 1, LIMIT_MAX);
    Function<T, Place> place =
        one -> new Place(content.apply(one).orElseThrow().timestamp(), key.apply(one));
    return all.filter(
            one ->
                content.apply(one).flatMap(TransactionContent::userId).stream()
                    .anyMatch(part.userId()::equals))
        .filter(one -> !place.apply(one).timestamp().isBefore(part.from()))
        .filter(one -> place.apply(one).timestamp().isBefore(part.before()))
        .filter(
            one ->
                part.behind()
                    .map(last -> BY_PLACE.compare(place.apply(one), last) < 0)
                    .orElse(true))
        .sorted(Comparator.comparing(place, BY_PLACE.reversed()))
        .limit(part.limit());
  }

  @Override
  public List<TransactionRecord> changed(Optional<Change> behind, Instant before, int limit) {
    Objects.checkIndex(limit - 1, LIMIT_MAX);
    return mongoDb.edit(
        state ->
            state.records.values().stream()
                // A shredded one has no such time any more.
                .filter(record -> record.times().shredded().isEmpty())
                .filter(record -> record.times().updated().isBefore(before))
                .filter(record -> behind.map(last -> isBehind(record, last)).orElse(true))
                .sorted(BY_CHANGE)
                .limit(limit)
                .map(InMemoryTransactionLists::listed)
                .toList());
  }

  private static boolean isBehind(TransactionRecord record, Change last) {
    int byTime = record.times().updated().compareTo(last.updated());
    return byTime > 0 || (byTime == 0 && record.id().compareTo(last.id()) > 0);
  }

  /** What lists have of a record. */
  private static TransactionRecord listed(TransactionRecord record) {
    return new TransactionRecord(
        record.id(),
        record.revision(),
        record.version(),
        record.said(),
        new TreeMap<>(),
        record.hash(),
        record.counting(),
        List.of(),
        record.times());
  }
}
