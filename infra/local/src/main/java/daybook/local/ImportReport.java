package daybook.local;

import daybook.core.port.Rejects;
import daybook.core.protocol.ImportPosition;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.ImportTerms;
import daybook.core.protocol.LedgerEntry;
import daybook.reading.BrokenStreamException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is printed of a finished import. */
final class ImportReport {

  /** Characters of a rejected row that are shown: with line and reason it fits into a line. */
  static final int TEXT_CHARACTERS_MAX = 72;

  private static final String BROKEN_OFF = BrokenStreamException.Reason.GZIP_CORRUPT.code();

  private final LedgerEntry entry;
  private final ImportPosition end;
  private final RejectsFile rejects;
  private final Commands commands;
  private final Console console;

  private ImportReport(LedgerEntry entry, RejectsFile rejects, Commands commands, Console console) {
    this.entry = entry;
    this.end = entry.end();
    this.rejects = rejects;
    this.commands = commands;
    this.console = console;
  }

  /** Whether what was uploaded could not be read to its end. */
  static boolean isBrokenOff(LedgerEntry entry) {
    return BROKEN_OFF.equals(entry.end().reason());
  }

  /**
   * A finished import.
   *
   * @param file that was uploaded, as it was named
   * @param rejects its rejected rows
   * @param damage what is wrong with the file itself, where that is known
   */
  record Finished(LedgerEntry entry, Path file, RejectsFile rejects, Optional<String> damage) {}

  /** Prints counts, reasons, and where the rejected rows are, with the first ones. */
  static void print(Finished finished, Commands commands, Console console) {
    new ImportReport(finished.entry(), finished.rejects(), commands, console).print(finished);
  }

  private void print(Finished finished) {
    summary();
    if (end.state().equals(ImportState.REJECTED) && end.rows() == 0) {
      refused(finished.file());
      return;
    }
    if (end.state().equals(ImportState.INCOMPLETE) || end.state().equals(ImportState.REJECTED)) {
      endedEarly(finished.damage());
    }
    terms();
    RowCounts.of(end).lines().forEach(line -> console.line("  " + line));
    if (end.rejectedRows() > 0) {
      console.line("  rejected rows: " + rejects.place());
      firstRows();
      console.line("  to correct and send in again: " + corrected());
    }
  }

  private String corrected() {
    return commands.rejects(entry.source().key()) + " --as-source > corrected.csv";
  }

  private void summary() {
    double seconds = Duration.between(entry.begun(), entry.ended()).toMillis() / 1000.0;
    console.format(
        "%s: %s%s, %s, %,d accepted, %,d rejected%s, %.1f s from begin to history",
        entry.source().key(),
        console.painted(colour(), end.state().code()),
        end.reason() == null ? "" : " (" + end.reason() + ")",
        Console.rows(end.rows()),
        end.accepted(),
        end.rejectedRows(),
        skipped(),
        seconds);
    ImportWords.loud(end).ifPresent(loud -> console.line("  " + loud));
    entry
        .setAside()
        .forEach(
            range ->
                console.format(
                    "  bytes %,d to %,d were set aside, none of their rows counts: %s",
                    range.from(), range.to(), range.reason().code()));
  }

  private Console.Colour colour() {
    if (!ImportWords.isSuccess(entry)) {
      return Console.Colour.RED;
    }
    return end.rejectedRows() > 0 ? Console.Colour.YELLOW : Console.Colour.GREEN;
  }

  private String skipped() {
    return end.skippedRows() == 0 ? "" : ", %,d skipped".formatted(end.skippedRows());
  }

  /** By what it was read, and what of it was not. */
  private void terms() {
    ImportTerms terms = entry.terms();
    terms.mapping().ifPresent(ref -> console.line("  read by mapping " + ref.name()));
    terms
        .sameContentAs()
        .ifPresent(
            key -> console.line("  ! the same content as " + key + ": all of it counts again"));
    ImportWords.ignored(terms.ignored()).forEach(line -> console.line("  " + line));
  }

  private void refused(Path file) {
    console.line("  none of it counts, " + ImportWords.reason(end.reason()));
    detail().ifPresent(text -> Console.wrapped(text).forEach(line -> console.line("  " + line)));
    if (end.reason() != null && !rejects.first().isEmpty()) {
      console.line("  what was found: " + rejects.place());
      rejects.first().forEach(row -> console.format("    line %,d: %s", row.line(), text(row)));
    }
    console.line("  what fits it, or what is missing: " + commands.map(file));
  }

  private Optional<String> detail() {
    return Optional.ofNullable(end.detail())
        .or(() -> entry.terms().refused().map(ImportTerms.Refused::detail))
        .or(() -> rejects.first().stream().map(Rejects.Row::expected).findFirst())
        .filter(text -> !text.isBlank());
  }

  private void endedEarly(Optional<String> damage) {
    console.line(
        "  " + ImportWords.reason(end.reason()) + damage.map(what -> ": " + what).orElse(""));
    if (end.state().equals(ImportState.REJECTED)) {
      return;
    }
    if (end.rows() == 0) {
      console.line("  nothing of it was taken in");
      return;
    }
    console.format(
        "  taken in: the %s up to line %,d, byte %,d of the text; nothing behind them",
        Console.rows(end.rows()), end.line(), end.offset());
    console.line("  import the others as a file of their own: a whole one would count these again");
  }

  private void firstRows() {
    for (Rejects.Row row : rejects.first()) {
      if (row.reason().equals(Rejects.IN_PARTS)) {
        console.line("    too many for one file: " + row.text());
        return;
      }
      rowLines(row).forEach(line -> console.line("    " + line));
    }
    long more = end.rejectedRows() - rejects.first().size();
    if (more > 0 && !rejects.first().isEmpty()) {
      console.format("    … and %,d more", more);
    }
  }

  /** A rejected row: where, why, its text, and what was expected. */
  static List<String> rowLines(Rejects.Row row) {
    String column = row.column().isEmpty() ? "" : ", column " + row.column();
    String first =
        String.format(
            Locale.ROOT, "line %,d, %s%s: %s", row.line(), row.reason(), column, text(row));
    List<String> lines = new ArrayList<>(List.of(first));
    if (!row.expected().isEmpty()) {
      Console.wrapped(row.expected()).forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  private static String text(Rejects.Row row) {
    return Console.cut(row.text(), TEXT_CHARACTERS_MAX);
  }
}
