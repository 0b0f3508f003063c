package daybook.sealer;

import daybook.core.port.Checkpoints;
import daybook.core.port.Deadline;
import daybook.core.port.Ledger;
import daybook.core.port.Records;
import daybook.core.record.Claim;
import daybook.core.record.Counting;
import daybook.core.record.TransactionRecord;
import daybook.core.record.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shreds what is older than the retention time: its document stays with id and state, so that the
 * id counts once for ever, and its sums stay where they are. What is not known to count yet waits.
 */
final class Shredder {

  /** Most records that one run looks at; the next one goes on. */
  static final int RECORDS_MAX = 20_000;

  private static final int PAGE = 2_000;

  private final Records records;
  private final Ledger ledger;
  private final Checkpoints checkpoints;
  private final Optional<Duration> retention;
  private final InstantSource clock;

  /**
   * @param retention how long a transaction is kept behind its last change; empty for good
   */
  Shredder(
      Records records,
      Ledger ledger,
      Checkpoints checkpoints,
      Optional<Duration> retention,
      InstantSource clock) {
    this.records = records;
    this.ledger = ledger;
    this.checkpoints = checkpoints;
    this.retention = retention;
    this.clock = clock;
  }

  /**
   * Shreds, oldest first, as far as the bound and the time go.
   *
   * @return how many records
   * @throws daybook.core.port.StoreException if a store fails; what was shredded is shredded
   */
  int run(Deadline deadline) {
    return retention.map(time -> shred(clock.instant().minus(time), deadline)).orElse(0);
  }

  private int shred(Instant before, Deadline deadline) {
    Endings endings = new Endings(ledger, checkpoints);
    Optional<Records.Place> place = Optional.empty();
    int shredded = 0;
    for (int seen = 0; seen < RECORDS_MAX && deadline.remainingMs() > 0; seen += PAGE) {
      List<TransactionRecord> old = records.unshredded(before, place, PAGE);
      List<TransactionRecord> slim = new ArrayList<>();
      for (TransactionRecord record : old) {
        settled(record.counting(), endings)
            .ifPresent(counting -> slim.add(record.shredded(counting, clock.instant())));
      }
      shredded += slim.isEmpty() ? 0 : records.replace(slim);
      if (old.size() < PAGE) {
        break;
      }
      TransactionRecord last = old.get(old.size() - 1);
      place = Optional.of(new Records.Place(last.times().updated(), last.id()));
    }
    return shredded;
  }

  /** How it stands once nothing is left to come; empty where something is. */
  private Optional<Counting> settled(Counting counting, Endings endings) {
    if (counting.pending().isPresent()) {
      return Optional.empty();
    }
    Optional<Claim> claim = counting.claimed();
    if (claim.isEmpty()) {
      return Optional.of(counting);
    }
    Verdict verdict = endings.of(claim.get().origin());
    return verdict.fate() == Verdict.Fate.COUNTED
        ? Optional.of(counting.settledAt(verdict.at(), clock.instant()))
        : Optional.empty();
  }
}
