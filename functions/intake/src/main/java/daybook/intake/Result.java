package daybook.intake;

import daybook.core.record.Attempt;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.util.Optional;

/**
 * What became of one record that was posted.
 *
 * @param id its id
 * @param status 201 for stored now, 200 for there already with the same content, 409 for other
 *     content
 * @param transaction what is there under the id; empty for an attempt and where it conflicts
 * @param attempt what was kept instead; empty for money
 * @param conflict why not, and what to do; empty unless it conflicts
 */
record Result(
    TransactionId id,
    int status,
    Optional<TransactionRecord> transaction,
    Optional<Attempt> attempt,
    String conflict) {

  static final int STORED = 201;
  static final int REPEATED = 200;
  static final int CONFLICTING = 409;

  static Result of(TransactionRecord transaction, boolean stored) {
    return new Result(
        transaction.id(),
        stored ? STORED : REPEATED,
        Optional.of(transaction),
        Optional.empty(),
        "");
  }

  static Result of(Attempt attempt, boolean stored) {
    return new Result(
        attempt.id(), stored ? STORED : REPEATED, Optional.empty(), Optional.of(attempt), "");
  }

  static Result conflicting(TransactionId id, String why) {
    return new Result(id, CONFLICTING, Optional.empty(), Optional.empty(), why);
  }
}
