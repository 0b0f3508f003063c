package daybook.faults.simulation;

import daybook.core.protocol.ObjectVersion;
import daybook.core.record.Counting;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionRecord;
import daybook.faults.simulation.Cast.Actor;
import daybook.faults.simulation.Cast.How;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What must come to be once nothing goes wrong any more: everything in history, exactly. */
final class Convergence {

  /** Rounds of all schedules until everything must be in history. */
  private static final int ROUNDS_MAX = 40;

  /** A sealed entry that waits after so many has lost its journal. */
  private static final int ROUNDS_BEFORE_SEALED_AGAIN = 8;

  /** Longer than a sealer waits before it writes a line again. */
  private static final Duration SEALED_AGAIN_AFTER = Duration.ofMinutes(61);

  /** Commands of one round. */
  private static final int ROUND_COMMANDS_MAX = 20_000;

  private final World world;
  private final Cast cast;
  private final RowOracle oracle;

  Convergence(World world, Cast cast, RowOracle oracle) {
    this.world = world;
    this.cast = cast;
    this.oracle = oracle;
  }

  /**
   * Every schedule fires and every message is delivered, until nothing is left to do.
   *
   * @throws Violation if that does not come to be, or if what has come to be is wrong
   */
  void run() {
    runAll();
    for (int round = 0; round < ROUNDS_MAX; round++) {
      cast.deliver(Functions.RECONCILE);
      new ArrayList<>(cast.inbox()).stream().distinct().forEach(cast::deliver);
      cast.wake();
      cast.tick();
      cast.seal();
      runAll();
      cast.tick();
      runAll();
      if (round > ROUNDS_BEFORE_SEALED_AGAIN) {
        passTillSealedAgain();
      }
      if (isDone()) {
        oracle.checkEnd(world);
        return;
      }
    }
    throw new Violation(
        "not converged after " + ROUNDS_MAX + " rounds, left: " + left() + ", " + cast.inbox());
  }

  /** Nobody waits that long in a simulation: the clock is set. */
  private void passTillSealedAgain() {
    world
        .mongo()
        .committed()
        .edit(
            state ->
                state.records.values().stream()
                    .map(TransactionRecord::counting)
                    .filter(of -> of.pending().equals(Optional.of(PendingState.SEALED)))
                    .map(Counting::since)
                    .max(Comparator.naturalOrder()))
        .map(since -> since.plus(SEALED_AGAIN_AFTER))
        .filter(world.now()::isBefore)
        .ifPresent(this::passTill);
  }

  private void passTill(Instant time) {
    cast.note("the clock comes to " + time);
    world.stepClock(Duration.between(world.now(), time).toMillis());
  }

  /** Runs all that are not frozen to their ends, one command of each in turn. */
  private void runAll() {
    int commands = 0;
    while (cast.actors().stream().anyMatch(actor -> !actor.frozen)) {
      List<Actor> ready = cast.ready();
      if (ready.isEmpty()) {
        world.pass(100);
      }
      for (Actor actor : ready) {
        cast.step(actor, How.WELL);
        oracle.check(world);
      }
      commands += Math.max(1, ready.size());
      if (commands > ROUND_COMMANDS_MAX) {
        throw new Violation("a round does not end: " + describe());
      }
    }
  }

  private String describe() {
    return cast.actors().stream()
        .map(actor -> actor.invocation.describe())
        .collect(Collectors.joining(", "));
  }

  private boolean isDone() {
    return cast.inbox().isEmpty() && left().isEmpty();
  }

  /** What is not in history yet. */
  private List<String> left() {
    List<String> left = new ArrayList<>();
    for (Upload upload : oracle.uploads()) {
      boolean there = world.holds(upload.version());
      if (there && world.mongo().committed().find(upload.version().importId()).isEmpty()) {
        left.add(upload.version().key());
      }
    }
    for (ObjectVersion journal : world.journals()) {
      if (world.holds(journal) && world.mongo().committed().find(journal.importId()).isEmpty()) {
        left.add(journal.key());
      }
    }
    left.addAll(oracle.records().left(world));
    world
        .redis()
        .edit(
            state -> {
              state.queue.forEach(batch -> left.add("a batch"));
              state.imports.keySet().forEach(id -> left.add("import " + Texts.of(id)));
              state.changed.forEach(key -> left.add("changed " + key));
              return null;
            });
    return left;
  }
}
