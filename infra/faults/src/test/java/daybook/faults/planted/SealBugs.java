package daybook.faults.planted;

import daybook.core.port.Ledger;
import daybook.core.port.Records;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.FurtherFields;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import daybook.core.record.Counting;
import daybook.core.record.Entry;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import daybook.faults.simulation.Ports;
import daybook.faults.simulation.ReplicaSet;
import daybook.faults.simulation.Step;
import daybook.faults.simulation.SteppedMongoDb;
import daybook.faults.simulation.World;
import daybook.testkit.fake.Forwarding;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.InMemoryRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What goes wrong between clients, sealers and settlers. */
final class SealBugs {

  private static final String SEALER = "sealer";
  private static final String CLIENT = "client";

  private SealBugs() {}

  /** What becomes of a replacement, by the document as it is at that moment. */
  private interface Replacement {
    /** What is written where the revision is the one before; empty for nothing. */
    Optional<TransactionRecord> of(TransactionRecord there, TransactionRecord next);
  }

  private static void replacing(Ports ports, String function, Replacement replacement) {
    if (!ports.areOf(function)) {
      return;
    }
    SteppedMongoDb mongo = new SteppedMongoDb(ports.steps);
    ports.records =
        new Forwarding.Documents(ports.records) {
          @Override
          public int replace(List<TransactionRecord> changed) {
            int replaced = 0;
            for (TransactionRecord next : changed) {
              ReplicaSet.Written<Integer> written =
                  mongo.write(
                      "replace record",
                      "replaces " + next.id() + " in a way of its own",
                      db -> SealBugs.replace(db, next, replacement));
              mongo.awaitMajority(written.ticket());
              replaced += written.value();
            }
            return replaced;
          }
        };
  }

  private static int replace(InMemoryMongoDb db, TransactionRecord next, Replacement replacement) {
    TransactionRecord there = db.edit(state -> state.records.get(next.id()));
    Optional<TransactionRecord> other =
        there == null ? Optional.of(next) : replacement.of(there, next);
    return other.map(record -> new InMemoryRecords(db).replace(List.of(record))).orElse(0);
  }

  private static boolean isReopened(TransactionRecord there, TransactionRecord next) {
    return there.counting().claimed().isPresent()
        && next.counting().claimed().isEmpty()
        && next.counting().turn() > there.counting().turn();
  }

  private static boolean isSettled(TransactionRecord there, TransactionRecord next) {
    return there.counting().claimed().isPresent()
        && next.counting().claimed().isEmpty()
        && next.counting().turn() == there.counting().turn();
  }

  /** The record at another place with the totals, at its own revision. */
  private static TransactionRecord with(TransactionRecord of, long revision, Counting counting) {
    return new TransactionRecord(
        of.id(),
        revision,
        of.version(),
        of.content(),
        of.texts(),
        of.hash(),
        counting,
        of.past(),
        of.times());
  }

  private static Counting withOpen(Counting of, long turn, Entry open) {
    return new Counting(
        turn,
        Optional.of(open),
        of.claimed(),
        of.settled(),
        of.born(),
        of.reopened(),
        of.sealed(),
        of.since());
  }

  /** Condition R5. */
  static void voidByRedis(Ports ports) {
    if (!ports.areOf(SEALER)) {
      return;
    }
    Ledger right = ports.ledger;
    ports.ledger =
        new Ledger() {
          @Override
          public Optional<LedgerEntry> find(ImportId id) {
            Optional<LedgerEntry> entry = right.find(id);
            return entry.isPresent()
                ? entry
                : ports.steps.take(
                    Step.of("look", () -> "looks at the record", world -> ofRecord(world, id)));
          }

          @Override
          public Set<ImportId> finished(Collection<ImportId> ids, Settled notOlderThan) {
            return right.finished(ids, notOlderThan);
          }

          @Override
          public Optional<LedgerEntry> sameContent(ObjectVersion source) {
            return right.sameContent(source);
          }

          @Override
          public List<LedgerEntry> newest(Part part) {
            return right.newest(part);
          }
        };
  }

  private static Optional<LedgerEntry> ofRecord(World world, ImportId id) {
    Instant settled = Instant.ofEpochMilli(world.redis().look(id).settled().at());
    return world
        .redis()
        .look(id)
        .record()
        .filter(ImportRecord::closed)
        .map(
            record ->
                new LedgerEntry(
                    id,
                    record.source(),
                    record.terms(),
                    record.enqueued(),
                    record.setAside(),
                    record.begun(),
                    settled,
                    FurtherFields.NONE));
  }

  /** Condition R6. */
  static void reopenInSameTurn(Ports ports) {
    replacing(
        ports,
        SEALER,
        (there, next) -> {
          if (!isReopened(there, next)) {
            return Optional.of(next);
          }
          Entry open = next.counting().open().orElseThrow();
          long turn = there.counting().turn();
          Entry same =
              new Entry(turn, open.version(), open.old(), open.replacement(), open.needs());
          return Optional.of(with(next, next.revision(), withOpen(next.counting(), turn, same)));
        });
  }

  /** Condition R7, an entry that was opened again. */
  static void reopenWithoutNeeds(Ports ports) {
    replacing(
        ports,
        SEALER,
        (there, next) -> {
          if (!isReopened(there, next)) {
            return Optional.of(next);
          }
          Entry open = next.counting().open().orElseThrow();
          Entry free = new Entry(open.turn(), open.version(), open.old(), open.replacement(), 0);
          return Optional.of(
              with(next, next.revision(), withOpen(next.counting(), open.turn(), free)));
        });
  }

