package daybook.faults.planted;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.port.Checkpoints;
import daybook.core.protocol.Base;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.faults.simulation.Ports;
import daybook.faults.simulation.ReplicaSet;
import daybook.faults.simulation.Step;
import daybook.faults.simulation.SteppedMongoDb;
import daybook.testkit.fake.Forwarding;
import daybook.testkit.fake.InMemoryMongoDb;
import daybook.testkit.fake.MongoState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What goes wrong on the way from the totals into history. */
final class DumperBugs {

  /** What a redo reports that does not count. */
  static final Checkpoints.Redone NOTHING = new Checkpoints.Redone(0, 0, 0);

  private DumperBugs() {}

  /** A verification that does not look, but gives the operation time of right now. */
  static Optional<Settled> unverified(Ports ports, Checkpoint checkpoint) {
    return ports.steps.take(
        Step.of(
            "verify",
            () -> "verifies nothing",
            world ->
                Optional.of(
                    new Settled(
                        checkpoint.at(),
                        Long.toString(
                            world.mongo().committed().edit(state -> state.operations))))));
  }

  /** Condition 11. */
  static void replaceWithoutCompare(Ports ports) {
    SteppedMongoDb mongo = new SteppedMongoDb(ports.steps);
    ports.checkpoints =
        new Forwarding.Chain(ports.checkpoints) {
          @Override
          public boolean replace(long predecessorAt, Checkpoint next) {
            ReplicaSet.Written<Boolean> written =
                mongo.write(
                    "replace",
                    "replaces whatever checkpoint there is",
                    db ->
                        db.edit(
                            state -> {
                              state.checkpoint = next;
                              state.operations++;
                              return true;
                            }));
            mongo.awaitMajority(written.ticket());
            return true;
          }
        };
  }

  /** Condition 12, the totals. */
  static void settleBeforeTotals(Ports ports) {
    settleBefore(
        ports, whole -> new Checkpoint(whole.at(), whole.snapshotId(), List.of(), whole.imports()));
  }

  /** Condition 12, the ledger. */
  static void settleBeforeLedger(Ports ports) {
    settleBefore(
        ports, whole -> new Checkpoint(whole.at(), whole.snapshotId(), whole.totals(), List.of()));
  }

  /** Redoes and verifies only a part before the settle. */
  private static void settleBefore(Ports ports, UnaryOperator<Checkpoint> part) {
    Checkpoints whole = ports.checkpoints;
    ports.checkpoints =
        new Forwarding.Chain(whole) {
          @Override
          public Redone redo(Checkpoint checkpoint) {
            return right.redo(part.apply(checkpoint));
          }

          @Override
          public Optional<Settled> verify(Checkpoint checkpoint) {
            return right.verify(part.apply(checkpoint));
          }
        };
    ports.snapshots =
        new Forwarding.DumpersRedis(ports.snapshots) {
          @Override
          public SettleOutcome settle(Checkpoint checkpoint, Settled settled, LocalDate cutOff) {
            SettleOutcome outcome = right.settle(checkpoint, settled, cutOff);
            whole.redo(checkpoint);
            return outcome;
          }
        };
  }

  /** A redo of its own making, document by document. */
  private static void redoOther(Ports ports, Function<Checkpoint, Function<MongoState, ?>> redo) {
    SteppedMongoDb mongo = new SteppedMongoDb(ports.steps);
    ports.checkpoints =
        new Forwarding.Chain(ports.checkpoints) {
          @Override
          public Redone redo(Checkpoint checkpoint) {
            for (Checkpoint part : SteppedMongoDb.parts(checkpoint)) {
              ReplicaSet.Written<Boolean> written =
                  mongo.write("redo", "redoes in its own way", db -> redoPart(db, part, redo));
              mongo.awaitMajority(written.ticket());
            }
            return NOTHING;
          }
        };
  }

  private static boolean redoPart(
      InMemoryMongoDb db, Checkpoint part, Function<Checkpoint, Function<MongoState, ?>> redo) {
    if (part.totals().isEmpty()) {
      db.redo(part);
    } else {
      db.edit(redo.apply(part));
      db.edit(state -> state.operations++);
    }
    return true;
  }

  /** Condition 13. */
  static void redoWithoutGuard(Ports ports) {
    redoOther(
        ports,
        part ->
            state -> {
              DailyAggregate total = part.totals().get(0);
              return state.aggregates.put(total.key(), new Base(total.totals(), part.at()));
            });
  }

  /** The dump adds what has come since the last one, instead of writing whole totals. */
  static void increments(Ports ports, Map<Long, Map<AggregateKey, Base>> deltas) {
    redoOther(
        ports,
        part ->
            state -> {
              DailyAggregate total = part.totals().get(0);
              Base old = state.aggregates.getOrDefault(total.key(), Base.NONE);
              Base delta =
                  deltas
                      .computeIfAbsent(part.at(), unused -> new HashMap<>())
                      .computeIfAbsent(total.key(), unused -> difference(total, old));
              return state.aggregates.put(total.key(), sum(old, delta, part.at()));
            });
  }

