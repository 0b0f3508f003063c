package daybook.faults.planted;

import daybook.core.port.Ledger;
import daybook.core.port.Rejects;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import daybook.faults.simulation.Ports;
import daybook.faults.simulation.Readings;
import daybook.faults.simulation.ReplicaSet;
import daybook.faults.simulation.Step;
import daybook.faults.simulation.SteppedMongoDb;
import daybook.faults.simulation.World;
import daybook.testkit.fake.Forwarding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What goes wrong on the way from the object into the queue. */
final class ImporterBugs {

  private ImporterBugs() {}

  /** Condition 1. */
  static void enqueueWithoutOffset(Ports ports) {
    ports.queue =
        new Forwarding.Queue(ports.queue) {
          @Override
          public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
            List<Batch> pushed = List.copyOf(batches);
            return ports.steps.take(
                Step.of(
                    "enqueue",
                    () -> "enqueues wherever the import stands",
                    world -> {
                      moveTo(world, id, pushed.get(0).id().from());
                      return world.redis().enqueue(id, terms, pushed, needs);
                    }));
          }
        };
  }

  private static void moveTo(World world, ImportId id, long offset) {
    world
        .redis()
        .edit(
            state ->
                state.imports.computeIfPresent(
                    id,
                    (unused, record) ->
                        new ImportRecord(
                            record.source(),
                            record.begun(),
                            record.terms(),
                            at(record.enqueued(), offset),
                            record.applied(),
                            record.setAside(),
                            record.stopped(),
                            record.further())));
  }

  private static ImportPosition at(ImportPosition position, long offset) {
    return new ImportPosition(
        offset,
        position.line(),
        position.accepted(),
        position.rejected(),
        position.methods(),
        ImportState.RUNNING,
        null);
  }

  /** Condition 2. */
  static void enqueueCreatesRecord(Ports ports) {
    ports.queue =
        new Forwarding.Queue(ports.queue) {
          private ObjectVersion source;

          @Override
          public Begun begin(
              ImportId id, ObjectVersion version, ImportTerms terms, Instant begun, Settled seen) {
            source = version;
            return Begun.RUNNING;
          }

          @Override
          public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
            List<Batch> pushed = List.copyOf(batches);
            ObjectVersion creates = source;
            return ports.steps.take(
                Step.of(
                    "enqueue",
                    () -> "enqueues, with or without a record",
                    world -> {
                      if (creates != null && pushed.get(0).id().from() == 0) {
                        Settled now = world.redis().look(id).settled();
                        world.redis().begin(id, creates, Instant.EPOCH, now);
                      }
                      return world.redis().enqueue(id, terms, pushed, needs);
                    }));
          }
        };
  }

  /** Condition 3. */
  static void beginWithoutSettled(Ports ports) {
    ports.queue =
        new Forwarding.Queue(ports.queue) {
          @Override
          public Begun begin(
              ImportId id, ObjectVersion source, ImportTerms terms, Instant begun, Settled seen) {
            return ports.steps.take(
                Step.of(
                    "begin",
                    () -> "begins whatever is settled",
                    world ->
                        world
                            .redis()
                            .begin(id, source, terms, begun, world.redis().look(id).settled())));
          }
        };
  }

  /** Condition 4. */
  static void ledgerOlderThanSettled(Ports ports) {
    Ledger right = ports.ledger;
    ports.ledger =
        new Ledger() {
          @Override
          public Set<ImportId> finished(Collection<ImportId> ids, Settled notOlderThan) {
            return right.finished(ids, Settled.NONE);
          }

          @Override
          public Optional<LedgerEntry> find(ImportId id) {
            return right.find(id);
          }

          @Override
          public Optional<LedgerEntry> sameContent(ObjectVersion version) {
            return right.sameContent(version);
          }

          @Override
          public List<LedgerEntry> newest(Part part) {
            return right.newest(part);
          }
        };
  }

  /** Condition 20. */
  static void ledgerAtEndOfFile(Ports ports) {
    SteppedMongoDb mongo = new SteppedMongoDb(ports.steps);
    ports.queue =
        new Forwarding.Queue(ports.queue) {
          @Override
          public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
            ImportPosition end = batches.get(batches.size() - 1).end();
            Enqueued done = right.enqueue(id, terms, batches, needs);
            if (end.isEnd() && (done == Enqueued.WAS_EMPTY || done == Enqueued.BEHIND_OTHERS)) {
              right.look(id).record().ifPresent(record -> writeEntry(mongo, id, record, end));
            }
            return done;
          }
        };
  }

  private static void writeEntry(
      SteppedMongoDb mongo, ImportId id, ImportRecord record, ImportPosition end) {
    LedgerEntry entry =
        new LedgerEntry(id, record.source(), end, List.of(), record.begun(), record.begun());
    ReplicaSet.Written<Boolean> written =
        mongo.write(
            "entry",
            "writes the ledger",
            db ->
                db.edit(
                    state -> {
                      state.operations++;
                      return state.entries.putIfAbsent(id, entry) == null;
                    }));
    mongo.awaitMajority(written.ticket());
  }

  /** Condition 21, the file. */
  static void composeAfterLastBatch(Ports ports) {
    List<Runnable> late = new ArrayList<>();
    Rejects right = ports.rejects;
    ports.rejects =
        new Forwarding.RejectedRows(right) {
          @Override
          public void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
            late.add(() -> right.compose(id, mapping, end));
          }
        };
    ports.queue = afterEnqueue(ports.queue, () -> late.forEach(Runnable::run));
  }

  /** Condition 21, the parts. */
  static void partAfterBatches(Ports ports) {
    List<Runnable> late = new ArrayList<>();
    ports.rejects =
        new Forwarding.RejectedRows(ports.rejects) {
          @Override
          public void putPart(
              ImportId id, Optional<MappingRef> mapping, long from, List<Row> rows) {
            List<Row> put = List.copyOf(rows);
            late.add(() -> right.putPart(id, mapping, from, put));
          }
        };
    ports.queue =
        afterEnqueue(
            ports.queue,
            () -> {
              late.forEach(Runnable::run);
              late.clear();
            });
  }

  private static TransactionQueue afterEnqueue(TransactionQueue queue, Runnable then) {
    return new Forwarding.Queue(queue) {
      @Override
      public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
        Enqueued done = right.enqueue(id, terms, batches, needs);
        then.run();
        return done;
      }
    };
  }

  /** Condition 22, enqueue. */
  static void enqueueWithoutMapping(Ports ports) {
    ports.queue =
        new Forwarding.Queue(ports.queue) {
          @Override
          public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
            List<Batch> pushed = List.copyOf(batches);
            return ports.steps.take(
                Step.of(
                    "enqueue",
                    () -> "enqueues whatever the rows were read by",
                    world -> {
                      Optional<ImportTerms> wanted =
                          world.redis().look(id).record().map(ImportRecord::terms);
                      return world.redis().enqueue(id, wanted.orElse(terms), pushed, needs);
                    }));
          }
        };
  }

  /**
   * Condition 22, the record: its mapping is named to enqueue, and the rows are read by another.
   */
  static void ownChoiceAfterBegin(Ports ports) {
    ports.queue =
        new Forwarding.Queue(ports.queue) {
          private Optional<ImportTerms> chosen = Optional.empty();
          private ImportTerms named = ImportTerms.NONE;

          @Override
          public Begun begin(
              ImportId id, ObjectVersion source, ImportTerms terms, Instant begun, Settled seen) {
            chosen = Optional.of(terms);
            return right.begin(id, source, terms, begun, seen);
          }

          @Override
          public View look(ImportId id) {
            View view = right.look(id);
            named = view.record().map(ImportRecord::terms).orElse(ImportTerms.NONE);
            return new View(view.record().map(record -> withTerms(record, chosen)), view.settled());
          }

          @Override
          public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
            return right.enqueue(id, named, batches, needs);
          }
        };
  }

  private static ImportRecord withTerms(ImportRecord record, Optional<ImportTerms> terms) {
    return new ImportRecord(
        record.source(),
        record.begun(),
        terms.orElse(record.terms()),
        record.enqueued(),
        record.applied(),
        record.setAside(),
        record.stopped(),
        record.further());
  }

  /** Condition 23. */
  static void mappingNotKept(Ports ports) {
    ports.terms =
        Readings.settling(
            found ->
                new ImportTerms(Readings.choose(ports.steps, found), List.of(), Optional.empty()));
  }

  /** Rejects of a stretch that is read again are there twice. */
  static void rejectsTwice(Ports ports) {
    ports.rejects =
        new Forwarding.RejectedRows(ports.rejects) {
          @Override
          public void compose(ImportId id, Optional<MappingRef> mapping, ImportPosition end) {
            ports.steps.take(
                Step.of(
                    "compose",
                    () -> "puts all parts one after the other",
                    world -> {
                      List<Row> rows =
                          world.rejects().parts(id, mapping).stream()
                              .flatMap(List::stream)
                              .toList();
                      world.rejects().setComposed(id, mapping, end, rows);
                      return true;
                    }));
          }
        };
  }
}
