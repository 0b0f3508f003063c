package daybook.importer;

import daybook.core.port.Attempts;
import daybook.core.port.EventLog;
import daybook.core.port.ImportPins;
import daybook.core.port.Ledger;
import daybook.core.port.Messages;
import daybook.core.port.Metrics;
import daybook.core.port.Records;
import daybook.core.port.Rejects;
import daybook.core.port.Sleeper;
import daybook.core.port.SourceObjects;
import daybook.core.port.TransactionQueue;
import java.time.InstantSource;

/**
 * What the importer needs from the world.
 *
 * @param objects the import bucket
 * @param queue records of running imports and the queue of batches
 * @param ledger the finished imports
 * @param records the documents of rows with an id
 * @param pins imports whose rows may claim some
 * @param attempts rows with an id that are no money
 * @param terms by what an object version is read that nobody imports yet
 * @param rejects where rejected rows go
 * @param messages to itself and to the aggregator
 * @param sleeper waits for room in the queue, and for paced rows
 * @param clock for what people read, for how often things are done and for when to give up; nothing
 *     that counts is decided by it
 * @param log what operators read
 * @param metrics what operators count
 */
public record ImporterPorts(
    SourceObjects objects,
    TransactionQueue queue,
    Ledger ledger,
    Records records,
    ImportPins pins,
    Attempts attempts,
    Terms terms,
    Rejects rejects,
    Messages messages,
    Sleeper sleeper,
    InstantSource clock,
    EventLog log,
    Metrics metrics) {

  /** Ports of an importer that knows own columns only. */
  public ImporterPorts(
      SourceObjects objects,
      TransactionQueue queue,
      Ledger ledger,
      Records records,
      ImportPins pins,
      Attempts attempts,
      Rejects rejects,
      Messages messages,
      Sleeper sleeper,
      InstantSource clock,
      EventLog log,
      Metrics metrics) {
    this(
        objects,
        queue,
        ledger,
        records,
        pins,
        attempts,
        Terms.OWN_COLUMNS,
        rejects,
        messages,
        sleeper,
        clock,
        log,
        metrics);
  }

  /** The same with other terms. */
  public ImporterPorts with(Terms others) {
    return new ImporterPorts(
        objects, queue, ledger, records, pins, attempts, others, rejects, messages, sleeper, clock,
        log, metrics);
  }
}
