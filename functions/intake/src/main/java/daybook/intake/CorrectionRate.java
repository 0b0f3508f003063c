package daybook.intake;

import daybook.core.record.PastVersion;
import daybook.core.record.TransactionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Limits how often one transaction is corrected: each correction voids the line of a journal that
 * was written for the one before and not claimed yet, which takes 10 to 20 s, so that corrections
 * in a tight loop would keep it from ever being counted. The times of the versions in the document
 * are what is counted, so all instances limit alike, and none needs to remember anything.
 */
final class CorrectionRate {

  /** Corrections that may come at once: more than somebody makes by hand. */
  static final int BURST = 10;

  /** One more each time: a third of what its way into the totals takes. */
  static final Duration EACH = Duration.ofSeconds(5);

  private CorrectionRate() {}

  /** How long to wait before the next one, in whole seconds from 1; empty where it may be now. */
  static Optional<Duration> waitFor(TransactionRecord record, Instant now) {
    long room = EACH.toMillis() * BURST;
    long used = 0;
    long lastMs = record.times().created().toEpochMilli();
    for (Instant correction : corrections(record)) {
      used = Math.max(0, used - Math.max(0, correction.toEpochMilli() - lastMs)) + EACH.toMillis();
      lastMs = correction.toEpochMilli();
    }
    used = Math.max(0, used - Math.max(0, now.toEpochMilli() - lastMs));
    long missing = used + EACH.toMillis() - room;
    return missing <= 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Math.floorDiv(missing + 999, 1_000L)));
  }

  /** When its versions came, but for the first: those that are kept are more than a burst. */
  private static List<Instant> corrections(TransactionRecord record) {
    List<Instant> times = new ArrayList<>();
    for (PastVersion past : record.past()) {
      if (past.version() > 1) {
        times.add(past.since());
      }
    }
    if (record.version() > 1) {
      times.add(record.times().updated());
    }
    return times;
  }
}
