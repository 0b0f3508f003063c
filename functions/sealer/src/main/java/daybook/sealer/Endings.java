package daybook.sealer;

import daybook.core.port.Checkpoints;
import daybook.core.port.Ledger;
import daybook.core.protocol.Checkpoint;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.record.Origin;
import daybook.core.record.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of rows, by the ledger, or by the newest checkpoint where that shows them already: of
 * one run, which asks for each import once. Not safe for threads.
 */
final class Endings {

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
      return Verdict.of(origin, entry.get());
    }
    ImportRecord record = running().get(origin.importId());
    return record == null ? Verdict.UNDECIDED : Verdict.of(origin, record, runningAt);
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
