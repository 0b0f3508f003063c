package daybook.local;

import daybook.core.port.Ledger;
import daybook.core.port.StoreException;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the imports that end while a run serves, whoever has uploaded their files, and says on
 * its terminal what somebody should see to. Not safe for threads.
 */
final class ImportNotices {

  private static final long LOOK_EVERY_MS = 1_000;

  /** Most lines at once: a terminal full. The others are in the ledger. */
  private static final int LINES_MAX = 20;

  /** Entries that are asked for, where not all of them are new. */
  private static final int NEWEST = 100;

  private final Observer observer;
  private final Commands commands;
  private final Console console;
  private Set<ImportId> seen = Set.of();

  ImportNotices(Observer observer, Commands commands, Console console) {
    this.observer = observer;
    this.commands = commands;
    this.console = console;
  }

  /** Says it until this thread is interrupted; what ended before is not looked at. */
  void untilInterrupted() throws InterruptedException {
    boolean begun = false;
    while (true) {
      try {
        List<LedgerEntry> ended = newEntries();
        if (begun) {
          say(ended);
        }
        begun = true;
      } catch (StoreException e) {
        // The next look comes; the functions report a store that is away.
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  /** What has ended since the last look, in the order of its end. */
  private List<LedgerEntry> newEntries() {
    List<LedgerEntry> newest = observer.newest(NEWEST);
    boolean allNew =
        newest.size() == NEWEST && newest.stream().noneMatch(entry -> seen.contains(entry.id()));
    List<LedgerEntry> looked = allNew ? observer.newest(Ledger.NEWEST_MAX) : newest;
    List<LedgerEntry> ended = new ArrayList<>();
    looked.stream().filter(entry -> !seen.contains(entry.id())).forEach(ended::add);
    Collections.reverse(ended);
    seen = new HashSet<>(looked.stream().map(LedgerEntry::id).toList());
    return ended;
  }

  private void say(List<LedgerEntry> ended) {
    List<String> lines = ended.stream().flatMap(entry -> notice(entry, commands).stream()).toList();
    lines.stream().limit(LINES_MAX).forEach(console::line);
    if (lines.size() > LINES_MAX) {
      console.format("… and %,d more: %s", lines.size() - LINES_MAX, commands.imports());
    }
  }

  /** A line about an import that somebody should see to; empty for any other. */
  static Optional<String> notice(LedgerEntry entry, Commands commands) {
    String key = entry.source().key();
    ImportPosition end = entry.end();
    if (end.state().equals(ImportState.NOT_IMPORTED)) {
      return Optional.of(
          "%s: NOT IMPORTED, %s: %s"
              .formatted(key, ImportWords.reason(end.reason()), commands.imports()));
    }
    boolean refused = end.state().equals(ImportState.REJECTED) && end.rows() == 0;
    if (refused) {
      String why = ImportWords.reason(end.reason());
      return Optional.of(
          "%s: REFUSED (%s), %s: %s".formatted(key, end.reason(), why, commands.rejects(key)));
    }
    List<String> facts = facts(entry);
    // The first import of a content is in the ledger, and what to mend is among the rejects.
    boolean toMend = end.rejectedRows() > 0 && sameContent(entry).isEmpty();
    String next = toMend ? commands.rejects(key) : commands.imports();
    return facts.isEmpty()
        ? Optional.empty()
        : Optional.of("%s: %s: %s".formatted(key, String.join("; ", facts), next));
  }

  private static List<String> facts(LedgerEntry entry) {
    List<String> facts = new ArrayList<>();
    ImportPosition end = entry.end();
    ImportWords.loud(end).ifPresent(facts::add);
    if (end.state().equals(ImportState.INCOMPLETE) || !entry.setAside().isEmpty()) {
      facts.add(notWhole(entry));
    }
    sameContent(entry)
        .ifPresent(key -> facts.add("THE SAME CONTENT as " + key + ", all of it counts again"));
    return facts;
  }

  /** The object whose content counts once more by this import. */
  private static Optional<String> sameContent(LedgerEntry entry) {
    return entry.terms().sameContentAs().filter(key -> entry.end().accepted() > 0);
  }

  private static String notWhole(LedgerEntry entry) {
    return entry.setAside().isEmpty()
        ? "NOT WHOLE, " + ImportWords.reason(entry.end().reason())
        : String.format(
            Locale.ROOT, "NOT WHOLE, %,d parts of it were set aside", entry.setAside().size());
  }
}