  private static Base difference(DailyAggregate total, Base old) {
    SortedMap<String, Sum> delta = new TreeMap<>(total.totals());
    delta.replaceAll(
        (field, sum) -> {
          Sum before = old.totals().getOrDefault(field, Sum.ZERO);
          return new Sum(sum.cents() - before.cents(), sum.count() - before.count());
        });
    return new Base(delta, 0);
  }

  private static Base sum(Base old, Base delta, long at) {
    SortedMap<String, Sum> sum = new TreeMap<>(old.totals());
    delta.totals().forEach((field, more) -> sum.merge(field, more, Sum::plus));
    return new Base(sum, Math.max(at, old.lastUpdated()));
  }

  /** Condition 14: a redo that had nothing to do is taken for committed. */
  static void withoutVerify(Ports ports) {
    ports.checkpoints =
        new Forwarding.Chain(ports.checkpoints) {
          @Override
          public Optional<Settled> verify(Checkpoint checkpoint) {
            return unverified(ports, checkpoint);
          }
        };
  }

  /** Condition 14: what the primary alone has is taken for committed. */
  static void verifyLocally(Ports ports) {
    ports.checkpoints =
        new Forwarding.Chain(ports.checkpoints) {
          @Override
          public Optional<Settled> verify(Checkpoint checkpoint) {
            return ports.steps.take(
                Step.of(
                    "verify",
                    () -> "verifies at the primary",
                    world -> world.mongo().newest().verify(checkpoint)));
          }
        };
  }

  /** Condition 15, and the look at the chain that the verification takes. */
  static void readCheckpointLocally(Ports ports) {
    ports.checkpoints =
        new Forwarding.Chain(ports.checkpoints) {
          @Override
          public long latestAt() {
            return ports.steps.take(
                Step.of(
                    "latestAt",
                    () -> "reads the stamp of the primary's checkpoint",
                    world -> world.mongo().newest().latestAt()));
          }

          @Override
          public Optional<Checkpoint> latest() {
            return ports.steps.take(
                Step.of(
                    "latest",
                    () -> "reads the primary's checkpoint",
                    world -> world.mongo().newest().latest()));
          }

          @Override
          public Optional<Settled> verify(Checkpoint checkpoint) {
            return unverified(ports, checkpoint);
          }
        };
  }

  /** Positions as they are now, without a trace in Redis. */
  private static List<ImportCheckpoint> positions(Ports ports, LocalDate cutOff) {
    return ports.steps.take(
        Step.of(
            "positions",
            () -> "reads the positions",
            world -> world.redis().copy().snapshot("none", cutOff).imports()));
  }

  private static Snapshot with(Snapshot totals, List<ImportCheckpoint> imports) {
    return new Snapshot(
        totals.id(), totals.noted(), totals.settled(), totals.totals(), imports, totals.form());
  }

  /** Condition 9: positions later than totals. */
  static void totalsThenPositions(Ports ports) {
    ports.snapshots =
        new Forwarding.DumpersRedis(ports.snapshots) {
          @Override
          public Snapshot snapshot(String id, LocalDate cutOff) {
            Snapshot totals = right.snapshot(id, cutOff);
            return with(totals, positions(ports, cutOff));
          }
        };
  }

  /** Condition 9: positions earlier than totals. */
  static void positionsThenTotals(Ports ports) {
    ports.snapshots =
        new Forwarding.DumpersRedis(ports.snapshots) {
          @Override
          public Snapshot snapshot(String id, LocalDate cutOff) {
            List<ImportCheckpoint> positions = positions(ports, cutOff);
            return with(right.snapshot(id, cutOff), positions);
          }
        };
  }

  /** Condition 10: every other snapshot misses a day, as a scan may. */
  static void snapshotByScan(Ports ports, int[] snapshots) {
    ports.snapshots =
        new Forwarding.DumpersRedis(ports.snapshots) {
          @Override
          public Snapshot snapshot(String id, LocalDate cutOff) {
            return ports.steps.take(
                Step.of(
                    "snapshot",
                    () -> "scans for snapshot " + id,
                    world -> {
                      Snapshot whole = world.redis().snapshot(id, cutOff);
                      boolean misses = snapshots[0]++ % 2 == 0 && !whole.totals().isEmpty();
                      List<DailyAggregate> totals = new ArrayList<>(whole.totals());
                      totals.subList(0, misses ? 1 : 0).clear();
                      return new Snapshot(
                          id,
                          whole.noted(),
                          whole.settled(),
                          totals,
                          whole.imports(),
                          whole.form());
                    }));
          }
        };
  }
}
