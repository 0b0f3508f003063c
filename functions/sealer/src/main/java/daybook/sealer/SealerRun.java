package daybook.sealer;

import daybook.core.port.Checkpoints;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.IdempotencyKeys;
import daybook.core.port.ImportPins;
import daybook.core.port.Journals;
import daybook.core.port.Ledger;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.port.Records;
import daybook.core.record.PendingState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one tick does: settles what the ledger shows, then seals what is open, shreds what is old,
 * and measures what waits. What it may cost is bounded, whatever is pending; the next tick goes on.
 */
public final class SealerRun {

  /** Longest run, so that ticks do not gather while much is pending. */
  static final Duration RUN_TIME_MAX = Duration.ofSeconds(30);

  /** What a run leaves of its invocation: a read and a write of MongoDB, and a put. */
  static final Duration RESERVE = Duration.ofSeconds(15);

  /** What is waited for, in the order of an entry's way. */
  private static final List<PendingState> WAITING =
      List.of(PendingState.OPEN, PendingState.SEALED, PendingState.CLAIMED);

  private final Records records;
  private final Settler settler;
  private final Sealer sealer;
  private final Shredder shredder;
  private final IdempotencyKeys keys;
  private final InstantSource clock;
  private final EventLog log;
  private final Metrics metrics;

  /**
   * Works with these stores.
   *
   * @param retention how long transactions are kept behind their last change; empty for good
   */
  public SealerRun(
      Records records,
      ImportPins pins,
      Ledger ledger,
      Checkpoints checkpoints,
      Journals journals,
      IdempotencyKeys keys,
      Optional<Duration> retention,
      InstantSource clock,
      EventLog log,
      Metrics metrics) {
    this.records = records;
    this.settler = new Settler(records, pins, ledger, checkpoints, clock, log, metrics);
    this.sealer = new Sealer(records, journals, clock, log);
    this.shredder = new Shredder(records, ledger, checkpoints, retention, clock);
    this.keys = keys;
    this.clock = clock;
    this.log = log;
    this.metrics = metrics;
  }

  /**
   * Runs once.
   *
   * @throws daybook.core.port.StoreException if a store fails; what was done is done, and the next
   *     tick goes on
   */
  public void run(Deadline invocation) {
    long endMs = clock.millis() + RUN_TIME_MAX.toMillis();
    Deadline deadline =
        () -> Math.min(invocation.remainingMs() - RESERVE.toMillis(), endMs - clock.millis());
    // First, for what is settled may be sealed at once (condition R10).
    Settler.Result settled = settler.run(deadline);
    int sealed = sealer.run(deadline);
    int shredded = shredder.run(deadline);
    keys.forget(clock.instant().minus(IdempotencyKeys.KEPT), IdempotencyKeys.FORGET_MAX);
    metrics.add(Metric.TRANSACTIONS_SHREDDED, shredded);
    metrics.add(Metric.ENTRIES_SEALED, sealed);
    metrics.add(Metric.ENTRIES_SETTLED, settled.settled());
    metrics.add(Metric.ENTRIES_REOPENED, settled.reopened());
    metrics.add(Metric.PENDING_TIME, oldestPendingMs());
    if (sealed + settled.settled() + settled.reopened() + shredded > 0) {
      log.log(
          Level.INFO,
          "sealed_and_settled",
          Map.of(
              "sealed",
              sealed,
              "settled",
              settled.settled(),
              "reopened",
              settled.reopened(),
              "shredded",
              shredded));
    }
  }

  /** How long the oldest entry has been waiting where it is; 0 where none waits. */
  private long oldestPendingMs() {
    Instant now = clock.instant();
    return WAITING.stream()
        .flatMap(state -> records.pending(state, Optional.empty(), 1).stream())
        .mapToLong(
            record -> Math.max(0, Duration.between(record.counting().since(), now).toMillis()))
        .max()
        .orElse(0);
  }
}