  /** Condition R9. */
  static void settleByRedis(Ports ports) {
    if (ports.areOf(SEALER)) {
      ports.checkpoints =
          new Forwarding.Chain(ports.checkpoints) {
            @Override
            public Optional<Checkpoint> latest() {
              return ports.steps.take(
                  Step.of("running", () -> "looks at all records", SealBugs::ofRecords));
            }
          };
    }
  }

  private static Optional<Checkpoint> ofRecords(World world) {
    List<ImportCheckpoint> imports = new ArrayList<>();
    world.redis().running().forEach((id, of) -> imports.add(new ImportCheckpoint(id, of)));
    return Optional.of(new Checkpoint(1, "redis", List.of(), imports));
  }

  /** Condition R10, and nobody minds it who claims. */
  static void sealUnsettled(Ports ports) {
    ClaimBugs.claiming(ports, (there, line) -> unclaimed(there).isOpenTo(line));
    replacing(
        ports,
        SEALER,
        (there, next) ->
            next.counting().sealed() && there.counting().claimed().isPresent()
                ? Optional.empty()
                : Optional.of(next));
    if (ports.areOf(SEALER)) {
      ports.records =
          new Forwarding.Documents(ports.records) {
            @Override
            public List<TransactionRecord> pending(
                PendingState state, Optional<Place> behind, int limit) {
              List<TransactionRecord> pending =
                  new ArrayList<>(super.pending(state, behind, limit));
              if (state == PendingState.OPEN) {
                super.pending(PendingState.CLAIMED, behind, limit).stream()
                    .filter(record -> record.counting().open().isPresent())
                    .map(of -> with(of, of.revision(), unclaimed(of.counting())))
                    .forEach(pending::add);
              }
              return pending;
            }
          };
    }
  }

  private static Counting unclaimed(Counting of) {
    return new Counting(
        of.turn(),
        of.open(),
        Optional.empty(),
        of.settled(),
        of.born(),
        of.reopened(),
        of.sealed(),
        of.since());
  }

  /** Condition R11, corrections. */
  static void correctByVersion(Ports ports) {
    replacing(
        ports,
        CLIENT,
        (there, next) -> {
          Counting now = there.counting();
          Counting then = next.counting();
          Counting merged =
              new Counting(
                  then.turn(),
                  then.open(),
                  now.claimed(),
                  now.settled(),
                  now.born(),
                  0,
                  false,
                  then.since());
          return there.version() == next.version() - 1
              ? Optional.of(with(next, there.revision() + 1, merged))
              : Optional.of(next);
        });
  }

  /** Condition R11, the settler. */
  static void settleWhateverIsOpen(Ports ports) {
    replacing(
        ports,
        SEALER,
        (there, next) ->
            there.counting().claimed().isPresent() && next.counting().claimed().isEmpty()
                ? Optional.of(with(there, there.revision() + 1, next.counting()))
                : Optional.of(next));
  }

  /** Condition R12. */
  static void forgetBorn(Ports ports) {
    replacing(
        ports,
        SEALER,
        (there, next) ->
            Optional.of(
                isSettled(there, next)
                    ? with(
                        next,
                        next.revision(),
                        ClaimBugs.withBorn(next.counting(), Optional.empty()))
                    : next));
  }

  /** Condition R14, posts. */
  static void answerBeforeMajority(Ports ports) {
    if (!ports.areOf(CLIENT)) {
      return;
    }
    SteppedMongoDb mongo = new SteppedMongoDb(ports.steps);
    ports.records =
        new Forwarding.Documents(ports.records) {
          @Override
          public Set<TransactionId> insert(List<TransactionRecord> records) {
            Set<TransactionId> made = new TreeSet<>();
            for (TransactionRecord record : records) {
              made.addAll(
                  mongo
                      .write(
                          "insert",
                          "inserts " + record.id(),
                          db -> new InMemoryRecords(db).insert(List.of(record)))
                      .value());
            }
            return made;
          }
        };
  }

  /** Condition R14, the sealer; and a line claims by its turn alone. */
  static void sealLocally(Ports ports) {
    ClaimBugs.claiming(
        ports, (there, line) -> there.claimed().isEmpty() && isOpenAt(there, line.turn()));
    if (ports.areOf(SEALER)) {
      Records right = ports.records;
      ports.records =
          new Forwarding.Documents(right) {
            @Override
            public List<TransactionRecord> pending(
                PendingState state, Optional<Place> behind, int limit) {
              return ports.steps.take(
                  Step.of(
                      "pending",
                      () -> "reads what is " + state + " at the primary alone",
                      world ->
                          new InMemoryRecords(world.mongo().newest())
                              .pending(state, behind, limit)));
            }
          };
    }
  }

  private static boolean isOpenAt(Counting counting, long turn) {
    return counting.open().filter(entry -> entry.turn() == turn).isPresent();
  }

  /** Condition R16. */
  static void leaveSetAside(Ports ports) {
    replacing(
        ports,
        SEALER,
        (there, next) ->
            isReopened(there, next) && next.counting().reopened() > there.counting().reopened()
                ? Optional.empty()
                : Optional.of(next));
  }
}
