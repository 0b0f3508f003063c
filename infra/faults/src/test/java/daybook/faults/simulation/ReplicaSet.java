package daybook.faults.simulation;

import daybook.core.port.StoreException;
import daybook.testkit.fake.InMemoryMongoDb;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB as a replica set, as far as the protocol can tell: a write is at the primary at once and
 * acknowledged when a majority has it; until then a new primary may not have it. A primary that was
 * cut off goes on answering reads from what was committed at that moment.
 */
public final class ReplicaSet {

  /**
   * A write that may still be lost.
   *
   * @param term the primary's
   * @param operation number of the write, or 0 where nothing was written
   */
  public record Ticket(int term, long operation) {
    static final Ticket NOTHING = new Ticket(0, 0);
  }

  /**
   * What a write gave.
   *
   * @param value the reply
   * @param ticket to wait with for the acknowledgement
   */
  public record Written<T>(T value, Ticket ticket) {}

  private InMemoryMongoDb committed = new InMemoryMongoDb();

  /** The state after each write that is not committed yet. */
  private final List<InMemoryMongoDb> uncommitted = new ArrayList<>();

  /** Last committed operation of each term that has ended. */
  private final List<Long> endOfTerm = new ArrayList<>();

  private @Nullable InMemoryMongoDb deposed;
  private boolean askDeposed;
  private boolean lagging;

  ReplicaSet copy() {
    ReplicaSet copy = new ReplicaSet();
    copy.committed = committed.copy();
    uncommitted.forEach(state -> copy.uncommitted.add(state.copy()));
    copy.endOfTerm.addAll(endOfTerm);
    copy.deposed = deposed;
    copy.askDeposed = askDeposed;
    copy.lagging = lagging;
    return copy;
  }

  /** What a majority has. */
  public InMemoryMongoDb committed() {
    return committed;
  }

  /** What the primary has, which may be rolled back. */
  public InMemoryMongoDb newest() {
    return uncommitted.isEmpty() ? committed : uncommitted.get(uncommitted.size() - 1);
  }

  /** Whether anything waits for a majority. */
  boolean hasUncommitted() {
    return !uncommitted.isEmpty();
  }

  /** From now on writes reach a majority when {@link #commit} says so, or at once. */
  void setLagging(boolean lagging) {
    this.lagging = lagging;
    if (!lagging) {
      commit(uncommitted.size());
    }
  }

  /** The oldest writes reach a majority. */
  void commit(int writes) {
    if (writes > 0) {
      committed = uncommitted.get(writes - 1);
      uncommitted.subList(0, writes).clear();
    }
  }

  /** Another primary takes over, which has only what was committed. */
  void rollBack() {
    endOfTerm.add(operations(committed));
    uncommitted.clear();
  }

  /** A primary is cut off now and goes on answering whoever asks it. */
  void depose() {
    deposed = committed.copy();
  }

  /** The primary that was cut off finds out. */
  void healDeposed() {
    deposed = null;
    askDeposed = false;
  }

  boolean hasDeposed() {
    return deposed != null;
  }

  /** Whether the next command goes to the primary that was cut off. */
  void setAskDeposed(boolean askDeposed) {
    this.askDeposed = askDeposed && deposed != null;
  }

  /** Reads with read concern majority. */
  public <T> T read(Function<InMemoryMongoDb, T> read) {
    return read.apply(askDeposed && deposed != null ? deposed : committed);
  }

  /** Writes at the primary. */
  public <T> Written<T> write(Function<InMemoryMongoDb, T> write) {
    if (askDeposed) {
      throw new StoreException("MongoDB", "write", "not acknowledged in time");
    }
    InMemoryMongoDb next = newest().copy();
    long before = operations(next);
    T value = write.apply(next);
    if (operations(next) == before) {
      return new Written<>(value, Ticket.NOTHING);
    }
    uncommitted.add(next);
    Ticket ticket = new Ticket(endOfTerm.size(), operations(next));
    if (!lagging) {
      commit(uncommitted.size());
    }
    return new Written<>(value, ticket);
  }

  /**
   * Writes at the primary, where something is to be written; also what it relies on has to reach a
   * majority, whoever has written it.
   */
  <T> Written<T> writeLinearizable(Function<InMemoryMongoDb, T> write) {
    Written<T> written = write(write);
    return new Written<>(written.value(), new Ticket(endOfTerm.size(), operations(newest())));
  }

  /** Whether it is known what became of a write. */
  public boolean isDecided(Ticket ticket) {
    return ticket.term() < endOfTerm.size() || operations(committed) >= ticket.operation();
  }

  /**
   * Takes the acknowledgement.
   *
   * @throws StoreException if the write was rolled back
   */
  public boolean acknowledge(Ticket ticket) {
    if (ticket.term() < endOfTerm.size() && endOfTerm.get(ticket.term()) < ticket.operation()) {
      throw new StoreException("MongoDB", "write", "not primary any more");
    }
    return true;
  }

  private static long operations(InMemoryMongoDb db) {
    return db.edit(state -> state.operations);
  }
}
