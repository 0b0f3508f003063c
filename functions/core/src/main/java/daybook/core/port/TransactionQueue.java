package daybook.core.port;

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

/**
 * The importer's end of the queue: the records of running imports and the list of batches, first in
 * first out. Every method is one atomic step of Redis and throws {@link StoreException} where Redis
 * fails. Conditions 1, 2 and 3 of docs/PROTOCOL.md are kept here.
 */
public interface TransactionQueue {

  /** Most imports that may be running at once, so that a checkpoint stays one document. */
  int RUNNING_IMPORTS_MAX = 256;

  /**
   * Most batches in the queue: the high-water mark. 128 batches are 256 MiB of files, and about 4
   * MiB in Redis; 40 MiB where every batch has as many sums as it may, 180 MiB with names at their
   * longest.
   */
  int QUEUE_BATCHES_MAX = 128;

  /** Most batches in one {@link #enqueue}: 32 MiB of a file, and as many as one apply takes. */
  int ENQUEUE_BATCHES_MAX = 16;

  /**
   * What Redis knows of an import.
   *
   * @param record its record, if it is running
   * @param settled the last settled checkpoint, read in the same step
   */
  record View(Optional<ImportRecord> record, Settled settled) {}

  /** How {@link #begin} ended. */
  enum Begun {
    /** The record is there, made now or before. */
    RUNNING,
    /** Another checkpoint has been settled since; look again, then the ledger, then begin. */
    SETTLED_MOVED,
    /** Too many imports are running; try again later. */
    TOO_MANY,
    /** Redis has no memory for a record; nothing changed. Try again later. */
    NO_MEMORY
  }

  /** How {@link #enqueue} ended. */
  enum Enqueued {
    /** The batches are in the queue, behind others. */
    BEHIND_OTHERS,
    /** The batches are in the queue, which was empty: the aggregator may be asleep. */
    WAS_EMPTY,
    /**
     * The record stands elsewhere, is closed, or has other terms of reading; nothing changed. Look,
     * and go on from there.
     */
    ELSEWHERE,
    /** There is no record; nothing changed. Begin again. */
    NO_RECORD,
    /**
     * This Redis has settled an older checkpoint than a line of a journal relies on: it has fallen
     * back, and may hold what that line reverses or brings again (condition R7). Nothing changed;
     * wait for the next dump.
     */
    FALLEN_BACK,
    /** The queue is at its high-water mark; nothing changed. Wait. */
    FULL,
    /**
     * Redis has no memory for the batches, or so little that only an empty queue takes some;
     * nothing changed. Wait.
     */
    NO_MEMORY
  }

  /** Reads the record of an import and the last settled checkpoint. */
  View look(ImportId id);

  /** Reads the records of those of these imports that are running. */
  Map<ImportId, ImportRecord> running(Collection<ImportId> ids);

  /** Reads the records of all running imports, {@link #RUNNING_IMPORTS_MAX} at most. */
  Map<ImportId, ImportRecord> running();

  /**
   * Where the next look through the import bucket goes on; empty for its start. Nothing depends on
   * it but how soon every object is looked at.
   */
  Optional<String> reconcilePlace();

  /**
   * Keeps it for the next look.
   *
   * @param place {@code next} of the last page that was looked at, or empty to begin at the start
   */
  void setReconcilePlace(Optional<String> place);

  /**
   * Creates the record at {@link daybook.core.protocol.ImportPosition#START}, only if {@code seen}
   * still is the last settled checkpoint: what the ledger said since then still holds. A record
   * that is there keeps its own terms (condition 22): whoever begins looks again, and reads by the
   * terms that it finds.
   */
  Begun begin(ImportId id, ObjectVersion source, ImportTerms terms, Instant begun, Settled seen);

  /** Begins an import of own columns. */
  default Begun begin(ImportId id, ObjectVersion source, Instant begun, Settled seen) {
    return begin(id, source, ImportTerms.NONE, begun, seen);
  }

  /**
   * Pushes batches that follow one another, only if the import stands where the first one starts
   * and its record has the terms by which they were read (condition 22).
   *
   * @param id the import of all of them
   * @param terms by which their rows were read, or were not
   * @param batches 1 to {@link #ENQUEUE_BATCHES_MAX}; the end of the last one may end the import,
   *     and every other one is at least one byte long, or a twin of it would not be noticed
   * @param needs stamp of the checkpoint that this Redis must have settled at least (condition R7);
   *     0 where no line relies on any
   * @throws IllegalArgumentException if they do not follow one another or are another import's
   */
  Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches, long needs);

  /** Pushes batches that rely on no checkpoint. */
  default Enqueued enqueue(ImportId id, ImportTerms terms, List<Batch> batches) {
    return enqueue(id, terms, batches, 0);
  }

  /** Pushes batches of own columns. */
  default Enqueued enqueue(ImportId id, List<Batch> batches) {
    return enqueue(id, ImportTerms.NONE, batches);
  }

  /**
   * Checks what {@link #enqueue} was asked, for its implementations.
   *
   * @throws IllegalArgumentException as {@link #enqueue} says
   */
  static void requireConsecutive(ImportId id, List<Batch> batches) {
    if (batches.isEmpty() || batches.size() > ENQUEUE_BATCHES_MAX) {
      throw new IllegalArgumentException(batches.size() + " batches in one step");
    }
    long expected = batches.get(0).id().from();
    for (int i = 0; i < batches.size(); i++) {
      Batch batch = batches.get(i);
      boolean last = i == batches.size() - 1;
      boolean endsHere = last && batch.end().isEnd();
      if (!batch.id().importId().equals(id)
          || batch.id().from() != expected
          || (batch.end().isEnd() && !last)
          || (batch.id().to() == expected && !endsHere)) {
        throw new IllegalArgumentException(
            "batch %s cannot stand at offset %d of import %s".formatted(batch.id(), expected, id));
      }
      expected = batch.id().to();
    }
  }
}
