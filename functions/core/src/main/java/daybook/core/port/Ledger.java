package daybook.core.port;

import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The finished imports in MongoDB. Every method throws {@link StoreException} where it fails. */
public interface Ledger {

  /** Most entries in one answer. */
  int NEWEST_MAX = 1_000;

  /**
   * Which of these imports are finished, read not older than a settled checkpoint (condition 4).
   */
  Set<ImportId> finished(Collection<ImportId> ids, Settled notOlderThan);

  /** The entry of one import, if it is finished. */
  Optional<LedgerEntry> find(ImportId id);

  /**
   * The earliest finished import of another object version with the same content: the same ETag and
   * size, of an import that counted rows. Content that was stored in other parts or under another
   * key of encryption has another ETag, and is not found.
   */
  Optional<LedgerEntry> sameContent(ObjectVersion source);

  /**
   * The entries of the imports that ended last, newest first.
   *
   * @param limit most of them, 1 to {@link #NEWEST_MAX}
   */
  List<LedgerEntry> newest(int limit);
}
