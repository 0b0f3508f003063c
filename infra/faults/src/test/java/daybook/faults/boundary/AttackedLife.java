package daybook.faults.boundary;

import daybook.core.port.EventLog;
import daybook.core.port.Sleeper;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A life of a function that reaches the servers only through a lifeline. */
final class AttackedLife implements AutoCloseable {

  /** Time for a life to end, in ms; one that is dead has lost all connections and every wait. */
  private static final long END_MS_MAX = 60_000;

  private final Lifeline lifeline;
  private final Life life;
  private final Thread thread;
  private volatile boolean done;
  private volatile @Nullable Throwable failure;

  /**
   * Begins with one message.
   *
   * @param rewriter gets the words of each command to Redis and gives those that are sent
   */
  AttackedLife(
      Servers servers,
      Function function,
      String message,
      Attack attack,
      UnaryOperator<List<byte[]>> rewriter,
      Sleeper sleeper,
      EventLog log) {
    lifeline = new Lifeline(attack, this::interrupt);
    Map<String, String> environment =
        servers.environment(
            lifeline.proxy("Redis", servers.redisPort(), () -> new RespWire(rewriter)),
            lifeline.proxy("MongoDB", servers.mongoPort(), MongoWire::new),
            lifeline.proxy("S3", servers.s3Port(), HttpWire::new),
            lifeline.proxy("SQS", servers.sqsPort(), HttpWire::new));
    life = new Life(function, environment, Life.INVOCATION, sleeper, log);
    thread = new Thread(() -> live(message), "life-" + function);
    thread.start();
  }

  private void live(String message) {
    try {
      done = life.deliver(message, lifeline::isCut);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /** Only so that a dead function does not wait for anything. */
  private void interrupt() {
    thread.interrupt();
  }

  /** Waits so many ms; returns whether it still runs. */
  boolean isAlive(long waitMs) {
    try {
      thread.join(waitMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return thread.isAlive();
  }

  /** Waits until it has ended, which it soon does once it is dead. */
  void join() {
    try {
      thread.join(END_MS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new AssertionError("a life does not end");
    }
    if (lifeline.failure().isPresent()) {
      throw new AssertionError("an attack failed", lifeline.failure().get());
    }
    Throwable thrown = failure;
    if (thrown != null && !isCut()) {
      throw new AssertionError("a function that was not killed failed", thrown);
    }
  }

  /** Whether it was killed. */
  boolean isCut() {
    return lifeline.isCut();
  }

  /** Whether it acknowledged its message. */
  boolean isDone() {
    return done && !isCut();
  }

  /** How many commands it has sent. */
  int commands() {
    return lifeline.commands();
  }

  @Override
  public void close() {
    lifeline.cut();
    try {
      thread.join(END_MS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    life.close();
    lifeline.close();
  }
}
