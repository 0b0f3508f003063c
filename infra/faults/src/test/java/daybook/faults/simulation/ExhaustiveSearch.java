package daybook.faults.simulation;

import daybook.testkit.fake.InMemoryRecords;
import daybook.testkit.fake.InMemoryRedis;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every order in which the commands of a few invocations can arrive, over the same functions and
 * stores as in a {@link Simulation}. Where two orders lead to the same state of stores and
 * functions, what follows is looked at once, and counted for both.
 */
final class ExhaustiveSearch {

  /**
   * Commands whose place in the order makes no difference to anybody. No mapping changes during a
   * search, only people ask whether the same content was imported before, and no file has ids: no
   * import is pinned, and whatever the switch says makes no difference.
   */
  private static final Set<String> LOCAL =
      Set.of(
          "acknowledgement",
          "choose",
          "find",
          "find pin",
          "get",
          "running",
          "same content",
          "send",
          "sleep",
          "switch");

  /**
   * What a search found.
   *
   * @param schedules different orders of commands
   * @param states different states of stores and functions
   * @param ends different states of the stores in which all functions have ended
   */
  record Result(BigInteger schedules, long states, long ends) {}

  /** A function with its replies so far; what it does next depends on nothing else. */
  private static final class Node {
    final int number;
    final ReplayedInvocation invocation;
    final Map<String, Node> next = new HashMap<>();

    Node(int number, ReplayedInvocation invocation) {
      this.number = number;
      this.invocation = invocation;
    }
  }

  /**
   * Where a search is.
   *
   * @param replica what Redis may fail over to, once there is one
   * @param failedOver whether it has, or may not
   * @param running which function had the last command
   * @param switches how often another function may still come before that one has ended
   */
  private record State(
      World world,
      @Nullable InMemoryRedis replica,
      boolean failedOver,
      int running,
      int switches) {}

  private final RowOracle oracle;
  private final Functions functions;
  private final Map<Fingerprint, BigInteger> seen = new HashMap<>();
  private final Set<Fingerprint> ends = new HashSet<>();
  private int nodes;

  ExhaustiveSearch(RowOracle oracle, Functions functions) {
    this.oracle = oracle;
    this.functions = functions;
  }

  /**
   * Searches.
   *
   * @param bodies the functions, which all may begin at any time
   * @param failOver whether Redis may also, once, fail over to any of its earlier states
   * @param switchesMax how often one function may come between the commands of another one
   * @throws Violation at the first order that breaks the promise
   */
  Result search(World world, List<Invocation.Body> bodies, boolean failOver, int switchesMax) {
    // Who asks the switch again writes nothing, so that it is a command like those that are local.
    world.mongo().write(db -> new InMemoryRecords(db).isOn(true, Instant.EPOCH, world.now()));
    List<Node> cast = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      cast.add(node(new ReplayedInvocation("function " + i, bodies.get(i), world), world));
    }
    BigInteger schedules = explore(new State(world, null, !failOver, 0, switchesMax), cast);
    return new Result(schedules, seen.size(), ends.size());
  }

  /** A node stands before a command that is not local. */
  private Node node(ReplayedInvocation invocation, World world) {
    while (LOCAL.contains(invocation.next())) {
      invocation.step(world);
    }
    return new Node(nodes++, invocation);
  }

  private BigInteger explore(State state, List<Node> cast) {
    Fingerprint fingerprint = fingerprint(state, cast);
    BigInteger known = seen.get(fingerprint);
    if (known != null) {
      return known;
    }
    BigInteger schedules = BigInteger.ZERO;
    boolean ended = cast.get(state.running()).invocation.isEnded();
    boolean allEnded = true;
    for (int i = 0; i < cast.size(); i++) {
      boolean here = i == state.running();
      allEnded &= cast.get(i).invocation.isEnded();
      if (!cast.get(i).invocation.isEnded() && (here || ended || state.switches() > 0)) {
        int left = here || ended ? state.switches() : state.switches() - 1;
        schedules = schedules.add(step(state, cast, i, left));
      }
    }
    if (allEnded) {
      end(state);
      schedules = BigInteger.ONE;
    }
    if (!state.failedOver()) {
      schedules = schedules.add(failOver(state, cast));
    }
    seen.put(fingerprint, schedules);
    return schedules;
  }

  private static Fingerprint fingerprint(State state, List<Node> cast) {
    StringBuilder text = new StringBuilder(Fingerprint.describe(state.world()));
    cast.forEach(node -> text.append(' ').append(node.number));
    if (state.replica() != null) {
      Fingerprint.describe(text, state.replica());
    }
    text.append(state.failedOver()).append(state.running()).append(' ').append(state.switches());
    return Fingerprint.of(text.toString());
  }

  private BigInteger step(State state, List<Node> cast, int actor, int switches) {
    World world = state.world().copy();
    Node node = cast.get(actor);
    ReplayedInvocation invocation = node.invocation.copy();
    Node after = after(node, invocation.answerOf(world), invocation, world);
    oracle.lookBack(state.world());
    oracle.check(world);
    List<Node> next = new ArrayList<>(cast);
    next.set(actor, after);
    return explore(new State(world, state.replica(), state.failedOver(), actor, switches), next);
  }

  private Node after(
      Node node, Invocation.Answer answer, ReplayedInvocation invocation, World world) {
    String key =
        answer.failure() != null
            ? "failed " + answer.failure().getMessage()
            : Fingerprint.describe(answer.value());
    return node.next.computeIfAbsent(
        key,
        unused -> {
          invocation.resume(answer);
          return node(invocation, world);
        });
  }

  /** Either the replica is cut off here, or Redis fails over to what it had then. */
  private BigInteger failOver(State state, List<Node> cast) {
    World world = state.world().copy();
    if (state.replica() == null) {
      return explore(with(state, world, world.redis().copy(), false), cast);
    }
    world.redis().restoreTo(state.replica());
    return explore(with(state, world, null, true), cast);
  }

  private static State with(
      State state, World world, @Nullable InMemoryRedis replica, boolean failedOver) {
    return new State(world, replica, failedOver, state.running(), state.switches());
  }

  private void end(State state) {
    if (ends.add(Fingerprint.of(Fingerprint.describe(state.world())))) {
      World world = state.world().copy();
      oracle.lookBack(world);
      Cast rest = new Cast(world, functions, oracle);
      try {
        new Convergence(world, rest, oracle).run();
      } finally {
        rest.close();
      }
    }
  }
}
