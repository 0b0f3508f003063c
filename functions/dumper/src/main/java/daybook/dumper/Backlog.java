package daybook.dumper;

import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Measures what waits, once an invocation: one read of the records of all running imports. A
 * snapshot would not do, for it leaves out imports of which nothing is applied yet.
 */
public final class Backlog {

  private final Supplier<Map<ImportId, ImportRecord>> running;
  private final EventLog log;
  private final Metrics metrics;

  /**
   * @param running reads the records of all running imports
   */
  public Backlog(Supplier<Map<ImportId, ImportRecord>> running, EventLog log, Metrics metrics) {
    this.running = running;
    this.log = log;
    this.metrics = metrics;
  }

  /** Reports nothing where Redis fails: what was dumped before is dumped. */
  void measure() {
    try {
      Map<ImportId, ImportRecord> records = running.get();
      metrics.add(Metric.RUNNING_IMPORTS, records.size());
      metrics.add(
          Metric.QUEUE_ROWS, records.values().stream().mapToLong(ImportRecord::waitingRows).sum());
    } catch (StoreException e) {
      log.log(Level.WARN, "backlog_not_measured", Map.of("cause", String.valueOf(e.getMessage())));
    }
  }
}
