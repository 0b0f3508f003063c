package daybook.faults.simulation;

import daybook.core.port.Attempts;
import daybook.core.port.ImportPins;
import daybook.core.port.RecordSwitch;
import daybook.core.port.Records;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.record.Attempt;
import daybook.core.record.ImportPin;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.testkit.fake.InMemoryAttempts;
import daybook.testkit.fake.InMemoryRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Documents, pins and the switch, one command at a time. A bulk is a command for each document,
 * which all wait for one acknowledgement.
 */
public class SteppedRecords implements Records, ImportPins, Attempts, RecordSwitch {

  private final SteppedMongoDb mongo;

  /** Has its commands done there. */
  public SteppedRecords(SteppedMongoDb mongo) {
    this.mongo = mongo;
  }

  private <T> T read(String name, String text, Function<InMemoryRecords, T> read) {
    return mongo.read(name, text, db -> read.apply(new InMemoryRecords(db)));
  }

  /** Writes without waiting for the acknowledgement. */
  public <T> ReplicaSet.Written<T> write(
      String name, String text, Function<InMemoryRecords, T> write) {
    return mongo.write(name, text, db -> write.apply(new InMemoryRecords(db)));
  }

  private void await(List<ReplicaSet.Ticket> tickets) {
    tickets.forEach(mongo::awaitMajority);
  }

  // ---- records

  @Override
  public Set<TransactionId> insert(List<TransactionRecord> records) {
    Set<TransactionId> made = new TreeSet<>();
    List<ReplicaSet.Ticket> tickets = new ArrayList<>();
    for (TransactionRecord record : records) {
      ReplicaSet.Written<Set<TransactionId>> written =
          write("insert", "inserts " + Texts.of(record), db -> db.insert(List.of(record)));
      tickets.add(written.ticket());
      made.addAll(written.value());
    }
    await(tickets);
    return made;
  }

  @Override
  public Map<TransactionId, TransactionRecord> find(Collection<TransactionId> ids) {
    return read("find record", "reads " + ids, db -> db.find(ids));
  }

  @Override
  public boolean claim(List<LineClaim> claims, Instant now) {
    boolean all = true;
    List<ReplicaSet.Ticket> tickets = new ArrayList<>();
    for (LineClaim claim : claims) {
      String text = "claims %s at turn %d".formatted(claim.id(), claim.line().turn());
      ReplicaSet.Written<Boolean> written =
          write("claim", text, db -> db.claim(List.of(claim), now));
      tickets.add(written.ticket());
      all &= written.value();
    }
    await(tickets);
    return all;
  }

  @Override
  public int replace(List<TransactionRecord> changed) {
    int replaced = 0;
    List<ReplicaSet.Ticket> tickets = new ArrayList<>();
    for (TransactionRecord record : changed) {
      ReplicaSet.Written<Integer> written =
          write(
              "replace record", "replaces " + Texts.of(record), db -> db.replace(List.of(record)));
      tickets.add(written.ticket());
      replaced += written.value();
    }
    await(tickets);
    return replaced;
  }

  @Override
  public List<TransactionRecord> pending(PendingState state, Optional<Place> behind, int limit) {
    return read("pending", "reads what is " + state, db -> db.pending(state, behind, limit));
  }

  @Override
  public List<TransactionRecord> unshredded(Instant before, Optional<Place> behind, int limit) {
    return read("unshredded", "reads what is old", db -> db.unshredded(before, behind, limit));
  }

  @Override
  public List<TransactionRecord> born(ImportId id, long from, long to, int limit) {
    return read("born", "reads what was born of it", db -> db.born(id, from, to, limit));
  }

  // ---- pins

  @Override
  public ImportPin keep(ImportPin pin) {
    ReplicaSet.Written<ImportPin> written = write("pin", "pins an import", db -> db.keep(pin));
    mongo.awaitMajority(written.ticket());
    // What somebody else was writing may be rolled back, as in the adapter.
    return find(pin.id())
        .orElseThrow(() -> new StoreException("MongoDB", "pin", "it is not there"));
  }

  @Override
  public Optional<ImportPin> find(ImportId id) {
    return read("find pin", "reads a pin", db -> db.find(id));
  }

  @Override
  public List<ImportPin> list(Optional<ImportId> behind, int limit) {
    return read("list pins", "reads pins", db -> db.list(behind, limit));
  }

  @Override
  public void remove(ImportId id) {
    ReplicaSet.Written<Boolean> written =
        write(
            "unpin",
            "removes a pin",
            db -> {
              db.remove(id);
              return true;
            });
    mongo.awaitMajority(written.ticket());
  }

  // ---- attempts

  @Override
  public Set<String> keep(List<Attempt> attempts) {
    ReplicaSet.Written<Set<String>> written =
        mongo.write(
            "keep attempts",
            "keeps " + attempts.size() + " attempts",
            db -> new InMemoryAttempts(db).keep(attempts));
    mongo.awaitMajority(written.ticket());
    return written.value();
  }

  @Override
  public Map<String, Attempt> kept(Collection<String> keys) {
    return mongo.read("find attempts", "reads attempts", db -> new InMemoryAttempts(db).kept(keys));
  }

  @Override
  public Optional<Attempt> newest(TransactionId id) {
    return mongo.read(
        "newest attempt", "reads the newest attempt", db -> new InMemoryAttempts(db).newest(id));
  }

  // ---- the switch

  @Override
  public boolean isOn(boolean mine, Instant lastModified, Instant now) {
    ReplicaSet.Written<Boolean> written =
        mongo.writeLinearizable(
            "switch",
            "asks the switch",
            db -> new InMemoryRecords(db).isOn(mine, lastModified, now));
    mongo.awaitMajority(written.ticket());
    return written.value();
  }
}
