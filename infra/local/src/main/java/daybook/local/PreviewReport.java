package daybook.local;

import daybook.core.port.Rejects;
import daybook.reading.Layout;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is printed of a file that was read here and not imported. */
final class PreviewReport {

  private final Path file;
  private final FilePreview preview;
  private final Commands commands;
  private final Console console;

  PreviewReport(Path file, FilePreview preview, Commands commands, Console console) {
    this.file = file;
    this.preview = preview;
    this.commands = commands;
    this.console = console;
  }

  /** Prints how it is read, five rows, the totals, and what does not count. */
  void print() {
    if (preview.refusal().isPresent()) {
      console.format("%s would be refused (%s):", file, preview.refusal().get().reason());
      Console.wrapped(preview.refusal().get().detail()).forEach(line -> console.line("  " + line));
      return;
    }
    summary();
    examples();
    totals();
    skipped();
    rejected();
  }

  private void summary() {
    RowCounts counts = preview.counts();
    console.format(
        "%s, read by %s: %s, %,d would count, %,d would be rejected, %,d skipped",
        file,
        preview.layout().map(PreviewReport::name).orElse("nothing"),
        Console.rows(counts.rows()),
        counts.accepted(),
        counts.rejectedRows(),
        counts.skippedRows());
    preview.broken().ifPresent(why -> console.line("  NOT READ TO ITS END: " + why));
    ImportWords.loud(counts.rows(), counts.accepted(), counts.rejectedRows())
        .ifPresent(loud -> console.line("  " + loud));
    counts.lines().forEach(line -> console.line("  " + line));
    List<String> ignored = preview.layout().map(Layout::ignored).orElse(List.of());
    ImportWords.ignored(ignored).forEach(line -> console.line("  " + line));
  }

  private static String name(Layout layout) {
    return layout.mapping().map(ref -> "mapping " + ref.name()).orElse("Daybook's own columns");
  }

  private void examples() {
    if (!preview.examples().isEmpty()) {
      console.line("");
      console.line("the first rows as they would count:");
    }
    for (FilePreview.Example row : preview.examples()) {
      console.format(
          "  line %,d: %s %s %s %,.2f",
          row.line(), row.day(), row.group(), row.method(), row.amount());
      console.line("    " + Console.cut(row.text(), ImportReport.TEXT_CHARACTERS_MAX));
    }
  }

  private void totals() {
    if (preview.counts().accepted() > 0) {
      console.line("");
      new TotalsTable(preview.totals()).groupsThatAreThere().forEach(console::line);
    }
  }

  private void skipped() {
    if (!preview.skipped().isEmpty()) {
      console.line("skipped, the first of each rule:");
    }
    for (FilePreview.Skipped row : preview.skipped()) {
      console.line(
          String.format(
              Locale.ROOT,
              "  line %,d, %s: %s",
              row.line(),
              row.rule(),
              Console.cut(row.text(), ImportReport.TEXT_CHARACTERS_MAX)));
    }
  }

  private void rejected() {
    if (!preview.rejected().isEmpty()) {
      console.line("rejected, the first:");
    }
    for (Rejects.Row row : preview.rejected()) {
      ImportReport.rowLines(row).forEach(line -> console.line("  " + line));
    }
    long more = preview.counts().rejectedRows() - preview.rejected().size();
    if (more > 0) {
      console.format("  … and %,d more", more);
    }
  }

  /** What comes next: to import it, or to find a mapping. */
  void printNext(Optional<MappingArgument> mapping) {
    console.line("");
    if (preview.refusal().isPresent()) {
      console.line("a mapping of it: " + commands.map(file));
      return;
    }
    String option =
        mapping
            .map(
                given ->
                    "--mapping "
                        + given
                            .file()
                            .map(document -> Commands.quoted(document.path().toString()))
                            .orElse(given.name()))
            .orElse("");
    console.line("nothing was uploaded; to import it: " + commands.importing(option, file));
  }
}
