package daybook.faults.simulation;

import daybook.core.protocol.ObjectVersion;
import daybook.testkit.fake.RecordedMessages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of a simulation and the messages that they come from. A message stays until an
 * invocation for it has ended well, and may have any number of invocations meanwhile.
 */
final class Cast {

  /** The functions. */
  enum Role {
    IMPORTER,
    AGGREGATOR,
    DUMPER,
    STATS,
    SEALER,
    CLIENT
  }

  /** An invocation and what it is for. */
  static final class Actor {
    final Role role;
    final Invocation invocation;
    final @Nullable String message;
    boolean frozen;

    /** Whether its MongoDB is the primary that was cut off, while there is one. */
    boolean asksDeposed;

    Actor(Role role, Invocation invocation, @Nullable String message) {
      this.role = role;
      this.invocation = invocation;
      this.message = message;
    }
  }

  private final World world;
  private final Functions functions;
  private final RowOracle oracle;
  private final List<Actor> actors = new ArrayList<>();
  private final List<String> inbox = new ArrayList<>();
  private final List<String> posted = new ArrayList<>();
  private final Map<Role, Integer> begun = new HashMap<>();
  private final List<String> trace = new ArrayList<>();
  private boolean tracing;
  private long commands;
  private boolean asksDeposed;
  private BooleanSupplier losesNotification = () -> false;

  Cast(World world, Functions functions, RowOracle oracle) {
    this.world = world;
    this.functions = functions;
    this.oracle = oracle;
  }

  /** Writes down what happens from now on. */
  void setTracing(boolean tracing) {
    this.tracing = tracing;
  }

  /** Whether invocations that begin from now on are on the side of a primary that was cut off. */
  void setAsksDeposed(boolean asksDeposed) {
    this.asksDeposed = asksDeposed;
  }

  /** Whether the notification of a journal gets lost; asked for each. */
  void setLosesNotification(BooleanSupplier losesNotification) {
    this.losesNotification = losesNotification;
  }

  List<String> trace() {
    return trace;
  }

  void note(String text) {
    if (tracing) {
      trace.add((trace.size() + 1) + ". " + text);
    }
  }

  List<Actor> actors() {
    return actors;
  }

  /** Messages to the importer that are not dealt with. */
  List<String> inbox() {
    return inbox;
  }

  /** A message to the importer, as its queue holds it. */
  void post(String message) {
    inbox.add(message);
    posted.add(message);
  }

  /** Every message that was ever posted: a queue may deliver any of them once more. */
  List<String> posted() {
    return posted;
  }

  /** The notification of an object. */
  static String notification(ObjectVersion object) {
    String version = object.versionId();
    return "{\"continue\":{\"bucket\":\"%s\",\"key\":\"%s\",\"versionId\":%s,\"hop\":0}}"
        .formatted(World.BUCKET, object.key(), version == null ? "null" : "\"" + version + "\"");
  }

  Actor deliver(String message) {
    return begin(Role.IMPORTER, functions.importer(message), message);
  }

  Actor wake() {
    return begin(Role.AGGREGATOR, functions.aggregator(), null);
  }

  Actor tick() {
    return begin(Role.DUMPER, functions.dumper(), null);
  }

  Actor ask() {
    return begin(
        Role.STATS,
        functions.stats(Simulation.FIRST_DAY, Simulation.LAST_DAY, oracle::checkAnswer),
        null);
  }

  Actor seal() {
    return begin(Role.SEALER, functions.sealer(), null);
  }

  Actor request(Client.Wish wish) {
    wish.money().ifPresent(money -> oracle.add(wish.id(), money));
    note("a client wants " + wish);
    return begin(Role.CLIENT, functions.client(wish, oracle.records()), null);
  }

  private Actor begin(Role role, Invocation.Body body, @Nullable String message) {
    int number = begun.merge(role, 1, Integer::sum);
    String name = role.name().toLowerCase(Locale.ROOT) + " " + number;
    Actor actor = new Actor(role, new ThreadedInvocation(name, body, world), message);
    note(name + " begins" + (message == null ? "" : " with " + message));
    actor.asksDeposed = asksDeposed;
    actors.add(actor);
    settle(actor);
    return actor;
  }

  /** Commands so far. */
  long commands() {
    return commands;
  }

  /** Has an actor's next command done, well or not. */
  void step(Actor actor, How how) {
    commands++;
    if (tracing) {
      note(actor.invocation.describe() + how.note + (asksDeposed(actor) ? " [deposed]" : ""));
    }
    switch (how) {
      case WELL -> actor.invocation.step(world);
      case REPLY_LOST -> actor.invocation.stepWithoutReply(world);
      case COMMAND_LOST -> actor.invocation.fail(world);
    }
    collect();
    settle(actor);
  }

  private boolean asksDeposed(Actor actor) {
    return actor.asksDeposed && world.mongo().hasDeposed();
  }

  /** What becomes of a command. */
  enum How {
    WELL(""),
    REPLY_LOST(" [reply lost]"),
    COMMAND_LOST(" [command lost]");

    private final String note;

    How(String note) {
      this.note = note;
    }
  }

  private void settle(Actor actor) {
    if (actor.invocation.isEnded()) {
      actors.remove(actor);
      if (actor.message != null && !actor.invocation.isFailed()) {
        inbox.remove(actor.message);
      }
    }
  }

  /** Ends an actor where it stands. Its message stays. */
  void kill(Actor actor) {
    note(actor.invocation.name() + " is killed");
    actors.remove(actor);
    actor.invocation.abandon();
  }

  /** Ends every invocation, so that no thread is left. */
  void close() {
    actors.forEach(actor -> actor.invocation.abandon());
    actors.clear();
  }

  /**
   * Moves what was sent to the importer, and what the bucket says of journals, into its queue; the
   * schedules make up for the others.
   */
  private void collect() {
    for (RecordedMessages.Sent sent : world.messages().drainImports()) {
      inbox.add(sent.body());
    }
    for (ObjectVersion journal : world.drainNotifications()) {
      if (losesNotification.getAsBoolean()) {
        note("(the notification of " + journal.key() + " is lost)");
      } else {
        post(notification(journal));
      }
    }
  }

  /** Those that can go on now. */
  List<Actor> ready() {
    List<Actor> ready = new ArrayList<>();
    for (Actor actor : actors) {
      if (!actor.frozen && actor.invocation.isReady(world)) {
        ready.add(actor);
      }
    }
    return ready;
  }
}
