package daybook.sealer;

import daybook.core.port.Checkpoints;
import daybook.core.port.Ledger;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.SetAsideRange;
import daybook.core.record.Origin;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of rows, by the ledger, or by the newest checkpoint where that shows them already: of
 * one run, which asks for each import once. What a Redis says is no answer, for it may fall back
 * (conditions R5 and R9). Not safe for threads.
 */
final class Endings {

  /** What became of a row. */
  enum Fate {
    /** It counts for good. */
    COUNTED,
    /** Its import ended at or before it. */
    BEHIND_END,
    /** It was set aside. */
    SET_ASIDE,
    /** Nobody can know yet. */
    UNDECIDED
  }

  /**
   * A fate, and since when.
   *
   * @param at stamp of the checkpoint that shows it
   */
  record Verdict(Fate fate, long at) {
    static final Verdict UNDECIDED = new Verdict(Fate.UNDECIDED, 0);
  }

  private final Ledger ledger;
  private final Checkpoints checkpoints;
  private final Map<ImportId, Optional<LedgerEntry>> entries = new HashMap<>();
  private Optional<Map<ImportId, ImportRecord>> running = Optional.empty();
  private long runningAt;

  Endings(Ledger ledger, Checkpoints checkpoints) {
    this.ledger = ledger;
    this.checkpoints = checkpoints;
  }

  /** What became of a row or line. */
  Verdict of(Origin origin) {
    Optional<LedgerEntry> entry = entries.computeIfAbsent(origin.importId(), ledger::find);
    if (entry.isPresent()) {
      return verdict(origin, entry.get());
    }
    // Void needs the ledger: a stopped import ends at its applied place, and only its entry says
    // so.
    return isPassed(origin) ? new Verdict(Fate.COUNTED, runningAt) : Verdict.UNDECIDED;
  }

  private static Verdict verdict(Origin origin, LedgerEntry entry) {
    long at = entry.ended().toEpochMilli();
    if (origin.offset() >= entry.end().offset()) {
      return new Verdict(Fate.BEHIND_END, at);
    }
    return new Verdict(isWithin(origin, entry.setAside()) ? Fate.SET_ASIDE : Fate.COUNTED, at);
  }

  private static boolean isWithin(Origin origin, Collection<SetAsideRange> ranges) {
    return ranges.stream()
        .anyMatch(range -> range.from() <= origin.offset() && origin.offset() < range.to());
  }

  /** Whether a committed checkpoint has the import past the row, and the row in the totals. */
  private boolean isPassed(Origin origin) {
    ImportRecord record = running().get(origin.importId());
    return record != null
        && origin.offset() < record.applied().offset()
        && !isWithin(origin, record.setAside());
  }

  private Map<ImportId, ImportRecord> running() {
    if (running.isEmpty()) {
      Map<ImportId, ImportRecord> found = new HashMap<>();
      Optional<Checkpoint> latest = checkpoints.latest();
      latest
          .map(Checkpoint::imports)
          .orElse(List.of())
          .forEach(one -> found.put(one.id(), one.record()));
      runningAt = latest.map(Checkpoint::at).orElse(0L);
      running = Optional.of(found);
    }
    return running.get();
  }
}
