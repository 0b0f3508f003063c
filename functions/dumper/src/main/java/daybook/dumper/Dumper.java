package daybook.dumper;

import daybook.core.CutOff;
import daybook.core.port.Checkpoints;
import daybook.core.port.Checkpoints.Redone;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.Messages;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.port.Snapshots;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.SettleOutcome;
import daybook.core.protocol.Settled;
import daybook.core.protocol.Snapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes what Redis has gathered to history as one checkpoint, redoes checkpoints that others left
 * half done, and brings Redis back to the newest one. Any number of these may run at once, be
 * killed anywhere and wake up late: each step says what it expects to find.
 */
public final class Dumper {

  /**
   * Most rounds of one dump: a first one may have to finish somebody else's checkpoint before the
   * second can write its own, and a twin may come between once more.
   */
  static final int ROUNDS_MAX = 3;

  /** Reads in a row that show an older history before it is called set back: a minute of ticks. */
  static final int STALE_READS_MAX = 6;

  /** How a dump ended. */
  public enum Result {
    /** There was nothing to write. */
    NOTHING,
    /** What had changed is in history. */
    DUMPED,
    /** Redis had fallen back and goes on from the newest checkpoint. */
    RESTORED,
    /** Another dumper was faster, or history is not there to stay yet: the next tick goes on. */
    LEFT_TO_NEXT,
    /** MongoDB shows an older checkpoint than Redis has settled: a stale read, or a set-back. */
    HISTORY_OLDER
  }

  private final Snapshots snapshots;
  private final Checkpoints checkpoints;
  private final Messages messages;
  private final CutOff cutOff;
  private final InstantSource clock;
  private final Supplier<String> snapshotIds;
  private final EventLog log;
  private final Metrics metrics;
  private int staleReads;

  /**
   * @param snapshotIds gives an id never given before, at every call
   */
  public Dumper(
      Snapshots snapshots,
      Checkpoints checkpoints,
      Messages messages,
      CutOff cutOff,
      InstantSource clock,
      Supplier<String> snapshotIds,
      EventLog log,
      Metrics metrics) {
    this.snapshots = snapshots;
    this.checkpoints = checkpoints;
    this.messages = messages;
    this.cutOff = cutOff;
    this.clock = clock;
    this.snapshotIds = snapshotIds;
    this.log = log;
    this.metrics = metrics;
  }

  /**
   * Dumps until nothing is left to write, a few rounds at most.
   *
   * @throws daybook.core.port.StoreException if a store fails, or where a newer version has left a
   *     checkpoint or a Redis of an unknown form: these are neither redone nor replaced nor settled
   */
  public Result dump() {
    try {
      return rounds();
    } catch (UnknownFormException e) {
      metrics.add(Metric.UNKNOWN_FORMS_DUMPER, 1);
      throw e;
    }
  }

  private Result rounds() {
    Result result = Result.NOTHING;
    boolean again = true;
    for (int rounds = 0; again && rounds < ROUNDS_MAX; rounds++) {
      Round round = round();
      result = round.result() == Result.NOTHING ? result : round.result();
      again = round.again();
    }
    boolean completed = result != Result.LEFT_TO_NEXT && result != Result.HISTORY_OLDER;
    metrics.add(Metric.DUMPS_COMPLETED, completed ? 1 : 0);
    return result;
  }

  /** How one snapshot ended, and whether another may find something to write. */
  private record Round(Result result, boolean again) {}

  private Round round() {
    LocalDate cutOffDay = cutOff.day(clock.instant());
    Snapshot snapshot = snapshots.snapshot(snapshotIds.get(), cutOffDay);
    long settledAt = snapshot.settled().at();
    long latestAt = checkpoints.latestAt();
    if (latestAt < settledAt) {
      return historyOlderThan(settledAt, latestAt);
    }
    if (latestAt > settledAt) {
      return completeLatest(settledAt, cutOffDay);
    }
    staleReads = 0;
    if (!snapshot.noted()) {
      return new Round(Result.NOTHING, false);
    }
    Checkpoint next = checkpointOf(snapshot);
    // Condition 11: a slow dumper must not put an older picture over a newer one.
    if (!checkpoints.replace(settledAt, next)) {
      return new Round(Result.LEFT_TO_NEXT, false);
    }
    return new Round(complete(next, cutOffDay), false);
  }

  /**
   * Goes on with the checkpoint that Redis does not know. The stamp said only that there is one: by
   * now there may be a newer one, which holds more and is as good; or this read came from a primary
   * that was deposed, and shows none.
   */
  private Round completeLatest(long settledAt, LocalDate cutOffDay) {
    Optional<Checkpoint> latest = checkpoints.latest();
    long latestAt = latest.map(Checkpoint::at).orElse(0L);
    if (latestAt <= settledAt) {
      return historyOlderThan(settledAt, latestAt);
    }
    staleReads = 0;
    return new Round(complete(latest.orElseThrow(), cutOffDay), true);
  }

