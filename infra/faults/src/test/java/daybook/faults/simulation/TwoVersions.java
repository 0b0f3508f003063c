package daybook.faults.simulation;

import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportTerms;
import daybook.faults.forms.NextForm;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Simulations in which some invocations are of a newer version than the functions as they are. */
final class TwoVersions {

  private TwoVersions() {}

  /**
   * Makes invocations newer.
   *
   * @param isNewer by the invocation's name
   */
  static Consumer<Ports> newer(Predicate<String> isNewer) {
    return ports -> {
      if (isNewer.test(ports.steps.name())) {
        makeNewer(ports);
      }
    };
  }

  private static void makeNewer(Ports ports) {
    Steps steps = new Knowing(ports.steps);
    ports.snapshots = new SteppedSnapshots(steps);
    ports.queue =
        new SteppedQueue(steps) {
          @Override
          public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
            return super.enqueue(id, terms, NextForm.of(batches), needs);
          }
        };
    ports.hotTotals =
        new SteppedTotals(steps) {
          @Override
          public Tail tail(int batchesMax) {
            return NextForm.understood(super.tail(batchesMax), false);
          }

          @Override
          public Outcome apply(Application application) {
            return super.apply(NextForm.asQueued(application));
          }
        };
  }

  /** Steps of somebody who knows the next form of Redis. */
  private record Knowing(Steps steps) implements Steps {

    @Override
    public <T> T take(Step<T> step) {
      return steps.take(
          new Step<>(
              step.name(),
              step.text(),
              step.ready(),
              world ->
                  world.redis().knowing(NextForm.NUMBER, redis -> step.effect().apply(world))));
    }

    @Override
    public Instant now() {
      return steps.now();
    }

    @Override
    public long elapsedMs() {
      return steps.elapsedMs();
    }

    @Override
    public String name() {
      return steps.name();
    }
  }
}
