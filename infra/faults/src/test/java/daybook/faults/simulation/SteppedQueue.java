package daybook.faults.simulation;

import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The importer's end of the queue, one command at a time. */
class SteppedQueue implements TransactionQueue {

  private final Steps steps;

  SteppedQueue(Steps steps) {
    this.steps = steps;
  }

  @Override
  public View look(ImportId id) {
    return steps.take(
        Step.of("look", () -> "looks at " + Texts.of(id), world -> world.redis().look(id)));
  }

  @Override
  public Map<ImportId, ImportRecord> running(Collection<ImportId> ids) {
    return steps.take(
        Step.of("running", () -> "looks at records", world -> world.redis().running(ids)));
  }

  @Override
  public Map<ImportId, ImportRecord> running() {
    return steps.take(
        Step.of("running", () -> "looks at all records", world -> world.redis().running()));
  }

  @Override
  public Optional<String> reconcilePlace() {
    return steps.take(
        Step.of("place", () -> "looks where to list", world -> world.redis().reconcilePlace()));
  }

  @Override
  public void setReconcilePlace(Optional<String> place) {
    steps.take(
        Step.of(
            "place",
            () -> "notes where to list",
            world -> {
              world.redis().setReconcilePlace(place);
              return true;
            }));
  }

  @Override
  public Begun begin(
      ImportId id, ObjectVersion source, ImportTerms terms, Instant begun, Settled seen) {
    return steps.take(
        Step.of(
            "begin",
            () -> "begins " + Texts.of(id) + ", settled " + seen.at(),
            world -> world.redis().begin(id, source, terms, begun, seen)));
  }

  @Override
  public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
    List<Batch> pushed = List.copyOf(batches);
    return steps.take(
        Step.of(
            "enqueue",
            () -> "enqueues " + Texts.of(pushed),
            world -> {
              long from = pushed.get(0).id().from();
              long to = pushed.get(pushed.size() - 1).id().to();
              world.decide(Decision.counts(steps.name(), id, from, to));
              return world.redis().enqueue(id, terms, pushed, needs);
            }));
  }
}
