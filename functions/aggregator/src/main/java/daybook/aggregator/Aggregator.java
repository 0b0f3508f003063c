package daybook.aggregator;

import daybook.core.AggregateKey;
import daybook.core.Totals;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import daybook.core.port.HotTotals.Application;
import daybook.core.port.HotTotals.Applied;
import daybook.core.port.HotTotals.BasesNeeded;
import daybook.core.port.HotTotals.CheckpointNeeded;
import daybook.core.port.HotTotals.FallenBack;
import daybook.core.port.HotTotals.Obsolete;
import daybook.core.port.HotTotals.Outcome;
import daybook.core.port.HotTotals.Tail;
import daybook.core.port.HotTotals.TooMuch;
import daybook.core.port.Messages;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.port.Sleeper;
import daybook.core.port.UnknownFormException;
import daybook.core.protocol.Base;
import daybook.core.protocol.Batch;
import daybook.core.protocol.BatchSums;
import daybook.core.protocol.SetAsideReason;
import daybook.core.protocol.Settled;
import daybook.core.protocol.UnreadableBatchException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves batches from the queue into the daily totals: reads the oldest ones, adds their sums up in
 * memory and applies all sums in one step. Any number of these may run at once; the step that comes
 * second finds other batches and changes nothing.
 */
public final class Aggregator {

  /** Time left at which no new step is begun: a step and its reads take well under a second. */
  static final long MARGIN_MS = 5_000;

  /** How long to wait for a dump before looking again. */
  static final Duration DUMP_WAIT = Duration.ofMillis(100);

  /** How often one invocation waits for a dump, 100 ms each, before it leaves it to the next. */
  static final int DUMP_WAITS_MAX = 300;

  /**
   * How often one application may ask for bases: once is the rule, a second time where a purge came
   * between.
   */
  static final int BASE_READS_MAX = 3;

  /**
   * What an invocation did.
   *
   * @param batches applied or set aside
   * @param rows added to the totals
   * @param emptied whether the queue was found empty at the end
   */
  public record Drained(long batches, long rows, boolean emptied) {}

  private final HotTotals totals;
  private final History history;
  private final Messages messages;
  private final DumpRequests dumps;
  private final Sleeper sleeper;
  private final EventLog log;
  private final Metrics metrics;

  public Aggregator(
      HotTotals totals,
      History history,
      Messages messages,
      Sleeper sleeper,
      InstantSource clock,
      EventLog log,
      Metrics metrics) {
    this.totals = totals;
    this.history = history;
    this.messages = messages;
    this.dumps = new DumpRequests(messages, clock);
    this.sleeper = sleeper;
    this.log = log;
    this.metrics = metrics;
  }

  /**
   * Drains the queue until it is empty or the time is nearly over. Whoever applied something asks
   * for a dump, so that history is complete soon; whoever has no time left asks for another
   * aggregator. After waiting in vain for a dump it is left to the schedule. What comes before a
   * batch of an unknown form is applied; that one stays, and so does what is behind it.
   *
   * @throws InterruptedException if the thread is told to end while it waits for a dump
   * @throws daybook.core.port.StoreException if a store fails, or for an unknown form
   */
  public Drained drain(Deadline deadline) throws InterruptedException {
    Run run = new Run();
    try {
      while (!run.emptied && !run.givenUp && deadline.remainingMs() > MARGIN_MS) {
        step(run);
      }
    } catch (UnknownFormException e) {
      metrics.add(Metric.UNKNOWN_FORMS_AGGREGATOR, 1);
      askForDump(run);
      throw e;
    }
    askForDump(run);
    if (!run.emptied && !run.givenUp) {
      messages.wakeAggregator();
    }
    return new Drained(run.batches, run.rows, run.emptied);
  }

  private void askForDump(Run run) {
    if (run.batches > 0) {
      dumps.ask(run.ended);
    }
  }

  /** What one invocation has done so far. */
  private static final class Run {
    long batches;
    long rows;
    boolean ended;
    boolean emptied;
    boolean givenUp;
    int dumpWaits;
    int batchesMax = HotTotals.APPLY_BATCHES_MAX;
  }

  private void step(Run run) throws InterruptedException {
    Tail tail = totals.tail(run.batchesMax);
    if (tail.unreadable().isPresent()) {
      quarantine(tail.unreadable().get());
    } else if (tail.batches().isEmpty()) {
      run.emptied = true;
    } else {
      Portion portion = readable(tail.batches());
      act(run, portion, apply(portion, tail.settled()));
    }
  }

  private void quarantine(String digest) {
    if (totals.quarantine(digest)) {
      log.log(Level.ERROR, "unreadable_queue_element", Map.of("digest", digest));
    }
  }

