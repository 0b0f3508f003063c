package daybook.core.port;

import daybook.core.protocol.ImportId;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.core.protocol.Settled;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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
   * A place in the list of all entries, by which it goes on where it ended.
   *
   * @param ended when the import ended, in whole milliseconds
   * @param id which one, of those that ended then
   */
  record Place(Instant ended, ImportId id) {}

  /**
   * A part of the list.
   *
   * @param limit most entries, 1 to {@link #NEWEST_MAX}
   * @param behind the entry that it goes on behind; empty for the first part
   * @param key only imports of objects of this name; empty for all
   */
  record Part(int limit, Optional<Place> behind, Optional<String> key) {
    /** Checks the limit. */
    public Part {
      Objects.checkIndex(limit - 1, NEWEST_MAX);
    }
  }

  /**
   * Entries of the list, by their end and, of one end, by their id, both descending. An import that
   * ends later stands before all of it, so that parts have no gap.
   */
  List<LedgerEntry> newest(Part part);

  /**
   * The entries of the imports that ended last, newest first.
   *
   * @param limit most of them, 1 to {@link #NEWEST_MAX}
   */
  default List<LedgerEntry> newest(int limit) {
    return newest(new Part(limit, Optional.empty(), Optional.empty()));
  }
}
