package daybook.faults.simulation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import daybook.aggregator.Aggregator;
import daybook.api.DateRange;
import daybook.api.Stats;
import daybook.core.CutOff;
import daybook.core.Totals;
import daybook.core.port.Deadline;
import daybook.core.port.Metric;
import daybook.core.port.StoreException;
import daybook.dumper.Dumper;
import daybook.importer.Importer;
import daybook.importer.ImporterHandler;
import daybook.importer.ImporterParts;
import daybook.importer.ImporterPorts;
import daybook.importer.Pacing;
import daybook.importer.Reconciler;
import daybook.runtime.TestHost;
import daybook.sealer.SealerRun;
import daybook.testkit.RemainingTime;
import daybook.testkit.fake.InMemoryIdempotencyKeys;
import daybook.testkit.fake.InMemoryMongoDb;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The real functions, each invocation in a fresh instance, over ports whose every command is a
 * step.
 */
final class Functions {

  /** The hot window: the default of the settings. */
  static final CutOff CUT_OFF = new CutOff(Duration.ofDays(7));

  static final String RECONCILE = "{\"reconcile\":true}";

  private final Consumer<Ports> plant;

  /**
   * Functions that may be broken.
   *
   * @param plant changes the ports of each of them; does nothing for the functions as they are
   */
  Functions(Consumer<Ports> plant) {
    this.plant = plant;
  }

  private Ports ports(Steps steps) {
    Ports ports = new Ports(steps);
    plant.accept(ports);
    return ports;
  }

  /** The importer for one message of its queue. Rows are paced, which cuts batches between them. */
  Invocation.Body importer(String message) {
    return steps -> {
      Ports ports = ports(steps);
      Readings.Seen queue = new Readings.Seen(ports.queue);
      ImporterPorts all =
          new ImporterPorts(
              queue.reads(ports.objects, ports.archive),
              queue,
              ports.ledger,
              ports.records,
              ports.pins,
              ports.attempts,
              ports.terms,
              ports.rejects,
              ports.messages,
              ports.sleeper,
              ports.clock,
              ports.log,
              (metric, value) -> {});
      ImporterHandler handler =
          new ImporterHandler(
              new ImporterParts(
                  TestHost.silent(Metric.Source.IMPORTER, ports.log),
                  new Importer(all, Pacing.FILE),
                  new Reconciler(all, World.BUCKET)));
      SQSEvent.SQSMessage one = new SQSEvent.SQSMessage();
      one.setMessageId("m");
      one.setBody(message);
      SQSEvent event = new SQSEvent();
      event.setRecords(List.of(one));
      SQSBatchResponse response = handler.handleRequest(event, time(ports.deadline()));
      if (!response.getBatchItemFailures().isEmpty()) {
        throw new StoreException("importer", "message", "failed");
      }
    };
  }

  /** The aggregator, woken. */
  Invocation.Body aggregator() {
    return steps -> {
      Ports ports = ports(steps);
      try {
        new Aggregator(
                ports.hotTotals,
                ports.history,
                ports.messages,
                ports.sleeper,
                ports.clock,
                ports.log,
                (metric, value) -> {})
            .drain(ports.deadline());
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a simulation", e);
      }
    };
  }

  /** The dumper, ticked. */
  Invocation.Body dumper() {
    return steps -> {
      Ports ports = ports(steps);
      int[] snapshots = {0};
      new Dumper(
              ports.snapshots,
              ports.checkpoints,
              ports.messages,
              CUT_OFF,
              ports.clock,
              () -> steps.name() + "/" + snapshots[0]++,
              ports.log,
              (metric, value) -> {})
          .dump();
    };
  }

  /** The sealer, ticked. */
  Invocation.Body sealer() {
    return steps -> {
      Ports ports = ports(steps);
      new SealerRun(
              ports.records,
              ports.pins,
              ports.ledger,
              ports.checkpoints,
              ports.journals,
              // Nothing of the protocol depends on these, and nobody grows old here.
              new InMemoryIdempotencyKeys(new InMemoryMongoDb()),
              Optional.empty(),
              ports.clock,
              ports.log,
              (metric, value) -> {})
          .run(ports.deadline());
    };
  }

  /**
   * A client of the intake.
   *
   * @param oracle gets what it is told
   */
  Invocation.Body client(Client.Wish wish, RecordOracle oracle) {
    return steps -> new Client(ports(steps), oracle).ask(wish);
  }

  /**
   * Totals of a range of days.
   *
   * @param check looks at the answer
   */
  Invocation.Body stats(LocalDate from, LocalDate to, Consumer<Totals> check) {
    return steps -> {
      Ports ports = ports(steps);
      check.accept(
          new Stats(ports.hotTotals, ports.history)
              .totals(new DateRange(from, to), CUT_OFF.day(steps.now())));
    };
  }

  private static Context time(Deadline deadline) {
    return new RemainingTime(() -> Math.toIntExact(deadline.remainingMs()));
  }
}
