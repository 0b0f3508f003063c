package daybook.core.port;

import daybook.core.AggregateKey;
import daybook.core.Totals;
import daybook.core.TransactionType;
import daybook.core.View;
import daybook.core.protocol.Base;
import daybook.core.protocol.Settled;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The daily aggregates of all views in MongoDB. Every method throws {@link StoreException} where
 * MongoDB fails.
 */
public interface History {

  /**
   * What history holds of these aggregates, not older than a settled checkpoint (condition 8).
   *
   * @return an entry for every key asked for; {@link Base#NONE} where there is no document
   */
  Map<AggregateKey, Base> bases(Collection<AggregateKey> keys, Settled notOlderThan);

  /** Every aggregate of a view in a range of days, both ends included, in one read. */
  Totals range(View view, LocalDate from, LocalDate to);

  /**
   * Every group that any day has totals of, not older than a settled checkpoint, or newer.
   *
   * @return at most some dozens: a few types in each currency
   */
  Set<TransactionType> groups(Settled notOlderThan);
}
