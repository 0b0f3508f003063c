package daybook.api;

import daybook.core.port.Ledger;
import daybook.core.port.TransactionQueue;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The imports that run, and those that have ended. Redis is always asked first: what it does not
 * have any more is in the ledger by then, and the other way round it could be seen in neither. Safe
 * for use by several threads.
 */
final class Imports {

  private final TransactionQueue queue;
  private final Ledger ledger;

  Imports(TransactionQueue queue, Ledger ledger) {
    this.queue = queue;
    this.ledger = ledger;
  }

  /**
   * A part of the list.
   *
   * @param imports what is in it; unmodifiable
   * @param next where the list goes on; empty at its end
   */
  record Page(List<ImportView> imports, Optional<ImportCursor> next) {
    /** Copies the list. */
    Page {
      imports = List.copyOf(imports);
    }
  }

  /** Those that run, by what began last; then those that ended, by what ended last. */
  Page page(ImportsParameters asked) {
    List<ImportView> running = running(asked);
    Ledger.Part part =
        new Ledger.Part(
            asked.limit() + 1, asked.cursor().flatMap(ImportCursor::inLedger), asked.key());
    List<ImportView> ended = ledger.newest(part).stream().map(ImportView::of).toList();
    Set<ImportId> over = ended.stream().map(ImportView::id).collect(Collectors.toSet());
    List<ImportView> all = new ArrayList<>(running);
    all.removeIf(view -> over.contains(view.id()));
    all.addAll(ended);
    if (all.size() <= asked.limit()) {
      return new Page(all, Optional.empty());
    }
    List<ImportView> page = all.subList(0, asked.limit());
    return new Page(page, Optional.of(ImportCursor.at(page.get(page.size() - 1))));
  }

  private List<ImportView> running(ImportsParameters asked) {
    if (asked.cursor().map(ImportCursor::ended).orElse(false)) {
      return List.of();
    }
    return queue.running().entrySet().stream()
        .map(running -> ImportView.of(running.getKey(), running.getValue()))
        .filter(view -> asked.key().map(view.source().key()::equals).orElse(true))
        .filter(view -> asked.cursor().map(cursor -> cursor.isBefore(view)).orElse(true))
        .sorted(ImportView.LATEST)
        .toList();
  }

  /** One that runs or has ended. */
  Optional<ImportView> find(ImportId id) {
    Map<ImportId, ImportRecord> running = queue.running(List.of(id));
    return ledger
        .find(id)
        .map(ImportView::of)
        .or(() -> Optional.ofNullable(running.get(id)).map(record -> ImportView.of(id, record)));
  }

  /** The entry of one that has ended. */
  Optional<LedgerEntry> ended(ImportId id) {
    return ledger.find(id);
  }
}
