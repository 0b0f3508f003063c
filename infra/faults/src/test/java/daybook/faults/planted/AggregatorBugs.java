package daybook.faults.planted;

import daybook.core.AggregateKey;
import daybook.core.DailyAggregate;
import daybook.core.Sum;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.Outcome;
import daybook.core.port.HotTotals.Tail;
import daybook.core.protocol.Base;
import daybook.core.protocol.BatchId;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.Settled;
import daybook.faults.simulation.Ports;
import daybook.faults.simulation.Step;
import daybook.faults.simulation.World;
import daybook.testkit.fake.Forwarding;
import daybook.testkit.fake.RedisState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** What goes wrong on the way from the queue into the totals. */
final class AggregatorBugs {

  private AggregatorBugs() {}

  /** An aggregator's view that remembers the elements it has read. */
  private abstract static class Remembering extends Forwarding.Hot {
    private final Map<BatchId, byte[]> read = new HashMap<>();

    Remembering(HotTotals right) {
      super(right);
    }

    /** How the tail is read. */
    Tail read(int batchesMax) {
      return right.tail(batchesMax);
    }

    @Override
    public final Tail tail(int batchesMax) {
      Tail tail = read(batchesMax);
      tail.batches().forEach(batch -> read.put(batch.id(), batch.element()));
      return tail;
    }

    /** Every element read so far. */
    final Map<BatchId, byte[]> elements() {
      return Map.copyOf(read);
    }
  }

  /** Apply with a change to what is asked for, made in the same step. */
  private static void applyOther(Ports ports, BiFunction<World, Application, Application> other) {
    ports.hotTotals =
        new Forwarding.Hot(ports.hotTotals) {
          @Override
          public Outcome apply(Application application) {
            return ports.steps.take(
                Step.of(
                    "apply",
                    () -> "applies " + application.sums(),
                    world -> world.redis().apply(other.apply(world, application))));
          }
        };
  }

  private static Application with(
      Application of, Settled seen, UnaryOperator<Base> base, UnaryOperator<Sum> sum) {
    List<DailyAggregate> sums = new ArrayList<>();
    of.sums()
        .forEach(
            (key, amounts) -> {
              SortedMap<String, Sum> changed = new TreeMap<>(amounts);
              changed.replaceAll((method, amount) -> sum.apply(amount));
              sums.add(new DailyAggregate(key, changed));
            });
    Map<AggregateKey, Base> bases = new HashMap<>(of.bases());
    bases.replaceAll((key, old) -> base.apply(old));
    return new Application(of.batches(), of.digests(), seen, Totals.of(sums), bases, of.setAside());
  }

  /** Condition 5, and the comparison of positions that stands behind it. */
  static void applyWithoutIdentities(Ports ports) {
    ports.hotTotals =
        new Remembering(ports.hotTotals) {
          @Override
          public Outcome apply(Application application) {
            Map<BatchId, byte[]> elements = elements();
            return ports.steps.take(
                Step.of(
                    "apply",
                    () -> "applies whatever the tail is " + application.sums(),
                    world -> {
                      world.redis().edit(state -> putBack(state, application, elements));
                      return world.redis().apply(application);
                    }));
          }
        };
  }

  /** Makes the tail what the aggregator has read, and the imports stand before it. */
  private static boolean putBack(
      RedisState state, Application application, Map<BatchId, byte[]> elements) {
    List<byte[]> asked = application.batches().stream().map(elements::get).toList();
    asked.forEach(element -> remove(state, element));
    state.queue.addAll(0, asked);
    List<BatchId> newestFirst = new ArrayList<>(application.batches());
    Collections.reverse(newestFirst);
    newestFirst.forEach(id -> stand(state, id.importId(), id.from()));
    return true;
  }

  private static void remove(RedisState state, byte[] element) {
    state.queue.removeIf(other -> Arrays.equals(other, element));
  }

  private static void stand(RedisState state, ImportId id, long applied) {
    state.imports.computeIfPresent(
        id,
        (unused, record) -> {
          ImportPosition old = record.applied();
          return withApplied(
              record,
              new ImportPosition(
                  applied,
                  old.line(),
                  old.accepted(),
                  old.rejected(),
                  old.methods(),
                  ImportState.RUNNING,
                  null));
        });
  }

  private static ImportRecord withApplied(ImportRecord record, ImportPosition applied) {
    return new ImportRecord(
        record.source(),
        record.begun(),
        record.enqueued(),
        applied,
        record.setAside(),
        record.stopped());
  }

  /** Condition 24. */
  static void applyByIdentitiesAlone(Ports ports) {
    ports.hotTotals =
        new Forwarding.Hot(ports.hotTotals) {
          @Override
          public Outcome apply(Application of) {
            return right.apply(
                new Application(of.batches(), of.seen(), of.sums(), of.bases(), of.setAside()));
          }
        };
  }

  /** Condition 6. */
  static void baseWhateverIsSettled(Ports ports) {
    applyOther(
        ports,
        (world, asked) -> {
          Settled now = world.redis().edit(state -> state.settled);
          return with(asked, now, UnaryOperator.identity(), UnaryOperator.identity());
        });
  }

