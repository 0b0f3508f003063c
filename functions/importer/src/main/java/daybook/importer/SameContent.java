package daybook.importer;

import daybook.core.port.Ledger;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import java.util.Comparator;
import java.util.Optional;

/**
 * Looks whether the same bytes are imported already, under another name or in an older version.
 * They count all the same: it is for people, who may have uploaded a file twice.
 */
final class SameContent {

  private SameContent() {}

  /** Key of the earlier import, with its version where the key is the same. */
  static Optional<String> of(ObjectVersion version, Ledger ledger, TransactionQueue queue) {
    return ledger
        .sameContent(version)
        .map(LedgerEntry::source)
        .or(() -> running(version, queue))
        .map(earlier -> named(earlier, version));
  }

  private static Optional<ObjectVersion> running(ObjectVersion version, TransactionQueue queue) {
    return queue.running().values().stream()
        .filter(record -> record.source().hasContentOf(version))
        .filter(record -> !record.source().importId().equals(version.importId()))
        .min(
            Comparator.comparing(ImportRecord::begun)
                .thenComparing(record -> record.source().importId()))
        .map(ImportRecord::source);
  }

  private static String named(ObjectVersion earlier, ObjectVersion version) {
    if (!earlier.key().equals(version.key())) {
      return earlier.key();
    }
    return earlier.versionId() == null
        ? "%s (of %s)".formatted(earlier.key(), earlier.lastModified())
        : "%s (version %s)".formatted(earlier.key(), earlier.versionId());
  }
}
