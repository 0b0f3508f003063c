package daybook.testkit.fake;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Deployment;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.Checkpoints;
import daybook.core.port.Deployments;
import daybook.core.port.History;
import daybook.core.port.Ledger;
import daybook.core.port.MappingArchive;
import daybook.core.port.StoreException;
import daybook.core.protocol.Base;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * History, checkpoints and ledger in memory. Every method is one atomic step, so it is safe for use
 * by several threads. What was written is committed; a {@link #copy()} plays the part of a node
 * that was cut off at that moment. Its operation time is the number of writes so far.
 */
public final class InMemoryMongoDb
    implements History, Ledger, Checkpoints, MappingArchive, Deployments {

  private static final String STORE = "MongoDB";

  private MongoState state = new MongoState();

  /** Another one with the same state, independent from now on. */
  public synchronized InMemoryMongoDb copy() {
    InMemoryMongoDb copy = new InMemoryMongoDb();
    copy.state = state.copy();
    return copy;
  }

  /** Takes over the state of another one, which nobody may be writing to. */
  public synchronized void restore(InMemoryMongoDb from) {
    state = from.state.copy();
  }

  /** Looks at, or changes, what it holds: for what no step of the protocol does. */
  public synchronized <T> T edit(Function<MongoState, T> edit) {
    return edit.apply(state);
  }

  @Override
  public synchronized Map<AggregateKey, Base> bases(
      Collection<AggregateKey> keys, Settled notOlderThan) {
    requireNotOlder(notOlderThan, "read bases");
    Map<AggregateKey, Base> bases = new TreeMap<>();
    keys.forEach(key -> bases.put(key, state.aggregates.getOrDefault(key, Base.NONE)));
    return bases;
  }

  @Override
  public synchronized Totals range(View view, LocalDate from, LocalDate to) {
    List<DailyAggregate> range = new ArrayList<>();
    state.aggregates.forEach(
        (key, base) -> {
          if (key.view() == view && !key.day().isBefore(from) && !key.day().isAfter(to)) {
            range.add(new DailyAggregate(key, base.totals()));
          }
        });
    return Totals.of(range);
  }

  @Override
  public synchronized Set<TransactionType> groups(Settled notOlderThan) {
    requireNotOlder(notOlderThan, "read the groups");
    Set<TransactionType> groups = new TreeSet<>();
    state.aggregates.keySet().stream()
        .filter(key -> key.view() == View.TOTALS)
        .forEach(key -> groups.add(key.type()));
    return groups;
  }

  @Override
  public synchronized Set<ImportId> finished(Collection<ImportId> ids, Settled notOlderThan) {
    requireNotOlder(notOlderThan, "read the ledger");
    Set<ImportId> finished = new TreeSet<>(ids);
    finished.retainAll(state.entries.keySet());
    return finished;
  }

  @Override
  public synchronized Optional<LedgerEntry> find(ImportId id) {
    return Optional.ofNullable(state.entries.get(id));
  }

  @Override
  public synchronized Optional<LedgerEntry> sameContent(ObjectVersion source) {
    return state.entries.values().stream()
        .filter(entry -> entry.isSameContent(source))
        .min(Comparator.comparing(LedgerEntry::ended).thenComparing(LedgerEntry::id));
  }

  @Override
  public synchronized List<LedgerEntry> newest(Part part) {
    return state.entries.values().stream()
        .filter(entry -> part.key().map(entry.source().key()::equals).orElse(true))
        .filter(entry -> part.behind().map(place -> isBehind(entry, place)).orElse(true))
        .sorted(Comparator.comparing(LedgerEntry::ended).thenComparing(LedgerEntry::id).reversed())
        .limit(part.limit())
        .toList();
  }

  private static boolean isBehind(LedgerEntry entry, Place place) {
    int byEnd = entry.ended().compareTo(place.ended());
    return byEnd < 0 || (byEnd == 0 && entry.id().compareTo(place.id()) < 0);
  }

  @Override
  public synchronized void keep(String hash, String document) {
    if (state.mappings.putIfAbsent(hash, document) == null) {
      state.operations++;
    }
  }

  @Override
  public synchronized Optional<String> find(String hash) {
    return Optional.ofNullable(state.mappings.get(hash));
  }

  @Override
  public synchronized long latestAt() {
    return state.checkpoint == null ? 0 : state.checkpoint.at();
  }

  @Override
  public synchronized Optional<Checkpoint> latest() {
    return Optional.ofNullable(state.checkpoint);
  }

  @Override
  public synchronized long newestLastUpdated() {
    return state.aggregates.values().stream().mapToLong(Base::lastUpdated).max().orElse(0);
  }

  @Override
  public synchronized boolean replace(long predecessorAt, Checkpoint next) {
    if (next.at() <= predecessorAt) {
      throw new IllegalArgumentException(
          "expected a stamp after " + predecessorAt + ", found " + next.at());
    }
    if (predecessorAt != latestAt()) {
      return false; // condition 11
    }
    state.checkpoint = stored(next);
    state.operations++;
    return true;
  }

  /** What a document keeps of it: applied positions only, times in milliseconds. */
  private static Checkpoint stored(Checkpoint written) {
    return new Checkpoint(
        written.at(),
        written.snapshotId(),
        written.totals(),
        written.imports().stream().map(InMemoryMongoDb::stored).toList(),
        written.form());
  }

  private static ImportCheckpoint stored(ImportCheckpoint written) {
    ImportRecord record = written.record();
    return new ImportCheckpoint(
        written.id(),
        new ImportRecord(
            record.source(),
            record.begun().truncatedTo(ChronoUnit.MILLIS),
            record.terms(),
            record.applied(),
            record.applied(),
            record.setAside(),
            record.stopped(),
            record.further()));
  }

  @Override
  public synchronized Redone redo(Checkpoint redone) {
    int inserted = 0;
    int updated = 0;
    int matched = 0;
    for (DailyAggregate total : redone.totals()) {
      Base old = state.aggregates.get(total.key());
      if (old != null && old.lastUpdated() >= redone.at()) {
        matched++; // condition 13
        continue;
      }
      state.aggregates.put(total.key(), new Base(total.totals(), redone.at()));
      state.operations++;
      if (old == null) {
        inserted++;
      } else {
        updated++;
      }
    }
    writeLedger(redone);
    return new Redone(inserted, updated, matched);
  }

  private void writeLedger(Checkpoint redone) {
    for (ImportCheckpoint part : redone.imports()) {
      if (part.finished()) { // condition 20
        LedgerEntry entry = withoutMethods(stored(part).ledgerEntry(redone.at()));
        if (state.entries.putIfAbsent(part.id(), entry) == null) {
          state.operations++;
        }
      }
    }
  }

  private static LedgerEntry withoutMethods(LedgerEntry entry) {
    ImportPosition end = entry.end();
    return new LedgerEntry(
        entry.id(),
        entry.source(),
        entry.terms(),
        new ImportPosition(
            end.offset(),
            end.line(),
            end.accepted(),
            end.rejected(),
            end.skipped(),
            end.remarks(),
            new TreeSet<>(),
            end.state(),
            end.reason(),
            end.detail(),
            FurtherFields.NONE),
        entry.setAside(),
        entry.begun(),
        entry.ended(),
        entry.further());
  }

  @Override
  public synchronized Optional<Settled> verify(Checkpoint redone) {
    boolean inChain = state.checkpoint != null && state.checkpoint.at() >= redone.at();
    boolean days =
        redone.totals().stream()
            .map(total -> state.aggregates.getOrDefault(total.key(), Base.NONE))
            .allMatch(base -> base.lastUpdated() >= redone.at());
    boolean ledger =
        redone.imports().stream()
            .filter(ImportCheckpoint::finished)
            .allMatch(part -> state.entries.containsKey(part.id()));
    return inChain && days && ledger
        ? Optional.of(new Settled(redone.at(), Long.toString(state.operations)))
        : Optional.empty();
  }

  @Override
  public synchronized Optional<Deployment> kept() {
    boolean begun = !state.aggregates.isEmpty() || !state.entries.isEmpty();
    return Optional.ofNullable(state.deployment)
        .or(() -> begun ? Optional.of(Deployment.DEFAULT) : Optional.empty());
  }

  @Override
  public synchronized Deployment agree(Deployment mine) {
    Deployment agreed = kept().orElse(mine).agreeing(mine);
    state.deployment = agreed;
    return agreed;
  }

  /** Conditions 4 and 8: a node that has not got that far does not answer. */
  private void requireNotOlder(Settled settled, String operation) {
    if (settled.operationTime().isEmpty()) {
      return;
    }
    long wanted = Long.parseLong(settled.operationTime());
    if (state.operations < wanted) {
      throw new StoreException(
          STORE, operation, "at operation " + state.operations + ", asked for " + wanted);
    }
  }
}
