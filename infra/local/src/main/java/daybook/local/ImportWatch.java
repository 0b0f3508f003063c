package daybook.local;

import daybook.core.port.Ledger;
import daybook.core.port.StoreException;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Follows one import from the outside until its ledger entry is there. */
final class ImportWatch {

  private static final long LOOK_EVERY_MS = 50;

  /**
   * How long nothing may move: longer than a killed importer's message takes to come back is not
   * needed here, where a schedule looks after imports every few minutes.
   */
  private static final long STALL_MS = 15 * 60_000L;

  /** How long a store may be away before its user is told: a restart of Redis takes less. */
  private static final long AWAY_MS = 3_000;

  private final TransactionQueue queue;
  private final Ledger ledger;
  private final BooleanSupplier alive;

  /**
   * @param alive whether the pipeline still runs; asked when a store fails
   */
  ImportWatch(TransactionQueue queue, Ledger ledger, BooleanSupplier alive) {
    this.queue = queue;
    this.ledger = ledger;
    this.alive = alive;
  }

  /**
   * Waits for the end of an import and shows how far it is.
   *
   * @throws FailureException if nothing moved for a long time
   */
  LedgerEntry await(ObjectVersion source, Progress progress)
      throws FailureException, InterruptedException {
    ImportId id = source.importId();
    Progress.State state = new Progress.State(0, 0, 0, 0);
    long movedMs = nowMs();
    Away away = new Away(source.key(), progress);
    while (true) {
      try {
        Optional<LedgerEntry> end = ledger.find(id);
        if (end.isPresent()) {
          ImportPosition position = end.get().end();
          progress.end(new Progress.State(position.rows(), position.rejectedRows(), 0, 1), nowMs());
          return end.get();
        }
        Progress.State next = look(id, source, state);
        movedMs = next.equals(state) ? movedMs : nowMs();
        state = next;
        away.answered();
      } catch (StoreException e) {
        // A store that is away for a while only delays an import; the stall limit bounds the wait.
        if (!alive.getAsBoolean()) {
          throw new FailureException(
              "Daybook has ended: the import of %s goes on when it runs again"
                  .formatted(source.key()),
              e);
        }
        away.failed(e, nowMs());
      }
      progress.show(state, nowMs());
      if (nowMs() - movedMs > STALL_MS) {
        throw new FailureException(
            "the import of %s has not moved for %d s: see the logs of the functions"
                .formatted(source.key(), STALL_MS / 1000));
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  /** Says once that a store is away, and once that it is back. */
  private static final class Away {
    private final String key;
    private final Progress progress;
    private long sinceMs = -1;
    private boolean said;

    Away(String key, Progress progress) {
      this.key = key;
      this.progress = progress;
    }

    void failed(StoreException e, long nowMs) {
      sinceMs = sinceMs < 0 ? nowMs : sinceMs;
      if (!said && nowMs - sinceMs >= AWAY_MS) {
        said = true;
        progress.note("the import of %s stands still: %s".formatted(key, e.getMessage()));
        progress.note(
            "  nothing is lost: it goes on when that store is back,"
                + " or when the run was ended and started again");
      }
    }

    void answered() {
      if (said) {
        progress.note("the store is back: the import of " + key + " goes on");
      }
      sinceMs = -1;
      said = false;
    }
  }

  private Progress.State look(ImportId id, ObjectVersion source, Progress.State last) {
    ImportRecord record = queue.running(List.of(id)).get(id);
    if (record == null) {
      return last;
    }
    ImportPosition read = record.enqueued();
    // The size of a gzip file says nothing about the bytes that come out of it, under any name.
    boolean sizeKnown =
        !source.key().endsWith(".gz")
            && read.offset() <= source.sizeBytes()
            && source.sizeBytes() > 0;
    double fraction = sizeKnown ? (double) record.applied().offset() / source.sizeBytes() : -1;
    return new Progress.State(
        read.rows(), read.rejectedRows(), read.rows() - record.applied().rows(), fraction);
  }

  private static long nowMs() {
    return System.nanoTime() / 1_000_000;
  }
}
