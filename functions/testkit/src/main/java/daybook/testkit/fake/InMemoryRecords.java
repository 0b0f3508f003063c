package daybook.testkit.fake;

import daybook.core.port.ImportPins;
import daybook.core.port.RecordSwitch;
import daybook.core.port.Records;
import daybook.core.protocol.ImportId;
import daybook.core.record.Claim;
import daybook.core.record.Counting;
import daybook.core.record.ImportPin;
import daybook.core.record.PendingState;
import daybook.core.record.SwitchHistory;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The documents of transactions, the pins of imports and the switch in an {@link InMemoryMongoDb},
 * whose state has them: what happens to the one happens to the other. Every method is one atomic
 * step. Safe for use by several threads.
 */
public final class InMemoryRecords implements Records, ImportPins, RecordSwitch {

  private static final Comparator<TransactionRecord> BY_PLACE =
      Comparator.comparing((TransactionRecord record) -> record.counting().since())
          .thenComparing(TransactionRecord::id);

  private static final Comparator<TransactionRecord> BY_UPDATED =
      Comparator.comparing((TransactionRecord record) -> record.times().updated())
          .thenComparing(TransactionRecord::id);

  private final InMemoryMongoDb mongoDb;

  /** Those of this one. */
  public InMemoryRecords(InMemoryMongoDb mongoDb) {
    this.mongoDb = mongoDb;
  }

  // ---- records

  @Override
  public Set<TransactionId> insert(List<TransactionRecord> records) {
    requireBulk(records);
    Set<TransactionId> made = new TreeSet<>();
    return mongoDb.edit(
        state -> {
          for (TransactionRecord record : records) {
            if (state.records.putIfAbsent(record.id(), record) == null) {
              state.operations++;
              made.add(record.id());
            }
          }
          return made;
        });
  }

  @Override
  public Map<TransactionId, TransactionRecord> find(Collection<TransactionId> ids) {
    requireBulk(ids);
    return mongoDb.edit(
        state -> {
          Map<TransactionId, TransactionRecord> found = new LinkedHashMap<>();
          for (TransactionId id : ids) {
            Optional.ofNullable(state.records.get(id)).ifPresent(record -> found.put(id, record));
          }
          return found;
        });
  }

  @Override
  public boolean claim(List<LineClaim> claims, Instant now) {
    requireBulk(claims);
    return mongoDb.edit(
        state ->
            claims.stream()
                    .filter(
                        claim ->
                            change(
                                state,
                                claim.id(),
                                record ->
                                    Optional.of(record.counting())
                                        .filter(counting -> counting.isOpenTo(claim.line()))
                                        .map(open -> claimed(open, claim, now))
                                        .map(record::with)))
                    .count()
                == claims.size());
  }

  private static Counting claimed(Counting open, LineClaim claim, Instant now) {
    return open.claimedBy(claim.line(), claim.origin(), now);
  }

  @Override
  public int replace(List<TransactionRecord> changed) {
    requireBulk(changed);
    return mongoDb.edit(
        state ->
            Math.toIntExact(
                changed.stream()
                    .filter(
                        next ->
                            change(
                                state,
                                next.id(),
                                record ->
                                    record.revision() == next.revision() - 1
                                        ? Optional.of(next)
                                        : Optional.empty()))
                    .count()));
  }

  /** Whether there is a record that the step applies to; then it has been done. */
  private static boolean change(
      MongoState state,
      TransactionId id,
      Function<TransactionRecord, Optional<TransactionRecord>> step) {
    Optional<TransactionRecord> next = Optional.ofNullable(state.records.get(id)).flatMap(step);
    next.ifPresent(
        record -> {
          state.records.put(id, record);
          state.operations++;
        });
    return next.isPresent();
  }

  @Override
  public List<TransactionRecord> pending(PendingState wanted, Optional<Place> behind, int limit) {
    Objects.checkIndex(limit - 1, BULK_MAX);
    return mongoDb.edit(
        state ->
            state.records.values().stream()
                .filter(record -> record.counting().pending().filter(wanted::equals).isPresent())
                .filter(record -> behind.map(place -> isBehind(record, place)).orElse(true))
                .sorted(BY_PLACE)
                .limit(limit)
                .toList());
  }

  private static boolean isBehind(TransactionRecord record, Place place) {
    return isBehind(record.counting().since(), record.id(), place);
  }

  private static boolean isBehind(Instant time, TransactionId id, Place place) {
    int byTime = time.compareTo(place.since());
    return byTime > 0 || (byTime == 0 && id.compareTo(place.id()) > 0);
  }

  @Override
  public List<TransactionRecord> unshredded(Instant before, Optional<Place> behind, int limit) {
    Objects.checkIndex(limit - 1, BULK_MAX);
    return mongoDb.edit(
        state ->
            state.records.values().stream()
                .filter(record -> record.times().shredded().isEmpty())
                .filter(record -> record.times().updated().isBefore(before))
                .filter(
                    record ->
                        behind
                            .map(place -> isBehind(record.times().updated(), record.id(), place))
                            .orElse(true))
                .sorted(BY_UPDATED)
                .limit(limit)
                .toList());
  }

  @Override
  public List<TransactionRecord> born(ImportId id, long from, long to, int limit) {
    Objects.checkIndex(limit - 1, BULK_MAX);
    return mongoDb.edit(
        state ->
            state.records.values().stream()
                .filter(record -> isBornIn(record.counting(), id, from, to))
                .sorted(
                    Comparator.comparing(record -> record.counting().born().orElseThrow().offset()))
                .limit(limit)
                .toList());
  }

  private static boolean isBornIn(Counting counting, ImportId id, long from, long to) {
    return counting
        .born()
        .filter(row -> row.importId().equals(id) && row.offset() >= from && row.offset() < to)
        .filter(row -> counting.claimed().map(Claim::origin).filter(row::equals).isPresent())
        .isPresent();
  }

  private static void requireBulk(Collection<?> bulk) {
    Objects.checkIndex(bulk.size(), BULK_MAX + 1);
  }

  // ---- pins

  @Override
  public ImportPin keep(ImportPin pin) {
    return mongoDb.edit(
        state -> {
          ImportPin first = state.pins.putIfAbsent(pin.id(), pin);
          if (first == null) {
            state.operations++;
          }
          return first == null ? pin : first;
        });
  }

  @Override
  public Optional<ImportPin> find(ImportId id) {
    return mongoDb.edit(state -> Optional.ofNullable(state.pins.get(id)));
  }

  @Override
  public List<ImportPin> list(Optional<ImportId> behind, int limit) {
    Objects.checkIndex(limit - 1, PINS_MAX);
    return mongoDb.edit(
        state ->
            state.pins.values().stream()
                .filter(pin -> behind.map(last -> pin.id().compareTo(last) > 0).orElse(true))
                .limit(limit)
                .toList());
  }

  @Override
  public void remove(ImportId id) {
    mongoDb.edit(
        state -> {
          if (state.pins.remove(id) != null) {
            state.operations++;
          }
          return id;
        });
  }

  // ---- the switch

  @Override
  public boolean isOn(boolean mine, Instant lastModified, Instant now) {
    return mongoDb.edit(
        state -> {
          boolean begun = !state.aggregates.isEmpty() || !state.entries.isEmpty();
          SwitchHistory noted =
              state.switched == null
                  ? SwitchHistory.first(mine, begun, now)
                  : state.switched.noting(mine, now);
          if (!noted.equals(state.switched)) {
            state.switched = noted;
            state.operations++;
          }
          return noted.isOn(lastModified);
        });
  }
}
