package daybook.faults.boundary;

import daybook.core.Amount;
import daybook.core.Transaction;
import daybook.core.TransactionType;
import daybook.core.port.Records;
import daybook.core.record.TransactionContent;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client asks for one transaction, each of it one entry on its way into the totals.
 *
 * @param id the transaction
 * @param day of it, always the same
 * @param beforeCents what counted before; 0 where it is posted
 * @param cents what counts after it; 0 where it is deleted
 */
record RecordChange(TransactionId id, String day, long beforeCents, long cents) {

  private static final String METHOD = "visa";

  static RecordChange post(String id, String day, long cents) {
    return new RecordChange(new TransactionId(id), day, 0, cents);
  }

  RecordChange patch(long next) {
    return new RecordChange(id, day, cents, next);
  }

  RecordChange delete() {
    return patch(0);
  }

  /** What it adds to the totals by {@code day:group:method}, in cents. */
  Map<String, Long> sums() {
    Map<String, Long> sums = new TreeMap<>();
    if (beforeCents > 0) {
      sums.put(day + ":deposits_reversed:" + METHOD, beforeCents);
    }
    if (cents > 0) {
      sums.put(day + ":deposits:" + METHOD, cents);
    }
    return sums;
  }

  /** Writes it, as the intake does once it has read a request. */
  void make(Records records) {
    Instant now = Instant.now();
    if (beforeCents == 0) {
      require(
          records.insert(List.of(TransactionRecord.posted(id, content(), Map.of(), now))).size());
      return;
    }
    TransactionRecord read = Objects.requireNonNull(records.find(List.of(id)).get(id));
    require(
        records.replace(
            List.of(cents == 0 ? read.deleted(now) : read.amended(content(), Map.of(), now))));
  }

  private void require(int written) {
    if (written != 1) {
      throw new IllegalStateException(id + " was changed by somebody else");
    }
  }

  private TransactionContent content() {
    Transaction counts =
        new Transaction(
            LocalDate.parse(day), 10, TransactionType.DEPOSIT, METHOD, new Amount(cents));
    return new TransactionContent(
        Instant.parse(day + "T10:30:00Z"),
        counts,
        Optional.of("user-1"),
        Optional.empty(),
        Optional.empty());
  }
}
