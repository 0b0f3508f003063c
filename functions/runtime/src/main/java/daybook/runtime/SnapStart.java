package daybook.runtime;

import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import java.util.List;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Closes connections before Lambda takes a snapshot of a function. Everything that must be its own
 * for each instance (connections, credentials, ids, times) is made at its first use, which is after
 * the snapshot; so there is nothing to do when one is restored.
 *
 * <p>Whoever registers must keep it: the context holds it weakly, and a hook that nobody refers to
 * is never called.
 */
final class SnapStart implements Resource {

  private final EventLog log;
  private final List<AutoCloseable> connections;

  private SnapStart(EventLog log, List<AutoCloseable> connections) {
    this.log = log;
    this.connections = List.copyOf(connections);
  }

  /**
   * Registers with Lambda; without SnapStart it is never called.
   *
   * @param connections closed before the snapshot; they must open again at their next use
   */
  static SnapStart register(EventLog log, List<AutoCloseable> connections) {
    SnapStart snapStart = new SnapStart(log, connections);
    Core.getGlobalContext().register(snapStart);
    return snapStart;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    connections.forEach(this::close);
  }

  private void close(AutoCloseable connection) {
    try {
      connection.close();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      log.log(Level.WARN, "close_failed", Map.of("cause", e.toString()));
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Nothing is open and nothing was made that two instances must not share.
  }
}
