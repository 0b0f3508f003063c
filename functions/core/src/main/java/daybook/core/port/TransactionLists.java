package daybook.core.port;

import daybook.core.record.Attempt;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Transactions and attempts in the order in which people read them. What they said before and their
 * texts are left out: {@link Records#find} has those. Whatever is read has reached a majority.
 * Every method throws {@link StoreException} where MongoDB fails.
 */
public interface TransactionLists {

  /** Most records of one answer. */
  int LIMIT_MAX = 20_001;

  /**
   * A place in a list of a user.
   *
   * @param timestamp when the transaction there was, in whole milliseconds
   * @param key its id; of an attempt its {@link Attempt#key()}
   */
  record Place(Instant timestamp, String key) {}

  /**
   * A part of a list of a user, newest first and, of one moment, by descending key.
   *
   * @param userId as {@link TransactionId#PATTERN} has it
   * @param from only what was then or later
   * @param before only what was before; behind {@code from}
   * @param behind the place that it goes on behind; empty for the first part
   * @param limit most of it, 1 to {@link #LIMIT_MAX}
   */
  record Part(String userId, Instant from, Instant before, Optional<Place> behind, int limit) {
    /** Cuts the times to what MongoDB keeps. */
    public Part {
      from = from.truncatedTo(ChronoUnit.MILLIS);
      before = before.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** Transactions that are the user's now. */
  List<TransactionRecord> ofUser(Part part);

  /**
   * Deleted transactions that were the user's when they were deleted, by when they were; until that
   * is forgotten. Their content is what they said last.
   */
  List<TransactionRecord> deletedOf(Part part);

  /** Attempts that say when they were and whose; by what they said. */
  List<Attempt> attemptsOf(Part part);

  /**
   * A place in the list of changes.
   *
   * @param updated when the transaction there got its version, in whole milliseconds
   * @param id of the same
   */
  record Change(Instant updated, TransactionId id) {}

  /**
   * All transactions by when they got the version that they have, oldest first and, of one moment,
   * by id.
   *
   * @param behind the place that it goes on behind; empty for the start
   * @param before only what was changed before, in whole milliseconds
   * @param limit most of it, 1 to {@link #LIMIT_MAX}
   */
  List<TransactionRecord> changed(Optional<Change> behind, Instant before, int limit);
}
