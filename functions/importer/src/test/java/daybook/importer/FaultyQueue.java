package daybook.importer;

import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.Batch;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The queue with whatever a test lets happen before and after each of its steps. */
final class FaultyQueue implements TransactionQueue {

  /** What happens around a step. */
  interface Fault {
    /** Nothing. */
    Fault NONE = step -> {};

    /**
     * Happens before a step arrives.
     *
     * @throws StoreException if it never does
     */
    void before(String step);

    /**
     * Happens after a step was done.
     *
     * @throws StoreException if its reply is lost
     */
    default void after(String step) {}

    /** Happens after this step was done for the first time. */
    static Fault afterFirst(String named, Runnable happening) {
      AtomicBoolean happened = new AtomicBoolean();
      return new Fault() {
        @Override
        public void before(String step) {}

        @Override
        public void after(String step) {
          if (step.equals(named) && !happened.getAndSet(true)) {
            happening.run();
          }
        }
      };
    }
  }

  private final TransactionQueue queue;
  private final List<Batch> enqueued = new ArrayList<>();
  private Fault fault = Fault.NONE;

  FaultyQueue(TransactionQueue queue) {
    this.queue = queue;
  }

  void setFault(Fault fault) {
    this.fault = fault;
  }

  /** Every batch that came into the queue, in order. */
  List<Batch> enqueued() {
    return enqueued;
  }

  private <T> T step(String name, Supplier<T> step) {
    fault.before(name);
    T answer = step.get();
    fault.after(name);
    return answer;
  }

  @Override
  public View look(ImportId id) {
    return step("look", () -> queue.look(id));
  }

  @Override
  public Map<ImportId, ImportRecord> running(Collection<ImportId> ids) {
    return step("running", () -> queue.running(ids));
  }

  @Override
  public Map<ImportId, ImportRecord> running() {
    return step("running", queue::running);
  }

  @Override
  public Optional<String> reconcilePlace() {
    return step("reconcilePlace", queue::reconcilePlace);
  }

  @Override
  public void setReconcilePlace(Optional<String> place) {
    fault.before("setReconcilePlace");
    queue.setReconcilePlace(place);
    fault.after("setReconcilePlace");
  }

  @Override
  public Begun begin(
      ImportId id, ObjectVersion source, ImportTerms terms, Instant begun, Settled seen) {
    return step("begin", () -> queue.begin(id, source, terms, begun, seen));
  }

  @Override
  public Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs) {
    List<Batch> pushed = List.copyOf(batches);
    return step(
        "enqueue",
        () -> {
          Enqueued answer = queue.enqueue(id, terms, pushed, needs);
          if (answer == Enqueued.BEHIND_OTHERS || answer == Enqueued.WAS_EMPTY) {
            enqueued.addAll(pushed);
          }
          return answer;
        });
  }
}
