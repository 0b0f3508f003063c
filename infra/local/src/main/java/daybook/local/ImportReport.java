package daybook.local;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.reading.BrokenStreamException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What is printed of a finished import. */
final class ImportReport {

  /** Characters of a rejected row that are shown: with line and reason it fits into a line. */
  private static final int TEXT_CHARACTERS_MAX = 72;

  private static final String BROKEN_OFF = BrokenStreamException.Reason.GZIP_CORRUPT.code();

  /** What the words for an import that did not count whole mean. */
  private static final Map<String, String> REASONS =
      Map.of(
          BROKEN_OFF,
          "its gzip stream cannot be read to its end",
          "inflation_ratio",
          "it unpacks to far more than data of its size can",
          "source_gone",
          "it was deleted or replaced while it was read",
          "no_progress",
          "its next row takes longer to reach than a function may run",
          "set_aside_limit",
          "too many parts of it were set aside",
          "header_missing",
          "no line names the columns",
          "header_duplicate",
          "its header names a column twice",
          "header_encoding",
          "its header is not UTF-8",
          "zip",
          "it is a zip archive: expected a CSV, plain or gzip");

  private final LedgerEntry entry;
  private final ImportPosition end;
  private final RejectsFile rejects;
  private final Console console;

  private ImportReport(LedgerEntry entry, RejectsFile rejects, Console console) {
    this.entry = entry;
    this.end = entry.end();
    this.rejects = rejects;
    this.console = console;
  }

  /** Whether the file was read and counted to its end. */
  static boolean isWhole(LedgerEntry entry) {
    return entry.end().state().equals(ImportState.COMPLETE) && entry.setAside().isEmpty();
  }

  /** Whether what was uploaded could not be read to its end. */
  static boolean isBrokenOff(LedgerEntry entry) {
    return BROKEN_OFF.equals(entry.end().reason());
  }

  /**
   * Prints counts, reasons, and where the rejected rows are, with the first ones.
   *
   * @param damage what is wrong with the file itself, where that is known
   */
  static void print(
      LedgerEntry entry, RejectsFile rejects, Optional<String> damage, Console console) {
    new ImportReport(entry, rejects, console).print(damage);
  }

  private void print(Optional<String> damage) {
    summary();
    if (end.state().equals(ImportState.REJECTED)) {
      refused();
      return;
    }
    if (!end.state().equals(ImportState.COMPLETE)) {
      endedEarly(damage);
    }
    if (end.rejectedRows() > 0) {
      console.line("  rejected rows: " + rejects.place());
      firstRows();
    }
  }

  private void summary() {
    double seconds = Duration.between(entry.begun(), entry.ended()).toMillis() / 1000.0;
    console.format(
        "%s: %s%s, %s, %,d accepted, %,d rejected, %.1f s from begin to history",
        entry.source().key(),
        end.state().code(),
        end.reason() == null ? "" : " (" + end.reason() + ")",
        Console.rows(end.rows()),
        end.accepted(),
        end.rejectedRows(),
        seconds);
    end.rejected().forEach((reason, rows) -> console.format("  %,10d  %s", rows, reason.code()));
    entry
        .setAside()
        .forEach(
            range ->
                console.format(
                    "  bytes %,d to %,d were set aside, none of their rows counts: %s",
                    range.from(), range.to(), range.reason().code()));
  }

  private void refused() {
    console.line("  none of it counts, " + why() + "; expected a CSV with these columns:");
    console.line("  timestamp,type,payment_method,amount and optionally sleep_ms");
    console.line("  what was found: " + rejects.place());
    rejects.first().forEach(row -> console.format("    line %,d: %s", row.line(), text(row)));
  }

  private void endedEarly(Optional<String> damage) {
    console.line("  " + why() + damage.map(what -> ": " + what).orElse(""));
    if (end.rows() == 0) {
      console.line("  nothing of it was taken in");
      return;
    }
    console.format(
        "  taken in: the %s up to line %,d, byte %,d of the text; nothing behind them",
        Console.rows(end.rows()), end.line(), end.offset());
    console.line("  import the others as a file of their own: a whole one would count these again");
  }

  private String why() {
    String reason = end.reason() == null ? "" : end.reason();
    return REASONS.getOrDefault(reason, "for a reason that this version does not know");
  }

  private void firstRows() {
    for (Rejects.Row row : rejects.first()) {
      if (row.reason().equals(Rejects.IN_PARTS)) {
        console.line("    too many for one file: " + row.text());
        return;
      }
      console.format("    line %,d, %s: %s", row.line(), row.reason(), text(row));
    }
    long more = end.rejectedRows() - rejects.first().size();
    if (more > 0 && !rejects.first().isEmpty()) {
      console.format("    … and %,d more", more);
    }
  }

  private static String text(Rejects.Row row) {
    String text = row.text();
    return text.codePointCount(0, text.length()) <= TEXT_CHARACTERS_MAX
        ? text
        : text.substring(0, text.offsetByCodePoints(0, TEXT_CHARACTERS_MAX - 1)) + "…";
  }
}