  /**
   * Batches that go into one step.
   *
   * @param sums what they add up to
   * @param rows how many rows that are
   * @param setAside why the one batch is set aside; null where all are added
   */
  private record Portion(
      List<Batch> batches, Totals sums, long rows, @Nullable SetAsideReason setAside) {}

  /** The batches up to the first one that cannot be read; or that one, if it is the first. */
  private Portion readable(List<Batch> batches) {
    BatchSums sums = new BatchSums();
    for (int i = 0; i < batches.size(); i++) {
      try {
        sums.add(batches.get(i));
      } catch (UnreadableBatchException | UnknownFormException e) {
        return i > 0 ? readable(batches.subList(0, i)) : unreadable(batches.get(0), e);
      }
    }
    return new Portion(batches, sums.sums(), sums.rows(), null);
  }

  private Portion unreadable(Batch batch, Exception e) {
    if (e instanceof UnknownFormException unknown) {
      throw unknown;
    }
    log.log(
        Level.ERROR,
        "unreadable_batch",
        Map.of("import", batch.id().importId(), "cause", String.valueOf(e.getMessage())));
    return new Portion(List.of(batch), Totals.NONE, 0, SetAsideReason.UNREADABLE);
  }

  /** Applies, and reads what history holds whenever the step asks for it, never before. */
  private Outcome apply(Portion portion, Settled seen) {
    Map<AggregateKey, Base> bases = new HashMap<>();
    Outcome outcome = totals.apply(application(portion, seen, bases));
    for (int reads = 0; outcome instanceof BasesNeeded && reads < BASE_READS_MAX; reads++) {
      Set<AggregateKey> keys = ((BasesNeeded) outcome).keys();
      // Condition 8: a base older than the settled checkpoint would lose what that one wrote.
      bases.putAll(history.bases(keys, seen));
      outcome = totals.apply(application(portion, seen, bases));
    }
    return outcome;
  }

  private static Application application(
      Portion portion, Settled seen, Map<AggregateKey, Base> bases) {
    return new Application(
        portion.batches().stream().map(Batch::id).toList(),
        portion.batches().stream().map(Batch::digest).toList(),
        seen,
        portion.sums(),
        bases,
        portion.setAside());
  }

  private void act(Run run, Portion portion, Outcome outcome) throws InterruptedException {
    if (outcome instanceof Applied applied) {
      count(run, portion, applied);
      run.batchesMax = HotTotals.APPLY_BATCHES_MAX;
      reportSetAside(portion, applied);
    } else if (outcome instanceof TooMuch) {
      run.batchesMax = 1;
    } else if (outcome instanceof Obsolete obsolete) {
      log.log(Level.WARN, "batches_of_a_stopped_import", Map.of("dropped", obsolete.dropped()));
    } else if (outcome instanceof FallenBack) {
      awaitDump(run, Level.WARN, "redis_has_fallen_back");
    } else if (outcome instanceof CheckpointNeeded) {
      awaitDump(run, Level.INFO, "waiting_for_checkpoint");
    }
    // All other outcomes say that the picture has changed: the next step reads it again.
  }

  private void count(Run run, Portion portion, Applied applied) {
    boolean setAside = applied.setAside().isPresent();
    long rows = setAside ? 0 : portion.rows();
    run.batches += portion.batches().size();
    run.rows += rows;
    run.ended |= portion.batches().stream().anyMatch(batch -> batch.end().isEnd());
    metrics.add(Metric.BATCHES_APPLIED, portion.batches().size());
    metrics.add(Metric.ROWS_APPLIED, rows);
    metrics.add(Metric.RANGES_SET_ASIDE, setAside ? 1 : 0);
  }

  private void reportSetAside(Portion portion, Applied applied) {
    applied
        .setAside()
        .ifPresent(
            range ->
                log.log(
                    Level.ERROR,
                    applied.stopped() ? "import_stopped" : "batch_set_aside",
                    Map.of(
                        "import", portion.batches().get(0).id().importId(),
                        "from", range.from(),
                        "to", range.to(),
                        "reason", range.reason().code())));
  }

  private void awaitDump(Run run, Level level, String event) throws InterruptedException {
    if (run.dumpWaits == 0) {
      log.log(level, event, Map.of());
    }
    if (run.dumpWaits % (DUMP_WAITS_MAX / 10) == 0) {
      messages.tickDumper(Duration.ZERO);
    }
    run.dumpWaits++;
    run.givenUp = run.dumpWaits > DUMP_WAITS_MAX;
    sleeper.sleep(DUMP_WAIT);
  }
}
