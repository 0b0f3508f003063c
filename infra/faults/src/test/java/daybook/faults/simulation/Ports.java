package daybook.faults.simulation;

import daybook.core.port.Attempts;
import daybook.core.port.Checkpoints;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.History;
import daybook.core.port.HotTotals;
import daybook.core.port.ImportPins;
import daybook.core.port.Journals;
import daybook.core.port.Ledger;
import daybook.core.port.MappingArchive;
import daybook.core.port.Messages;
import daybook.core.port.Records;
import daybook.core.port.Rejects;
import daybook.core.port.Sleeper;
import daybook.core.port.Snapshots;
import daybook.core.port.SourceObjects;
import daybook.core.port.TransactionQueue;
import daybook.importer.RecordedTerms;
import daybook.importer.Terms;
import java.time.InstantSource;

/**
 * The ports of one run of a function, each command of them a {@link Step}. A planted bug puts
 * others in their place.
 */
public final class Ports {

  /** What a function may run for, in ms. */
  static final long INVOCATION_MS = 300_000;

  /** Where commands go. */
  public final Steps steps;

  /** The import bucket. */
  public SourceObjects objects;

  /** The importer's end of the queue. */
  public TransactionQueue queue;

  /** The aggregator's end of the queue, and the totals. */
  public HotTotals hotTotals;

  /** The dumper's view of Redis. */
  public Snapshots snapshots;

  /** History. */
  public History history;

  /** The ledger. */
  public Ledger ledger;

  /** The chain of checkpoints. */
  public Checkpoints checkpoints;

  /** The rejects bucket. */
  public Rejects rejects;

  /** The documents of mappings. */
  public MappingArchive archive;

  /** The documents of transactions. */
  public Records records;

  /** Imports whose rows may claim some. */
  public ImportPins pins;

  /** Rows with an id that are no money. */
  public Attempts attempts;

  /** Where sealers write. */
  public Journals journals;

  /** What an import is read by. */
  public Terms terms;

  /** Messages to other functions. */
  public final Messages messages;

  /** Waits. */
  public final Sleeper sleeper;

  /** The wall clock. */
  public final InstantSource clock;

  /** Nobody reads it here. */
  public final EventLog log = (level, event, facts) -> {};

  /** The ports as they should be. */
  Ports(Steps steps) {
    this.steps = steps;
    this.objects = new SteppedObjects(steps);
    this.queue = new SteppedQueue(steps);
    this.hotTotals = new SteppedTotals(steps);
    this.snapshots = new SteppedSnapshots(steps);
    SteppedMongoDb mongo = new SteppedMongoDb(steps);
    this.history = mongo;
    this.ledger = mongo;
    this.checkpoints = mongo;
    this.archive = mongo;
    SteppedRecords documents = new SteppedRecords(mongo);
    this.records = documents;
    this.pins = documents;
    this.attempts = documents;
    this.journals = new SteppedJournals(steps);
    this.rejects = new SteppedRejects(steps);
    this.messages = new SteppedMessages(steps);
    this.sleeper =
        time -> {
          long until = steps.elapsedMs() + time.toMillis();
          steps.take(
              new Step<>(
                  "sleep",
                  () -> "sleeps " + time,
                  world -> world.elapsedMs() >= until,
                  world -> true));
        };
    this.clock = steps::now;
    this.terms = new RecordedTerms(Readings.terms(steps, mongo), documents, documents, true, clock);
  }

  /** Whether they are those of this function, as {@link Cast.Role} names it. */
  public boolean areOf(String function) {
    return steps.name().startsWith(function + " ");
  }

  /** The time of an invocation that begins now. */
  Deadline deadline() {
    long end = steps.elapsedMs() + INVOCATION_MS;
    return () -> Math.max(0, end - steps.elapsedMs());
  }
}
