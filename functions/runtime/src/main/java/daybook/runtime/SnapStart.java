package daybook.runtime;

import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import java.util.List;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * What a function does before Lambda takes a snapshot of it: it goes once through what its first
 * invocation needs, as far as that touches no network, and leaves no connection open. Everything
 * that must be its own for each instance (connections, credentials, ids, times) is made at its
 * first use, which is after the snapshot; so there is nothing to do when one is restored.
 *
 * <p>Whoever registers must keep it: the context holds it weakly, and a hook that nobody refers to
 * is never called.
 */
public final class SnapStart implements Resource {

  /** A part of the priming. */
  @FunctionalInterface
  public interface Step {
    /**
     * Does it, touching no network.
     *
     * @throws Exception for whatever reason; the function then starts all the same, only slower
     */
    void run() throws Exception;
  }

  private final EventLog log;
  private final List<Step> steps;
  private final List<AutoCloseable> connections;

  private SnapStart(EventLog log, List<Step> steps, List<AutoCloseable> connections) {
    this.log = log;
    this.steps = List.copyOf(steps);
    this.connections = List.copyOf(connections);
  }

  /**
   * Registers with Lambda; without SnapStart it is never called.
   *
   * @param connections closed before the snapshot; they must open again at their next use
   */
  public static SnapStart register(
      EventLog log, List<Step> steps, List<AutoCloseable> connections) {
    SnapStart snapStart = new SnapStart(log, steps, connections);
    Core.getGlobalContext().register(snapStart);
    return snapStart;
  }

  /** Primes nothing and is never called. */
  public static SnapStart none() {
    return new SnapStart((level, event, facts) -> {}, List.of(), List.of());
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    for (Step step : steps) {
      prime(step);
    }
    for (AutoCloseable connection : connections) {
      close(connection);
    }
  }

  /** A step may fail in any way, also for a class that is not there: nothing depends on it. */
  private void prime(Step step) {
    try {
      step.run();
    } catch (Exception | LinkageError e) {
      logFailure("priming_failed", e);
    }
  }

  private void close(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      logFailure("close_failed", e);
    }
  }

  private void logFailure(String event, Throwable cause) {
    log.log(Level.WARN, event, Map.of("cause", cause.toString()));
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Nothing is open and nothing was made that two instances must not share.
  }
}
