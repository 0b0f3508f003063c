package daybook.faults.planted;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import daybook.faults.simulation.Ports;
import daybook.faults.simulation.Step;
import daybook.testkit.fake.Forwarding;
import daybook.testkit.fake.InMemoryRedis;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What goes wrong where a checkpoint is settled. */
final class SettleBugs {

  private SettleBugs() {}

  /** A settle with something done before it in the same step, and something after. */
  private static void settleOther(Ports ports, Settling settling) {
    ports.snapshots =
        new Forwarding.DumpersRedis(ports.snapshots) {
          @Override
          public SettleOutcome settle(Checkpoint checkpoint, Settled settled, LocalDate cutOff) {
            return ports.steps.take(
                Step.of(
                    "settle",
                    () -> "settles " + checkpoint.at() + " in its own way",
                    world ->
                        settling.settle(
                            world.redis(),
                            checkpoint,
                            () -> world.redis().settle(checkpoint, settled, cutOff),
                            cutOff)));
          }
        };
  }

  /** How a settle goes wrong. */
  private interface Settling {
    SettleOutcome settle(
        InMemoryRedis redis,
        Checkpoint checkpoint,
        Supplier<SettleOutcome> right,
        LocalDate cutOff);
  }

  /** Condition 16. */
  static void confirmAnySnapshot(Ports ports) {
    settleOther(
        ports,
        (redis, checkpoint, right, cutOff) -> {
          redis.edit(state -> state.snapshots.add(checkpoint.snapshotId()));
          return right.get();
        });
  }

  /** Condition 17. */
  static void purgeWithoutCompare(Ports ports) {
    settleOther(
        ports,
        (redis, checkpoint, right, cutOff) -> {
          for (DailyAggregate saved : checkpoint.totals()) {
            if (saved.key().day().isBefore(cutOff)) {
              redis.edit(
                  state ->
                      state.snapshots.contains(checkpoint.snapshotId())
                          ? state.hashes.replace(saved.key(), new TreeMap<>(saved.totals()))
                          : null);
            }
          }
          return right.get();
        });
  }

  /** Condition 18. */
  static void restoreWithoutRedo(Ports ports) {
    Set<String> own = new HashSet<>();
    ports.snapshots =
        new Forwarding.DumpersRedis(ports.snapshots) {
          @Override
          public Snapshot snapshot(String id, LocalDate cutOff) {
            own.add(id);
            return right.snapshot(id, cutOff);
          }
        };
    ports.checkpoints =
        new Forwarding.Chain(ports.checkpoints) {
          @Override
          public Redone redo(Checkpoint checkpoint) {
            return own.contains(checkpoint.snapshotId())
                ? right.redo(checkpoint)
                : DumperBugs.NOTHING;
          }

          @Override
          public Optional<Settled> verify(Checkpoint checkpoint) {
            return own.contains(checkpoint.snapshotId())
                ? right.verify(checkpoint)
                : DumperBugs.unverified(ports, checkpoint);
          }
        };
  }

  /** Condition 19, the hashes. */
  static void restoreKeepsHashes(Ports ports) {
    settleOther(
        ports,
        (redis, checkpoint, right, cutOff) -> {
          Map<AggregateKey, SortedMap<String, Sum>> before =
              redis.edit(state -> new TreeMap<>(state.hashes));
          SettleOutcome outcome = right.get();
          if (outcome.kind() == SettleOutcome.Kind.RESTORED) {
            redis.edit(
                state -> {
                  state.hashes.putAll(before);
                  return null;
                });
          }
          return outcome;
        });
  }

  /** Condition 19, the offsets. */
  static void restoreForgetsOffsets(Ports ports) {
    settleOther(
        ports,
        (redis, checkpoint, right, cutOff) -> {
          SettleOutcome outcome = right.get();
          if (outcome.kind() == SettleOutcome.Kind.RESTORED) {
            redis.edit(
                state -> {
                  state.imports.clear();
                  return null;
                });
          }
          return outcome;
        });
  }
}
