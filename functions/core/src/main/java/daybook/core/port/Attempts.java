package daybook.core.port;

import daybook.core.record.Attempt;
import daybook.core.record.TransactionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The attempts in MongoDB, one for each id, status and place. Whatever a method says was written
 * has reached a majority, and what it reads is read by majority. Every method throws {@link
 * StoreException} where MongoDB fails.
 */
public interface Attempts {

  /** Most attempts in one call. */
  int BULK_MAX = 10_000;

  /**
   * Keeps attempts, each where there is none of its {@link Attempt#key()}; of one that is there the
   * first one stays.
   *
   * @return the keys of those that this call has written. One that is not among them may have been
   *     written by this call all the same, where a reply was lost
   */
  Set<String> keep(List<Attempt> attempts);

  /** The attempts that are kept under these keys, at most {@link #BULK_MAX}, by their keys. */
  Map<String, Attempt> kept(Collection<String> keys);

  /** The attempt under an id that came last; of several at one time, the last by its key. */
  Optional<Attempt> newest(TransactionId id);
}
