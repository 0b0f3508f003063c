package daybook.faults.boundary;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Runs of a scenario: a function is struck once, its message is delivered again as SQS would,
 * everything comes to rest, and the result must be exact.
 *
 * @param testbed where it takes place
 * @param scenario what is attacked
 * @param others who runs beside it, if anybody
 * @param rewriter gets the words of each command to Redis and gives those that are sent
 */
record Run(
    Testbed testbed,
    Scenario scenario,
    Optional<Others> others,
    UnaryOperator<List<byte[]>> rewriter) {

  /** Between two looks whether a function is held, in ms. */
  private static final long POLL_MS = 1;

  /**
   * What happened.
   *
   * @param struck whether the function got as far as the boundary
   * @param commands how many commands it sent
   * @param looks how often history was looked at
   * @param differenceCents by how much history's totals together were wrong in the end
   */
  record Result(boolean struck, int commands, long looks, long differenceCents) {}

  /**
   * Strikes the function once.
   *
   * @param at the command; the first of these
   * @throws AssertionError if the result is not exact, or history ever showed what it must not
   */
  Result strike(Blow.Kind kind, Predicate<Command> at) {
    HistoryWatch watch = reset();
    Blow blow = new Blow(kind, at, watch, testbed.journal());
    others.ifPresent(Others::begin);
    int commands;
    try (AttackedLife life = begin(swapping(blow, at))) {
      if (kind == Blow.Kind.DELAYED && isHeld(blow, life)) {
        outlive(blow, life);
      } else {
        end(life, blow::hasStruck);
      }
      commands = life.commands();
    } finally {
      blow.release();
    }
    return conclude(watch, blow.hasStruck(), commands);
  }

  /**
   * Holds the function before a command until something was done.
   *
   * @param at the command; the first of these
   * @throws AssertionError as {@link #strike}
   */
  Result hold(Predicate<Command> at, Runnable meanwhile) {
    HistoryWatch watch = reset();
    Blow blow = new Blow(Blow.Kind.DELAYED, at, watch, testbed.journal());
    int commands;
    try (AttackedLife life = begin(swapping(blow, at))) {
      if (isHeld(blow, life)) {
        meanwhile.run();
      }
      blow.release();
      end(life, blow::hasStruck);
      commands = life.commands();
    } finally {
      blow.release();
    }
    return conclude(watch, blow.hasStruck(), commands);
  }

  /**
   * Puts Redis back to another state of its past once.
   *
   * @param at before which command it happens, the first of these
   * @param to which of the states before, from 0
   * @param fate what becomes of the function then
   * @throws AssertionError as {@link #strike}
   */
  Result rewind(Predicate<Command> at, int to, Attack.Fate fate) {
    HistoryWatch watch = reset();
    Rewind rewind = rewind(at, to, fate, watch);
    int commands;
    try (AttackedLife life = begin(swapping(rewind, at))) {
      end(life, rewind::hasStruck);
      commands = life.commands();
    }
    return conclude(watch, rewind.hasStruck(), commands);
  }

  /** For each command how many states there are to put Redis back to. */
  List<Integer> statesAt() {
    Rewind rewind = rewind(command -> false, 0, Attack.Fate.LIVES, reset());
    try (AttackedLife life = begin(rewind)) {
      end(life, rewind::hasStruck);
    }
    return rewind.pastAt();
  }

  private Rewind rewind(Predicate<Command> at, int to, Attack.Fate fate, HistoryWatch watch) {
    return new Rewind(
        testbed.stores().redis(), at, to, fate, scenario.past(), watch, testbed.journal());
  }

  private HistoryWatch reset() {
    scenario.reset(testbed);
    HistoryWatch watch = new HistoryWatch(testbed.stores(), scenario.oracle());
    testbed.afterEach(() -> watch.look("between"));
    watch.look("at the start");
    return watch;
  }

  /** The same, and at that command a mapping takes another one's place in the bucket. */
  private Attack swapping(Attack attack, Predicate<Command> at) {
    return scenario.swapped().<Attack>map(to -> new Swap(attack, at, testbed, to)).orElse(attack);
  }

  private record Swap(Attack attack, Predicate<Command> at, Testbed testbed, TillMapping to)
      implements Attack {
    @Override
    public Fate before(Command command) {
      if (at.test(command)) {
        testbed.put(to);
      }
      return attack.before(command);
    }

    @Override
    public Fate after(Command command) {
      return attack.after(command);
    }
  }

  private AttackedLife begin(Attack attack) {
    return new AttackedLife(
        testbed.servers(),
        scenario.attacked(),
        scenario.message(),
        attack,
        rewriter,
        testbed.sleeper(),
        testbed.journal());
  }

  private static boolean isHeld(Blow blow, AttackedLife life) {
    while (!blow.hasStruck() && life.isAlive(POLL_MS)) {
      // the next look
    }
    return blow.hasStruck();
  }

  /** What is not acknowledged comes again, and only what was struck may leave it so. */
  private void end(AttackedLife life, BooleanSupplier struck) {
    life.join();
    if (!life.isDone()) {
      if (!struck.getAsBoolean()) {
        require(List.of(scenario.attacked() + " failed"), "without a blow");
      }
      testbed.deliver(scenario.attacked(), scenario.message());
    }
    others.ifPresent(Others::end);
  }

  /** A twin does all the work, and what the zombie then still does changes nothing. */
  private void outlive(Blow blow, AttackedLife life) {
    testbed.deliver(scenario.attacked(), scenario.message());
    others.ifPresent(Others::end);
    testbed.settleDown();
    require(Differences.differences(testbed.stores(), scenario.oracle()), "before the zombie woke");
    String before = Differences.everything(testbed.stores(), scenario.oracle());
    blow.release();
    life.join();
    if (!Differences.everything(testbed.stores(), scenario.oracle()).equals(before)) {
      require(List.of("the zombie changed something"), "after the zombie woke");
    }
  }

  private Result conclude(HistoryWatch watch, boolean struck, int commands) {
    testbed.settleDown();
    require(Differences.differences(testbed.stores(), scenario.oracle()), "at rest");
    String before = Differences.everything(testbed.stores(), scenario.oracle());
    testbed.deliver(scenario.attacked(), scenario.message());
    testbed.schedule(Function.IMPORTER);
    testbed.settleDown();
    watch.look("at the end");
    if (!Differences.everything(testbed.stores(), scenario.oracle()).equals(before)) {
      require(List.of("running everything again changed something"), "at the end");
    }
    require(watch.violations(), "in history");
    long difference = Differences.differenceCents(testbed.stores(), scenario.oracle());
    return new Result(struck, commands, watch.looks(), difference);
  }

  private void require(List<String> differences, String when) {
    if (!differences.isEmpty()) {
      throw new AssertionError(
          when + ":\n" + String.join("\n", differences) + "\n\n" + testbed.journal());
    }
  }
}
