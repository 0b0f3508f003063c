package daybook.faults.simulation;

import daybook.core.port.StoreException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a function, held before its next command until somebody lets it go on: it can
 * be held for any time, and abandoned at any command.
 */
abstract class Invocation {

  /** What a function does. */
  @FunctionalInterface
  interface Body {
    /** Runs the function to its end; every command of it goes through the steps. */
    void run(Steps steps);
  }

  /** A reply, and what the clocks showed when it came. */
  record Answer(
      @Nullable Object value, @Nullable StoreException failure, Instant now, long elapsedMs) {

    @SuppressWarnings("unchecked") // The reply to this step is of this step's type.
    <T> T to(Step<T> step) {
      if (failure != null) {
        throw failure;
      }
      return (T) value;
    }
  }

  private final String name;
  private int length;
  private @Nullable Step<?> pending;
  private @Nullable StoreException failure;

  Invocation(String name) {
    this.name = name;
  }

  /** Another one that stands where this one does. */
  Invocation(Invocation other) {
    this.name = other.name;
    this.length = other.length;
    this.pending = other.pending;
    this.failure = other.failure;
  }

  /** Goes on with a reply, up to the next command or the end; {@link #hold} or {@link #end}. */
  abstract void resume(Answer answer);

  /** Ends it where it stands, if it has not ended. */
  abstract void abandon();

  /** It stands before this command. */
  final void hold(Step<?> step) {
    pending = step;
  }

  /** It returned, or failed. */
  final void end(@Nullable StoreException cause) {
    pending = null;
    failure = cause;
  }

  public final String name() {
    return name;
  }

  /** Replies so far. */
  final int length() {
    return length;
  }

  /** Whether it returned or threw. */
  final boolean isEnded() {
    return pending == null;
  }

  /** Whether it ended by failing: its trigger is delivered again. */
  final boolean isFailed() {
    return failure != null;
  }

  /** Name of the next command; empty at the end. */
  final String next() {
    return pending == null ? "" : pending.name();
  }

  /** The next command, for people. */
  final String describe() {
    return name + ": " + (pending == null ? "ended" : pending.text().get());
  }

  /** Whether the next command can be done now. */
  final boolean isReady(World world) {
    return pending != null && pending.ready().test(world);
  }

  /** Has the next command done, and goes on to the one after. */
  final void step(World world) {
    answer(done(required(), world));
  }

  /** Has the next command done and loses its reply, which the function takes for a time-out. */
  final void stepWithoutReply(World world) {
    Answer lost = done(required(), world);
    answer(new Answer(null, timeOut(required()), lost.now(), lost.elapsedMs()));
  }

  /** Loses the next command on its way. */
  final void fail(World world) {
    answer(new Answer(null, timeOut(required()), world.now(), world.elapsedMs()));
  }

  /** Has the next command done, but does not go on. */
  final Answer answerOf(World world) {
    return done(required(), world);
  }

  private void answer(Answer answer) {
    length++;
    resume(answer);
  }

  private static Answer done(Step<?> step, World world) {
    try {
      Object value = step.effect().apply(world);
      return new Answer(value, null, world.now(), world.elapsedMs());
    } catch (StoreException e) {
      return new Answer(null, e, world.now(), world.elapsedMs());
    }
  }

  private static StoreException timeOut(Step<?> step) {
    return new StoreException("simulated store", step.name(), "time-out");
  }

  private Step<?> required() {
    if (pending == null) {
      throw new IllegalStateException(name + " has ended");
    }
    return pending;
  }
}
