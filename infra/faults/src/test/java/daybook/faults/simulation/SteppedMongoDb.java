package daybook.faults.simulation;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.port.Checkpoints;
import daybook.core.port.History;
import daybook.core.port.Ledger;
import daybook.core.port.MappingArchive;
import daybook.core.port.StoreException;
import daybook.core.protocol.Base;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import daybook.testkit.fake.InMemoryMongoDb;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * History, ledger and checkpoints, one command at a time. A redo is a command for each document,
 * which all wait for one acknowledgement; a verification is a read of each collection.
 */
public class SteppedMongoDb implements History, Ledger, Checkpoints, MappingArchive {

  private final Steps steps;

  /** Has its commands done there. */
  public SteppedMongoDb(Steps steps) {
    this.steps = steps;
  }

  <T> T read(String name, String text, Function<InMemoryMongoDb, T> read) {
    return steps.take(Step.of(name, () -> text, world -> world.mongo().read(read)));
  }

  /** Writes without waiting for the acknowledgement. */
  public <T> ReplicaSet.Written<T> write(
      String name, String text, Function<InMemoryMongoDb, T> write) {
    return steps.take(Step.of(name, () -> text, world -> world.mongo().write(write)));
  }

  /** The same, to wait until a majority has all that it has seen. */
  <T> ReplicaSet.Written<T> writeLinearizable(
      String name, String text, Function<InMemoryMongoDb, T> write) {
    return steps.take(Step.of(name, () -> text, world -> world.mongo().writeLinearizable(write)));
  }

  /** Waits until a majority has a write. */
  public void awaitMajority(ReplicaSet.Ticket ticket) {
    if (ticket.operation() > 0) {
      steps.take(
          new Step<>(
              "acknowledgement",
              () -> "is acknowledged",
              world -> world.mongo().isDecided(ticket),
              world -> world.mongo().acknowledge(ticket)));
    }
  }

  @Override
  public Map<AggregateKey, Base> bases(Collection<AggregateKey> keys, Settled notOlderThan) {
    return read("bases", "reads bases of " + keys, db -> db.bases(keys, notOlderThan));
  }

  @Override
  public Totals range(daybook.core.View view, LocalDate from, LocalDate to) {
    return read("range", "reads history", db -> db.range(view, from, to));
  }

  @Override
  public Set<TransactionType> groups(Settled notOlderThan) {
    return read("groups", "reads the groups", db -> db.groups(notOlderThan));
  }

  @Override
  public Set<ImportId> finished(Collection<ImportId> ids, Settled notOlderThan) {
    return read("finished", "reads the ledger", db -> db.finished(ids, notOlderThan));
  }

  @Override
  public Optional<LedgerEntry> find(ImportId id) {
    return read("entry", "reads a ledger entry", db -> db.find(id));
  }

  @Override
  public Optional<LedgerEntry> sameContent(ObjectVersion source) {
    return read("same content", "looks for the same content", db -> db.sameContent(source));
  }

  @Override
  public List<LedgerEntry> newest(Part part) {
    return read("newest entries", "reads the newest entries", db -> db.newest(part));
  }

  @Override
  public void keep(String hash, String document) {
    ReplicaSet.Written<Boolean> written =
        write(
            "keep",
            "keeps mapping " + hash.charAt(0),
            db -> {
              db.keep(hash, document);
              return true;
            });
    awaitMajority(written.ticket());
    // What somebody else was writing may be rolled back, as in the adapter.
    if (find(hash).isEmpty()) {
      throw new StoreException("MongoDB", "keep mapping", "it is not there");
    }
  }

  @Override
  public Optional<String> find(String hash) {
    return read("mapping", "reads mapping " + hash.charAt(0), db -> db.find(hash));
  }

  @Override
  public long latestAt() {
    return read("latestAt", "reads the checkpoint's stamp", InMemoryMongoDb::latestAt);
  }

  @Override
  public Optional<Checkpoint> latest() {
    return read("latest", "reads the checkpoint", InMemoryMongoDb::latest);
  }

  @Override
  public long newestLastUpdated() {
    return read("newest", "reads the newest stamp", InMemoryMongoDb::newestLastUpdated);
  }

  @Override
  public boolean replace(long predecessorAt, Checkpoint next) {
    ReplicaSet.Written<Boolean> written =
        write(
            "replace",
            "replaces checkpoint " + predecessorAt + " by " + Texts.of(next),
            db -> db.replace(predecessorAt, next));
    awaitMajority(written.ticket());
    return written.value();
  }

  @Override
  public Redone redo(Checkpoint checkpoint) {
    Redone all = new Redone(0, 0, 0);
    List<ReplicaSet.Ticket> tickets = new ArrayList<>();
    for (Checkpoint part : parts(checkpoint)) {
      String text = "redoes " + Texts.of(part);
      ReplicaSet.Written<Redone> written = write("redo", text, db -> db.redo(part));
      tickets.add(written.ticket());
      Redone redone = written.value();
      all =
          new Redone(
              all.inserted() + redone.inserted(),
              all.updated() + redone.updated(),
              all.matched() + redone.matched());
    }
    tickets.forEach(this::awaitMajority);
    return all;
  }

  /** A checkpoint for each document that its redo writes. */
  public static List<Checkpoint> parts(Checkpoint checkpoint) {
    List<Checkpoint> parts = new ArrayList<>();
    for (DailyAggregate total : checkpoint.totals()) {
      parts.add(part(checkpoint, List.of(total), List.of()));
    }
    for (ImportCheckpoint part : checkpoint.imports()) {
      if (part.finished()) {
        parts.add(part(checkpoint, List.of(), List.of(part)));
      }
    }
    return parts;
  }

  private static Checkpoint part(
      Checkpoint whole, List<DailyAggregate> totals, List<ImportCheckpoint> imports) {
    return new Checkpoint(whole.at(), whole.snapshotId(), totals, imports);
  }

  @Override
  public Optional<Settled> verify(Checkpoint checkpoint) {
    Checkpoint days = part(checkpoint, checkpoint.totals(), List.of());
    Checkpoint ledger = part(checkpoint, List.of(), checkpoint.imports());
    Optional<Settled> first = read("verify", "verifies the days", db -> db.verify(days));
    return first.isEmpty() ? first : read("verify", "verifies the ledger", db -> db.verify(ledger));
  }
}
