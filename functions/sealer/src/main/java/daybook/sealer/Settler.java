package daybook.sealer;

import daybook.core.port.Checkpoints;
import daybook.core.port.Deadline;
import daybook.core.port.EventLog;
import daybook.core.port.EventLog.Level;
import daybook.core.port.ImportPins;
import daybook.core.port.Ledger;
import daybook.core.port.Metric;
import daybook.core.port.Metrics;
import daybook.core.port.Records;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.SetAsideRange;
import daybook.core.record.Claim;
import daybook.core.record.Counting;
import daybook.core.record.ImportPin;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionRecord;
import daybook.core.record.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the ledger for what became of claimed entries: one that counts is settled, one that does
 * not is opened again (conditions R5, R9 and R16). Any number of these may run at once and be
 * killed anywhere: each change compares what was read (condition R11).
 */
final class Settler {

  /** Most records that one run looks at for their claims, and most that it opens again. */
  static final int RECORDS_MAX = 100_000;

  /** Records in one read and one write. */
  private static final int PAGE = 5_000;

  /**
   * A pin of an import that ended early, or had rows set aside, stays so long behind its end: rows
   * that a run from before claims later are opened again too. Longer than any run lasts.
   */
  static final Duration ZOMBIES_MAX = Duration.ofHours(25);

  private final Records records;
  private final ImportPins pins;
  private final Ledger ledger;
  private final Checkpoints checkpoints;
  private final InstantSource clock;
  private final EventLog log;
  private final Metrics metrics;

  Settler(
      Records records,
      ImportPins pins,
      Ledger ledger,
      Checkpoints checkpoints,
      InstantSource clock,
      EventLog log,
      Metrics metrics) {
    this.records = records;
    this.pins = pins;
    this.ledger = ledger;
    this.checkpoints = checkpoints;
    this.clock = clock;
    this.log = log;
    this.metrics = metrics;
  }

  /**
   * What a run did.
   *
   * @param settled entries that are known to count
   * @param reopened entries that did not count
   */
  record Result(int settled, int reopened) {}

  /**
   * Settles as far as bounds and time go.
   *
   * @throws daybook.core.port.StoreException if a store fails; what was settled is settled
   */
  Result run(Deadline deadline) {
    Endings endings = new Endings(ledger, checkpoints);
    int settled = 0;
    int reopened = 0;
    Optional<Records.Place> place = Optional.empty();
    for (int seen = 0; seen < RECORDS_MAX && deadline.remainingMs() > 0; seen += PAGE) {
      List<TransactionRecord> claimed = records.pending(PendingState.CLAIMED, place, PAGE);
      List<TransactionRecord> counted = new ArrayList<>();
      List<TransactionRecord> open = new ArrayList<>();
      for (TransactionRecord record : claimed) {
        decide(record, endings, counted, open);
      }
      settled += replace(counted);
      reopened += replace(open);
      if (claimed.size() < PAGE) {
        break;
      }
      TransactionRecord last = claimed.get(claimed.size() - 1);
      place = Optional.of(new Records.Place(last.counting().since(), last.id()));
    }
    reopened += reopenBorn(deadline);
    return new Result(settled, reopened);
  }

  private void decide(
      TransactionRecord record,
      Endings endings,
      List<TransactionRecord> counted,
      List<TransactionRecord> open) {
    Counting counting = record.counting();
    Claim claim = counting.claimed().orElseThrow();
    Verdict verdict = endings.of(claim.origin());
    Instant now = clock.instant();
    switch (verdict.fate()) {
      case COUNTED -> counted.add(record.with(counting.settledAt(verdict.at(), now)));
      case BEHIND_END -> open.add(record.with(counting.reopenedAt(verdict.at(), false, now)));
      case SET_ASIDE -> open.add(record.with(counting.reopenedAt(verdict.at(), true, now)));
      case UNDECIDED -> {}
    }
  }

  private int replace(List<TransactionRecord> changed) {
    if (changed.isEmpty()) {
      return 0;
    }
    reportStuck(changed);
    return records.replace(changed);
  }

  private void reportStuck(List<TransactionRecord> changed) {
    long stuck =
        changed.stream()
            .filter(r -> r.counting().pending().equals(Optional.of(PendingState.STUCK)))
            .peek(
                r ->
                    log.log(
                        Level.ERROR,
                        "transaction_stuck",
                        Map.of("transaction", r.id(), "set_aside", r.counting().reopened())))
            .count();
    metrics.add(Metric.TRANSACTIONS_STUCK, stuck);
  }

  /** Rows that made a document and do not count are in no list of what is pending. */
  private int reopenBorn(Deadline deadline) {
    int reopened = 0;
    Optional<ImportId> behind = Optional.empty();
    List<ImportPin> page;
    do {
      page = pins.list(behind, ImportPins.PINS_MAX);
      Map<ImportId, LedgerEntry> finished = new HashMap<>();
      for (ImportPin pin : page) {
        ledger.find(pin.id()).ifPresent(entry -> finished.put(pin.id(), entry));
      }
      for (LedgerEntry entry : finished.values()) {
        if (deadline.remainingMs() <= 0 || reopened >= RECORDS_MAX) {
          return reopened;
        }
        reopened += reopenBorn(entry);
      }
      behind = page.isEmpty() ? behind : Optional.of(page.get(page.size() - 1).id());
    } while (page.size() == ImportPins.PINS_MAX && deadline.remainingMs() > 0);
    return reopened;
  }

  private int reopenBorn(LedgerEntry entry) {
    boolean whole =
        entry.setAside().isEmpty() && !entry.end().state().equals(ImportState.INCOMPLETE);
    int reopened = 0;
    if (!whole) {
      reopened += reopenBorn(entry, entry.end().offset(), Long.MAX_VALUE, false);
      for (SetAsideRange range : entry.setAside()) {
        reopened += reopenBorn(entry, range.from(), range.to(), true);
      }
    }
    Instant last = entry.ended().plus(ZOMBIES_MAX);
    if (whole || (reopened == 0 && clock.instant().isAfter(last))) {
      pins.remove(entry.id());
    }
    return reopened;
  }

  private int reopenBorn(LedgerEntry entry, long from, long to, boolean setAside) {
    int reopened = 0;
    List<TransactionRecord> born;
    do {
      born = records.born(entry.id(), from, to, PAGE);
      Instant now = clock.instant();
      long at = entry.ended().toEpochMilli();
      reopened +=
          replace(
              born.stream()
                  .map(record -> record.with(record.counting().reopenedAt(at, setAside, now)))
                  .toList());
    } while (born.size() == PAGE && reopened < RECORDS_MAX);
    return reopened;
  }
}