  /** A read from a primary that was deposed shows this once; a history set back shows it always. */
  private Round historyOlderThan(long settledAt, long latestAt) {
    staleReads++;
    metrics.add(Metric.HISTORY_OLDER, 1);
    log.log(
        staleReads < STALE_READS_MAX ? Level.WARN : Level.ERROR,
        "history_older_than_redis",
        Map.of("checkpoint", latestAt, "settled", settledAt, "reads", staleReads));
    return new Round(Result.HISTORY_OLDER, false);
  }

  /**
   * The stamp grows along the chain whatever the clock does, and the first one passes every stamp
   * that history holds from elsewhere.
   */
  private Checkpoint checkpointOf(Snapshot snapshot) {
    long previous = snapshot.settled().at();
    if (previous == 0) {
      previous = checkpoints.newestLastUpdated();
    }
    return new Checkpoint(
        Math.max(clock.millis(), previous + 1),
        snapshot.id(),
        snapshot.totals(),
        snapshot.imports(),
        snapshot.form());
  }

  /** Conditions 12 and 18: history and ledger first, made sure of, and only then Redis. */
  private Result complete(Checkpoint checkpoint, LocalDate cutOffDay) {
    Redone redone = checkpoints.redo(checkpoint);
    Optional<Settled> settled = checkpoints.verify(checkpoint);
    if (settled.isEmpty()) {
      log.log(Level.WARN, "checkpoint_not_there_to_stay", Map.of("checkpoint", checkpoint.at()));
      return Result.LEFT_TO_NEXT;
    }
    requestRejectsOfStopped(checkpoint);
    SettleOutcome outcome = snapshots.settle(checkpoint, settled.get(), cutOffDay);
    if (outcome.kind() == SettleOutcome.Kind.KNOWN) {
      return Result.LEFT_TO_NEXT;
    }
    log.log(
        Level.INFO,
        "dumped",
        Map.of(
            "checkpoint", checkpoint.at(),
            "days", checkpoint.totals().size(),
            "inserted", redone.inserted(),
            "updated", redone.updated(),
            "matched", redone.matched(),
            "purged", outcome.purged()));
    metrics.add(Metric.AGGREGATES_WRITTEN, checkpoint.totals().size());
    metrics.add(Metric.AGGREGATES_PURGED, outcome.purged());
    checkpoint.imports().stream().filter(ImportCheckpoint::finished).forEach(this::reportFinished);
    return outcome.kind() == SettleOutcome.Kind.RESTORED
        ? restored(checkpoint, outcome)
        : Result.DUMPED;
  }

  /**
   * Only a run of the importer composes the rejects file of an import that was stopped, and one
   * that was read to its end before has no message left. Before settle, so that whoever redoes this
   * checkpoint asks again; afterwards nobody would.
   */
  private void requestRejectsOfStopped(Checkpoint checkpoint) {
    checkpoint.imports().stream()
        .map(ImportCheckpoint::record)
        .filter(ImportRecord::stopped)
        .map(ImportRecord::source)
        .forEach(
            source ->
                messages.requestImport(
                    source.bucket(), source.key(), source.versionId(), 0, Duration.ZERO));
  }

  private void reportFinished(ImportCheckpoint finished) {
    ImportRecord record = finished.record();
    metrics.add(Metric.IMPORTS_FINISHED, 1);
    boolean whole =
        !record.stopped()
            && record.applied().state().equals(ImportState.COMPLETE)
            && record.applied().rows() > 0;
    metrics.add(Metric.IMPORTS_INCOMPLETE, whole ? 0 : 1);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("import", finished.id());
    facts.put("key", record.source().key());
    facts.put("state", record.stopped() ? "stopped" : record.applied().state().code());
    String reason = record.applied().reason();
    if (reason != null) {
      facts.put("reason", reason);
    }
    String detail = record.applied().detail();
    if (detail != null) {
      facts.put("detail", detail);
    }
    facts.put("rows", record.applied().rows());
    facts.put("accepted", record.applied().accepted());
    facts.put("rejected", record.applied().rejectedRows());
    facts.put("skipped", record.applied().skippedRows());
    facts.put("set_aside_ranges", record.setAside().size());
    log.log(whole ? Level.INFO : Level.WARN, "import_finished", facts);
  }

  /** After a restore nobody re-sends what was acknowledged, so somebody has to look for it. */
  private Result restored(Checkpoint checkpoint, SettleOutcome outcome) {
    metrics.add(Metric.REDIS_RESTORES, 1);
    log.log(
        Level.WARN,
        "redis_restored",
        Map.of(
            "checkpoint", checkpoint.at(),
            "meaning", "Redis did not know the newest checkpoint: it had forgotten or fallen back",
            "imports_reopened", outcome.reopened()));
    // A run that was asked for before may have found the import open in the Redis that had fallen
    // back.
    requestRejectsOfStopped(checkpoint);
    messages.requestReconcile(Optional.empty(), 0, Duration.ZERO);
    return Result.RESTORED;
  }
}
