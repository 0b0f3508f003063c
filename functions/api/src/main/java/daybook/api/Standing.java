package daybook.api;

import daybook.core.port.Checkpoints;
import daybook.core.port.Ledger;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportCheckpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.record.Counting;
import daybook.core.record.Origin;
import daybook.core.record.PendingState;
import daybook.core.record.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How transactions stand with the totals, as readers are told. Safe for threads. */
final class Standing {

  /** How one does. */
  enum State {
    /** All that it says is in the totals, for good. */
    COUNTED("counted"),
    /** It will be, and nobody has to do anything. */
    WAITING("waiting"),
    /** It was set aside too often, and is not sent again before somebody corrects it. */
    HELD("held"),
    /** It is no money. */
    NOT_COUNTED("not_counted");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** In answers. */
    String word() {
      return word;
    }
  }

  private final Ledger ledger;
  private final Checkpoints checkpoints;
  private Running running = new Running(0, Map.of());

  /** The imports of a checkpoint, which is megabytes: it is read anew only where it is another. */
  private record Running(long at, Map<ImportId, ImportRecord> imports) {}

  Standing(Ledger ledger, Checkpoints checkpoints) {
    this.ledger = ledger;
    this.checkpoints = checkpoints;
  }

  /** Of a transaction that is not deleted. */
  State of(Counting counting) {
    if (counting.open().isPresent()) {
      boolean isStuck = counting.pending().filter(PendingState.STUCK::equals).isPresent();
      return isStuck ? State.HELD : State.WAITING;
    }
    boolean counts =
        counting
            .claimed()
            .map(claim -> verdict(claim.origin()).fate() == Verdict.Fate.COUNTED)
            .orElse(true);
    return counts ? State.COUNTED : State.WAITING;
  }

  private Verdict verdict(Origin origin) {
    Optional<LedgerEntry> entry = ledger.find(origin.importId());
    if (entry.isPresent()) {
      return Verdict.of(origin, entry.get());
    }
    Running latest = running();
    ImportRecord record = latest.imports.get(origin.importId());
    return record == null ? Verdict.UNDECIDED : Verdict.of(origin, record, latest.at);
  }

  private synchronized Running running() {
    long at = checkpoints.latestAt();
    if (at != running.at) {
      running = checkpoints.latest().map(Standing::running).orElse(new Running(0, Map.of()));
    }
    return running;
  }

  private static Running running(Checkpoint checkpoint) {
    return new Running(
        checkpoint.at(),
        checkpoint.imports().stream()
            .collect(Collectors.toMap(ImportCheckpoint::id, ImportCheckpoint::record)));
  }
}
