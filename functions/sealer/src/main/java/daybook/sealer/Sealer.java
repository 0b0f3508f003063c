package daybook.sealer;

import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.Journals;
import daybook.core.port.Records;
import daybook.core.record.JournalLine;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes open entries into journals, from which the importer counts them. Any number of these may
 * run at once and be killed anywhere: an entry that is in two journals is claimed by the line of
 * one (condition R6).
 */
final class Sealer {

  /** Most journals of one run: 100,000 entries, of each some hundred bytes. */
  static final int JOURNALS_MAX = 10;

  /**
   * An entry that nobody has claimed so long after it was sealed goes into a further journal: its
   * first one may have been lost before its import began. Much longer than importers wait for
   * anything, for the same lines again are work for nothing.
   */
  static final Duration SEALED_AGAIN_AFTER = Duration.ofHours(1);

  private final Records records;
  private final Journals journals;
  private final InstantSource clock;
  private final EventLog log;

  Sealer(Records records, Journals journals, InstantSource clock, EventLog log) {
    this.records = records;
    this.journals = journals;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Seals what is open, oldest first, as far as the bound and the time go.
   *
   * @return how many entries
   * @throws daybook.core.port.StoreException if a store fails; what was sealed is sealed
   */
  int run(Deadline deadline) {
    int sealed = 0;
    for (int put = 0; put < JOURNALS_MAX && deadline.remainingMs() > 0; put++) {
      List<TransactionRecord> open = next();
      if (open.isEmpty()) {
        break;
      }
      seal(open);
      sealed += open.size();
    }
    return sealed;
  }

  private List<TransactionRecord> next() {
    int limit = Math.min(Journals.LINES_MAX, Records.BULK_MAX);
    // Condition R10: these states are of records whose predecessor is settled.
    List<TransactionRecord> open =
        new ArrayList<>(records.pending(PendingState.OPEN, Optional.empty(), limit));
    if (open.size() < limit) {
      Instant before = clock.instant().minus(SEALED_AGAIN_AFTER);
      records.pending(PendingState.SEALED, Optional.empty(), limit - open.size()).stream()
          .filter(record -> record.counting().since().isBefore(before))
          .forEach(open::add);
    }
    return open;
  }

  private void seal(List<TransactionRecord> open) {
    List<JournalLine> lines =
        open.stream()
            .map(record -> new JournalLine(record.id(), record.counting().toSeal()))
            .toList();
    String key = journals.put(lines);
    Instant now = clock.instant();
    // Only a hint. What changed meanwhile is in another turn, and stays open.
    int marked =
        records.replace(
            open.stream().map(record -> record.with(record.counting().inJournal(now))).toList());
    log.log(Level.INFO, "journal_put", Map.of("key", key, "lines", lines.size(), "marked", marked));
  }
}
