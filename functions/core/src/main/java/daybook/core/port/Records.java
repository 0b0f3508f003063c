package daybook.core.port;

import daybook.core.protocol.ImportId;
import daybook.core.record.Entry;
import daybook.core.record.Origin;
import daybook.core.record.PendingState;
import daybook.core.record.TransactionId;
import daybook.core.record.TransactionRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The documents of transactions in MongoDB, one for each id. A method with several of them is one
 * atomic step for each, in no order; where it fails, some steps may have been done and others not.
 * Whatever a method says was written has reached a majority, and whatever it reads is read by
 * majority (conditions R1, R3 and R14). Every method throws {@link StoreException} where MongoDB
 * fails.
 */
public interface Records {

  /** Most records, ids or lines in one call. */
  int BULK_MAX = 10_000;

  /**
   * Makes documents of the first revision, where there is none of the id.
   *
   * @param records of different ids
   * @return the ids of those that this call has made. One that is not among them may have been made
   *     by this call all the same, where a reply was lost: whoever needs to know reads it (R2)
   */
  Set<TransactionId> insert(List<TransactionRecord> records);

  /** The documents of these ids, where there are any. */
  Map<TransactionId, TransactionRecord> find(Collection<TransactionId> ids);

  /**
   * What a line of a journal claims.
   *
   * @param id the transaction
   * @param line the entry that the line says
   * @param origin the line
   */
  record LineClaim(TransactionId id, Entry line, Origin origin) {}

  /**
   * Claims what is open, each only where {@link
   * daybook.core.record.Counting#isOpenTo(daybook.core.record.Entry)}: then it is as {@link
   * daybook.core.record.Counting#claimedBy} says, in the next revision.
   *
   * @param claims of different ids
   * @param now when, for {@link daybook.core.record.Counting#since()}
   * @return whether every one of them was claimed by this call; if not, some may have been, and
   *     whoever needs to know reads them
   */
  boolean claim(List<LineClaim> claims, Instant now);

  /**
   * Replaces documents, each only where the stored one is of the revision before (condition R11).
   * What a later version keeps beside the fields of this one stays.
   *
   * @param changed of different ids; each of the revision behind the one that was read
   * @return how many were replaced
   */
  int replace(List<TransactionRecord> changed);

  /**
   * A place in the order of what is pending.
   *
   * @param since of a record there
   * @param id of the same
   */
  record Place(Instant since, TransactionId id) {}

  /**
   * What is pending in this state, oldest first, then by id.
   *
   * @param behind where the last answer ended, or empty for the start
   * @param limit most records, 1 to {@link #BULK_MAX}
   */
  List<TransactionRecord> pending(PendingState state, Optional<Place> behind, int limit);

  /**
   * What has not changed since a time and is not shredded, oldest first, then by id.
   *
   * @param before the time: {@link daybook.core.record.TransactionRecord.Times#updated()} is
   *     earlier
   * @param behind the last time and id of the answer before, or empty for the start
   * @param limit most records, 1 to {@link #BULK_MAX}
   */
  List<TransactionRecord> unshredded(Instant before, Optional<Place> behind, int limit);

  /**
   * What the rows of a part of an import have made, and nobody has settled: claimed by the row that
   * it was born of.
   *
   * @param from first byte
   * @param to byte after the last
   * @param limit most records, 1 to {@link #BULK_MAX}
   */
  List<TransactionRecord> born(ImportId id, long from, long to, int limit);
}
