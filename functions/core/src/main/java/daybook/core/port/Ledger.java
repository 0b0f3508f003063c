package daybook.core.port;

import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.Settled;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The finished imports in MongoDB. Every method throws {@link StoreException} where it fails. */
public interface Ledger {

  /**
   * Which of these imports are finished, read not older than a settled checkpoint (condition 4).
   */
  Set<ImportId> finished(Collection<ImportId> ids, Settled notOlderThan);

  /** The entry of one import, if it is finished. */
  Optional<LedgerEntry> find(ImportId id);
}
