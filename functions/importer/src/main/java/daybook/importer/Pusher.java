package daybook.importer;

import daybook.core.port.EventLog;
import daybook.core.port.FullStoreException;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.port.StoreException;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import java.util.List;
import java.util.Map;

/**
 * Brings stretches of one import into the queue, waits while it is full, and wakes the aggregator.
 * Not safe for threads; one for every run.
 */
final class Pusher {

  /**
   * The aggregator is woken at least this often while something is pushed, in ms: it may have ended
   * for lack of time while others' batches kept the queue from ever being empty.
   */
  static final long WAKE_MS = 1_000;

  /** How a push ended. */
  enum Pushed {
    /** It is in the queue. */
    ENQUEUED,
    /** The import stands elsewhere; nothing was changed. */
    ELSEWHERE,
    /** Redis does not know the import; nothing was changed. */
    FORGOTTEN,
    /** The queue or Redis was full until the time was spent; nothing was changed. */
    OUT_OF_TIME
  }

  private final ImporterPorts ports;
  private final ImportId id;
  private final Allowance allowance;

  private ImportTerms terms = ImportTerms.NONE;
  private ImportPosition enqueued = ImportPosition.START;
  private long rows;
  private long pushes;
  private long waitedMs;
  private boolean memoryMissed;
  private boolean woken;
  private long wokenMs;

  Pusher(ImporterPorts ports, ImportId id, Allowance allowance) {
    this.ports = ports;
    this.id = id;
    this.allowance = allowance;
  }

  /** The import stands there, and is read by that, as somebody has looked. */
  void standAt(ImportRecord record) {
    enqueued = record.enqueued();
    terms = record.terms();
  }

  /** What was settled when the import began. */
  ImportTerms terms() {
    return terms;
  }

  /** Where the import stands, as far as this run knows. */
  ImportPosition enqueued() {
    return enqueued;
  }

  /** Rows enqueued by this run, accepted, rejected or skipped. */
  long rows() {
    return rows;
  }

  /** Stretches enqueued by this run. */
  long pushes() {
    return pushes;
  }

  /** How long this run has waited, in ms. */
  long waitedMs() {
    return waitedMs;
  }

  /**
   * Pushes a stretch that has batches and begins where the import stands.
   *
   * @throws StoreException if a store fails; the stretch may be in the queue or not
   */
  Pushed push(Stretch stretch) {
    List<Batch> batches = stretch.batches();
    ImportPosition end = batches.get(batches.size() - 1).end();
    // Condition 21: the rejected rows are safe before the batches beside them can count, and the
    // whole file is there before the import can be finished.
    if (!stretch.rejectedRows().isEmpty()) {
      ports.rejects().putPart(id, terms.mapping(), stretch.from(), stretch.rejectedRows());
    }
    if (end.isEnd() && (end.state().equals(ImportState.REJECTED) || end.rejectedRows() > 0)) {
      ports.rejects().compose(id, terms.mapping(), end);
    }
    Pushed pushed = enqueue(batches, end.isEnd(), stretch.needs());
    if (pushed == Pushed.ENQUEUED) {
      rows += end.rows() - enqueued.rows();
      count(end);
      pushes++;
      enqueued = end;
      stretch.restart();
    }
    return pushed;
  }

  /** What a lost reply hides is not counted: a twin's rows would be counted with it. */
  private void count(ImportPosition end) {
    Metrics metrics = ports.metrics();
    metrics.add(Metric.ROWS_ACCEPTED, end.accepted() - enqueued.accepted());
    metrics.add(Metric.ROWS_REJECTED, end.rejectedRows() - enqueued.rejectedRows());
    metrics.add(Metric.ROWS_SKIPPED, end.skippedRows() - enqueued.skippedRows());
    metrics.add(Metric.BYTES_READ, end.offset() - enqueued.offset());
    metrics.add(Metric.IMPORTS_READ, end.isEnd() ? 1 : 0);
  }

  private Pushed enqueue(List<Batch> batches, boolean last, long needs) {
    int attempt = 0;
    while (true) {
      // Conditions 1 and 22: the queue takes them only where the import stands at the first one's
      // start and its rows are read alike.
      switch (ports.queue().enqueue(id, terms, batches, needs)) {
        case BEHIND_OTHERS -> {
          wake(last);
          return Pushed.ENQUEUED;
        }
        case WAS_EMPTY -> {
          wake(true);
          return Pushed.ENQUEUED;
        }
        case ELSEWHERE -> {
          return Pushed.ELSEWHERE;
        }
        case NO_RECORD -> {
          return Pushed.FORGOTTEN;
        }
        case FALLEN_BACK -> {
          if (!awaitChange("redis_fallen_back", attempt++)) {
            return Pushed.OUT_OF_TIME;
          }
        }
        case FULL -> {
          if (!awaitChange("queue_full", attempt++)) {
            return Pushed.OUT_OF_TIME;
          }
        }
        case NO_MEMORY -> {
          if (!awaitMemory(attempt++)) {
            return Pushed.OUT_OF_TIME;
          }
        }
      }
    }
  }

  /**
   * Waits for the aggregator and the dumper to get on.
   *
   * @param reason what is in the way, for the log
   * @param attempt how often this was waited for before, from 0
   * @return false if the time is spent
   */
  boolean awaitChange(String reason, int attempt) {
    if (waitedMs == 0) {
      Map<String, ?> facts = Map.of("import", id, "reason", reason);
      ports.log().log(EventLog.Level.INFO, "import_waits", facts);
    }
    wake(false);
    long beganMs = ports.clock().millis();
    boolean timeLeft = allowance.waitBefore(attempt);
    waitedMs += Math.max(1, ports.clock().millis() - beganMs);
    return timeLeft;
  }

  /**
   * The same where Redis has no memory. Aggregator and dumper get on without; where that does not
   * bring enough back, somebody else fills this Redis, and an operator must know.
   */
  boolean awaitMemory(int attempt) {
    if (!memoryMissed) {
      memoryMissed = true;
      Map<String, ?> facts = Map.of("import", id, "remedy", FullStoreException.REMEDY);
      ports.log().log(EventLog.Level.WARN, "redis_full", facts);
    }
    return awaitChange("redis_full", attempt);
  }

  /** Wakes the aggregator, if it must be or has not been for a while. */
  private void wake(boolean now) {
    long nowMs = ports.clock().millis();
    if (!now && woken && Math.abs(nowMs - wokenMs) < WAKE_MS) {
      return;
    }
    try {
      ports.messages().wakeAggregator();
      woken = true;
      wokenMs = nowMs;
    } catch (StoreException e) {
      // Nothing depends on it: the aggregator's schedule wakes it as well.
      Map<String, ?> facts = Map.of("import", id, "cause", String.valueOf(e.getMessage()));
      ports.log().log(EventLog.Level.WARN, "wake_up_failed", facts);
    }
  }
}