  /** Condition 7. */
  static void baseNewerThanRedis(Ports ports) {
    applyOther(
        ports,
        (world, asked) ->
            with(
                asked, asked.seen(), base -> new Base(base.totals(), 0), UnaryOperator.identity()));
  }

  private static void historyOf(
      Ports ports, BiFunction<Collection<AggregateKey>, Settled, Map<AggregateKey, Base>> bases) {
    History right = ports.history;
    ports.history =
        new History() {
          @Override
          public Map<AggregateKey, Base> bases(
              Collection<AggregateKey> keys, Settled notOlderThan) {
            return bases.apply(keys, notOlderThan);
          }

          @Override
          public Totals range(View view, LocalDate from, LocalDate to) {
            return right.range(view, from, to);
          }

          @Override
          public Set<TransactionType> groups(Settled notOlderThan) {
            return right.groups(notOlderThan);
          }
        };
  }

  /** Condition 8. */
  static void baseOlderThanSettled(Ports ports) {
    History right = ports.history;
    historyOf(ports, (keys, settled) -> right.bases(keys, Settled.NONE));
  }

  /** A day that was purged begins again at zero. */
  static void baseOfZero(Ports ports) {
    historyOf(
        ports,
        (keys, settled) -> {
          Map<AggregateKey, Base> zero = new HashMap<>();
          keys.forEach(key -> zero.put(key, Base.NONE));
          return zero;
        });
  }

  /** Sums of binary floating point. */
  static void floatSums(Ports ports) {
    applyOther(
        ports,
        (world, asked) ->
            with(
                asked,
                asked.seen(),
                UnaryOperator.identity(),
                sum ->
                    new Sum(
                        Math.round((double) (float) (sum.cents() / 100.0) * 100), sum.count())));
  }

  /** Batches are out of the queue before their rows are in the totals. */
  static void popBeforeApply(Ports ports) {
    ports.hotTotals =
        new Remembering(ports.hotTotals) {
          @Override
          Tail read(int batchesMax) {
            return ports.steps.take(
                Step.of(
                    "tail",
                    () -> "pops the tail",
                    world -> {
                      Tail read = world.redis().tail(batchesMax);
                      read.batches()
                          .forEach(
                              batch ->
                                  world
                                      .redis()
                                      .edit(
                                          state -> {
                                            remove(state, batch.element());
                                            return true;
                                          }));
                      return read;
                    }));
          }

          @Override
          public Outcome apply(Application application) {
            Map<BatchId, byte[]> elements = elements();
            return ports.steps.take(
                Step.of(
                    "apply",
                    () -> "applies what it has popped",
                    world -> applyPopped(world, application, elements)));
          }
        };
  }

  private static Outcome applyPopped(
      World world, Application application, Map<BatchId, byte[]> elements) {
    world.redis().edit(state -> putBack(state, application, elements));
    Outcome outcome = world.redis().apply(application);
    if (!(outcome instanceof Applied)) {
      world
          .redis()
          .edit(
              state -> {
                application.batches().forEach(id -> remove(state, elements.get(id)));
                return true;
              });
    }
    return outcome;
  }

  /** What {@link #applyInTwoSteps} has done in its first. */
  private record Half(Outcome outcome, Map<ImportId, ImportPosition> applied) {}

  /** Condition 9: totals first, then queue and positions. */
  static void applyInTwoSteps(Ports ports) {
    ports.hotTotals =
        new Remembering(ports.hotTotals) {
          @Override
          public Outcome apply(Application application) {
            Half half =
                ports.steps.take(
                    Step.of(
                        "apply",
                        () -> "raises the totals by " + application.sums(),
                        world -> raise(world, application)));
            if (half.outcome() instanceof Applied) {
              Map<BatchId, byte[]> elements = elements();
              ports.steps.take(
                  Step.of(
                      "trim",
                      () -> "takes the batches out of the queue",
                      world -> trim(world, application, elements, half.applied())));
            }
            return half.outcome();
          }
        };
  }

  private static Half raise(World world, Application application) {
    List<byte[]> queue = world.redis().edit(state -> List.copyOf(state.queue));
    Map<ImportId, ImportRecord> before = world.redis().edit(state -> Map.copyOf(state.imports));
    Outcome outcome = world.redis().apply(application);
    Map<ImportId, ImportPosition> applied = new HashMap<>();
    world
        .redis()
        .edit(
            state -> {
              state.imports.forEach((id, record) -> applied.put(id, record.applied()));
              state.imports.putAll(before);
              state.queue.clear();
              state.queue.addAll(queue);
              return true;
            });
    return new Half(outcome, applied);
  }

  private static boolean trim(
      World world,
      Application application,
      Map<BatchId, byte[]> elements,
      Map<ImportId, ImportPosition> applied) {
    return world
        .redis()
        .edit(
            state -> {
              for (BatchId id : application.batches()) {
                remove(state, elements.get(id));
                state.imports.computeIfPresent(
                    id.importId(),
                    (unused, record) -> withApplied(record, applied.get(id.importId())));
              }
              return true;
            });
  }
}
