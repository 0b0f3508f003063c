package daybook.faults.planted;

import daybook.core.port.ImportPins;
import daybook.core.port.Records;
import daybook.core.port.Records.LineClaim;
import daybook.core.port.Rejects;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.core.record.Claim;
import daybook.core.record.Counting;
import daybook.core.record.Entry;
import daybook.core.record.ImportPin;
import daybook.core.record.Origin;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.faults.simulation.Ports;
import daybook.faults.simulation.ReplicaSet;
import daybook.faults.simulation.Step;
import daybook.faults.simulation.SteppedMongoDb;
import daybook.testkit.fake.Forwarding;
import daybook.testkit.fake.InMemoryRecords;
import daybook.testkit.fake.MongoState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What goes wrong where rows and lines claim documents, and where files are composed of parts. */
final class ClaimBugs {

  private static final String IMPORTER = "importer";

  private ClaimBugs() {}

  /** Condition R1. */
  static void claimAfterBatch(Ports ports) {
    if (!ports.areOf(IMPORTER)) {
      return;
    }
    Records documents = ports.records;
    List<TransactionRecord> late = new ArrayList<>();
    ports.records =
        new Forwarding.Documents(documents) {
          @Override
          public Set<TransactionId> insert(List<TransactionRecord> records) {
            Map<TransactionId, TransactionRecord> there = documents.find(ids(records));
            Set<TransactionId> free = new TreeSet<>();
            for (TransactionRecord record : records) {
              if (!there.containsKey(record.id())) {
                free.add(record.id());
                late.add(record);
              }
            }
            return free;
          }
        };
    ports.queue =
        new Forwarding.Queue(ports.queue) {
          @Override
          public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
            Enqueued done = super.enqueue(id, terms, batches, needs);
            if (!late.isEmpty()) {
              documents.insert(List.copyOf(late));
              late.clear();
            }
            return done;
          }
        };
  }

  private static List<TransactionId> ids(List<TransactionRecord> records) {
    return records.stream().map(TransactionRecord::id).toList();
  }

  /** Condition R2: nobody sees that a row has made its document. */
  static void bornUnread(Ports ports) {
    finding(ports, found -> found.with(withBorn(found.counting(), Optional.empty())));
  }

  private static void finding(Ports ports, UnaryOperator<TransactionRecord> seen) {
    if (ports.areOf(IMPORTER)) {
      ports.records =
          new Forwarding.Documents(ports.records) {
            @Override
            public Map<TransactionId, TransactionRecord> find(Collection<TransactionId> ids) {
              Map<TransactionId, TransactionRecord> found = new LinkedHashMap<>(super.find(ids));
              found.replaceAll((id, record) -> seen.apply(record));
              return found;
            }
          };
    }
  }

  /** The same with another origin. */
  static Counting withBorn(Counting of, Optional<Origin> born) {
    return new Counting(
        of.turn(),
        of.open(),
        of.claimed(),
        of.settled(),
        born,
        of.reopened(),
        of.sealed(),
        of.since());
  }

  /** Condition R3. */
  static void readLocally(Ports ports) {
    if (ports.areOf(IMPORTER)) {
      ports.records =
          new Forwarding.Documents(ports.records) {
            @Override
            public Map<TransactionId, TransactionRecord> find(Collection<TransactionId> ids) {
              return ports.steps.take(
                  Step.of(
                      "find record",
                      () -> "reads " + ids + " at the primary alone",
                      world -> new InMemoryRecords(world.mongo().newest()).find(ids)));
            }
          };
    }
  }

  /** Condition R4, void claims. */
  static void takeOverVoid(Ports ports) {
    takingOver(
        ports,
        (found, mine) -> {
          Optional<Origin> origin = found.counting().claimed().map(Claim::origin);
          return origin
              .filter(
                  of -> ports.ledger.find(of.importId()).filter(to -> isVoid(of, to)).isPresent())
              .isPresent();
        });
  }

  private static boolean isVoid(Origin origin, LedgerEntry entry) {
    return origin.offset() >= entry.end().offset()
        || entry.setAside().stream()
            .anyMatch(range -> range.from() <= origin.offset() && origin.offset() < range.to());
  }

  /** Condition R4, posted entries. */
  static void takeOverOpen(Ports ports) {
    takingOver(
        ports,
        (found, mine) ->
            found.counting().claimed().isEmpty()
                && found.counting().open().filter(of -> of.old().isEmpty()).isPresent());
  }

  /**
   * A row takes a document over.
   *
   * @param may whether it does, by the document and by what it would have made
   */
  private static void takingOver(
      Ports ports, BiPredicate<TransactionRecord, TransactionRecord> may) {
    if (!ports.areOf(IMPORTER)) {
      return;
    }
    SteppedMongoDb mongo = new SteppedMongoDb(ports.steps);
    Map<TransactionId, TransactionRecord> wanted = new HashMap<>();
    ports.records =
        new Forwarding.Documents(ports.records) {
          @Override
          public Set<TransactionId> insert(List<TransactionRecord> records) {
            records.forEach(record -> wanted.put(record.id(), record));
            return super.insert(records);
          }

          @Override
          public Map<TransactionId, TransactionRecord> find(Collection<TransactionId> ids) {
            Map<TransactionId, TransactionRecord> found = new LinkedHashMap<>(super.find(ids));
            found.replaceAll(
                (id, record) -> {
                  TransactionRecord mine = wanted.get(id);
                  boolean takes =
                      mine != null && record.hash().equals(mine.hash()) && may.test(record, mine);
                  return takes ? takeOver(mongo, record, mine) : record;
                });
            return found;
          }
        };
  }

  private static TransactionRecord takeOver(
      SteppedMongoDb mongo, TransactionRecord read, TransactionRecord mine) {
    Origin row = mine.counting().born().orElseThrow();
    Counting of = read.counting();
    Entry entry = of.open().orElseGet(() -> of.claimed().orElseThrow().entry());
    Counting taken =
        new Counting(
            of.turn(),
            Optional.empty(),
            Optional.of(new Claim(entry, row)),
            of.settled(),
            Optional.of(row),
            of.reopened(),
            false,
            of.since());
    TransactionRecord next = read.with(taken);
    ReplicaSet.Written<Integer> written =
        mongo.write(
            "take over",
            "takes " + read.id() + " over",
            db -> new InMemoryRecords(db).replace(List.of(next)));
    mongo.awaitMajority(written.ticket());
    return written.value() == 1 ? next : read;
  }

  /** Condition R7, an entry whose predecessor was counted. */
  static void enqueueAnyNeeds(Ports ports) {
    ports.queue =
        new Forwarding.Queue(ports.queue) {
          @Override
          public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
            return super.enqueue(id, terms, batches, 0);
          }
        };
  }

  /** Condition R8. */
  static void reconcileWithoutPins(Ports ports) {
    if (ports.areOf(IMPORTER)) {
      ports.pins =
          new Forwarding.Pins(ports.pins) {
            @Override
            public List<ImportPin> list(Optional<ImportId> behind, int limit) {
              return List.of();
            }
          };
    }
  }

  /** Lines of journals claim by a rule of their own. */
  static void claiming(Ports ports, BiPredicate<Counting, Entry> isOpenTo) {
    SteppedMongoDb mongo = new SteppedMongoDb(ports.steps);
    ports.records =
        new Forwarding.Documents(ports.records) {
          @Override
          public boolean claim(List<LineClaim> claims, Instant now) {
            boolean all = true;
            for (LineClaim claim : claims) {
              ReplicaSet.Written<Boolean> written =
                  mongo.write(
                      "claim",
                      "claims %s at turn %d".formatted(claim.id(), claim.line().turn()),
                      db -> db.edit(state -> ClaimBugs.claim(state, claim, isOpenTo, now)));
              mongo.awaitMajority(written.ticket());
              all &= written.value();
            }
            return all;
          }
        };
  }

  private static boolean claim(
      MongoState state, LineClaim claim, BiPredicate<Counting, Entry> isOpenTo, Instant now) {
    TransactionRecord record = state.records.get(claim.id());
    boolean claims = record != null && isOpenTo.test(record.counting(), claim.line());
    if (claims) {
      Counting next = record.counting().claimedBy(claim.line(), claim.origin(), now);
      state.records.put(claim.id(), record.with(next));
      state.operations++;
    }
    return claims;
  }

  /** Condition R13, the parts: each is named by its first byte alone. */
  static Consumer<Ports> partsByFirstByte() {
    Map<ImportId, SortedMap<Long, List<Rejects.Row>>> parts = new HashMap<>();
    return ports -> {
      Rejects right = ports.rejects;
      ports.rejects =
          new Forwarding.RejectedRows(right) {
            @Override
            public void putPart(
                ImportId id, Optional<MappingRef> mapping, long from, List<Row> rows) {
              List<Row> put = List.copyOf(rows);
              right.putPart(id, mapping, from, put);
              parts.computeIfAbsent(id, unused -> new TreeMap<>()).put(from, put);
            }

            @Override
            public void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
              composing(ports, id, mapping, end, List.of(end), () -> parts(parts, id));
            }
          };
    };
  }

  private static List<List<Rejects.Row>> parts(
      Map<ImportId, SortedMap<Long, List<Rejects.Row>>> parts, ImportId id) {
    return List.copyOf(parts.getOrDefault(id, new TreeMap<>()).values());
  }

  /** Condition R13, the file: a late end writes over the file of another one. */
  static void composeAtOnePlace(Ports ports) {
    ports.rejects =
        new Forwarding.RejectedRows(ports.rejects) {
          @Override
          public void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
            List<ImportPosition> names = List.of(end, end.ending(ImportState.COMPLETE, null));
            composing(ports, id, mapping, end, names, List::of);
          }
        };
  }

  /** Composes parts, those of the bucket where none are given, under each of these names. */
  private static void composing(
      Ports ports,
      ImportId id,
      Optional<MappingRef> mapping,
      ImportPosition end,
      List<ImportPosition> names,
      Supplier<List<List<Rejects.Row>>> given) {
    ports.steps.take(
        Step.of(
            "compose",
            () -> "composes the rejects up to byte " + end.offset(),
            world -> {
              List<List<Rejects.Row>> parts = given.get();
              SortedMap<Long, Rejects.Row> rows = new TreeMap<>();
              (parts.isEmpty() ? world.rejects().parts(id, mapping) : parts)
                  .forEach(part -> part.forEach(row -> rows.put(row.offset(), row)));
              List<Rejects.Row> file = List.copyOf(rows.headMap(Rejects.rowsEnd(end)).values());
              if (!rows.isEmpty()) {
                names.forEach(name -> world.rejects().setComposed(id, mapping, name, file));
              }
              return true;
            }));
  }

  /** Condition R15: documents go when their import has ended whole. */
  static void deleteSettled(Ports ports) {
    SteppedMongoDb mongo = new SteppedMongoDb(ports.steps);
    ImportPins right = ports.pins;
    ports.pins =
        new Forwarding.Pins(right) {
          @Override
          public void remove(ImportId id) {
            right.remove(id);
            ReplicaSet.Written<Boolean> written =
                mongo.write(
                    "delete", "deletes what was born of it", db -> db.edit(of -> delete(of, id)));
            mongo.awaitMajority(written.ticket());
          }
        };
  }

  private static boolean delete(MongoState state, ImportId id) {
    boolean deleted =
        state
            .records
            .values()
            .removeIf(
                record ->
                    record.counting().open().isEmpty()
                        && record
                            .counting()
                            .born()
                            .filter(row -> row.importId().equals(id))
                            .isPresent());
    state.operations += deleted ? 1 : 0;
    return deleted;
  }
}
