package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import daybook.embedded.FileProblem;
import daybook.local.proposal.Proposal;
import daybook.local.proposal.SniffedTable;
import daybook.reading.FileStart;
import daybook.reading.FileTerms;
import daybook.reading.Layout;
import daybook.reading.LayoutChoice;
import daybook.reading.mapping.InvalidMappingException;
import daybook.reading.mapping.MappingDocument;
import daybook.reading.mapping.Mappings;
import daybook.reading.value.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code ./daybook map}: finds the mapping that fits a file, or proposes a new one. */
final class MapCommand {

  private static final int NAME_CHARACTERS_MAX = 64;

  /** Reasons to refuse a file that a further mapping does not take away. */
  private static final Set<String> NO_MAPPING_HELPS =
      Set.of("mapping_ambiguous", "binary", "nul_bytes", "rejects_file");

  private final MapOptions options;
  private final Mappings mappings;
  private final FileTerms terms;
  private final Commands commands;
  private final Console console;

  private MapCommand(
      MapOptions options, Mappings mappings, FileTerms terms, Commands commands, Console console) {
    this.options = options;
    this.mappings = mappings;
    this.terms = terms;
    this.commands = commands;
    this.console = console;
  }

  /** Does it, and returns the exit code: 0 where files of this kind can be imported now. */
  static int run(MapOptions options, Path home, Console console)
      throws FailureException, UsageException {
    FileTerms terms = DryRun.terms(options.state(), System.getenv());
    Commands commands = Commands.of(home, options.state());
    return new MapCommand(options, LocalMappings.of(options.state()), terms, commands, console)
        .run();
  }

  private int run() throws FailureException {
    Path file = options.file();
    String key = file.getFileName().toString();
    FilePreview preview =
        FilePreview.of(file, new LayoutChoice.Any(mappings, Optional.empty(), key), terms);
    if (preview.layout().isPresent()) {
      return fits(preview);
    }
    boolean isBeyondMappings =
        preview
            .refusal()
            .filter(refusal -> NO_MAPPING_HELPS.contains(refusal.reason()))
            .isPresent();
    FileStart start = start(file);
    Optional<SniffedTable> table =
        isBeyondMappings || start.noText().isPresent() ? Optional.empty() : SniffedTable.of(start);
    if (table.isEmpty()) {
      new PreviewReport(file, preview, commands, console).print();
      return Main.EXIT_FAILED;
    }
    return propose(table.get());
  }

  private static FileStart start(Path file) throws FailureException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return FileStart.read(bytes);
    } catch (IOException e) {
      throw new FailureException("cannot read " + file + ": " + FileProblem.of(e), e);
    }
  }

  private int fits(FilePreview preview) throws FailureException {
    Path file = options.file();
    Optional<MappingDocument> document =
        preview.layout().flatMap(Layout::mapping).flatMap(ref -> mappings.named(ref.name()));
    String importing =
        commands.importing(
            document.map(found -> "--mapping " + found.mapping().name()).orElse(""), file);
    console.format(
        "%s is known: %s",
        file, document.map(found -> found.mapping().title()).orElse("Daybook's own columns"));
    console.line("  " + InputFile.uploadProblem(file).map(why -> "! " + why).orElse(importing));
    console.line("");
    new PreviewReport(file, preview, commands, console).print();
    if (document.isPresent()) {
      console.line("");
      console.line("mapping " + document.get().mapping().name() + ":");
      document.get().text().lines().forEach(line -> console.line("  " + line));
      write(document.get().text());
    } else if (options.out().isPresent()) {
      console.line("");
      console.line("nothing was written: our own columns are read without a mapping");
    }
    return preview.isSuccess() ? Main.EXIT_DONE : Main.EXIT_FAILED;
  }

  private int propose(SniffedTable table) throws FailureException {
    Path file = options.file();
    String name = name(options.out().orElse(file));
    Proposal proposal = Proposal.of(table, name, "Files like " + file.getFileName());
    console.format(
        "%s fits no mapping that there is; a new one is proposed from its first rows", file);
    console.format(
        "  %s, delimiter %s, header in line %,d: %s",
        table.encoding(),
        table.delimiter() == '\t' ? "tab" : String.valueOf(table.delimiter()),
        table.headerLine(),
        shown(String.join(", ", table.header())));
    console.line("");
    proposal.document().lines().forEach(line -> console.line("  " + line));
    console.line("");
    lines("look at these:", proposal.notes());
    lines("NOT COMPLETE, fill these in:", proposal.open());
    Optional<MappingDocument> document = document(proposal);
    boolean success = document.isPresent() && preview(document.get());
    write(proposal.document());
    next(proposal.isComplete());
    return success && proposal.isComplete() ? Main.EXIT_DONE : Main.EXIT_FAILED;
  }

  private void lines(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      console.line(title);
      for (String text : lines) {
        String before = "  - ";
        for (String line : Console.wrapped(shown(text))) {
          console.line(before + line);
          before = "    ";
        }
      }
    }
  }

  /** A terminal must not do what a file says. */
  private static String shown(String text) {
    return Shown.text(text, Integer.MAX_VALUE);
  }

  /** As far as there is enough of it to read rows by. */
  private Optional<MappingDocument> document(Proposal proposal) {
    try {
      return Optional.of(MappingDocument.read(proposal.document().getBytes(UTF_8)));
    } catch (InvalidMappingException e) {
      if (proposal.isComplete()) {
        console.line("the proposal cannot be used as it is, " + e.getMessage());
      }
      return Optional.empty();
    }
  }

  private boolean preview(MappingDocument document) throws FailureException {
    FilePreview preview = FilePreview.of(options.file(), new LayoutChoice.Pinned(document), terms);
    console.line("");
    new PreviewReport(options.file(), preview, commands, console).print();
    return preview.isSuccess();
  }

  private void write(String document) throws FailureException {
    if (options.out().isEmpty()) {
      return;
    }
    Path out = options.out().get();
    try {
      Files.writeString(out, document, StandardOpenOption.CREATE_NEW);
      console.line("written to " + out);
    } catch (FileAlreadyExistsException e) {
      throw new FailureException(
          out + " is there already, and is not replaced: give another name, or remove it", e);
    } catch (IOException e) {
      throw new FailureException("cannot write " + out + ": " + FileProblem.of(e), e);
    }
  }

  private void next(boolean complete) {
    Path file = options.file();
    console.line("");
    if (options.out().isEmpty()) {
      String name = name(file) + ".json";
      console.line("to write it: " + commands.map(file) + " --out " + name);
      return;
    }
    InputFile.uploadProblem(file).ifPresent(why -> console.line("! " + why));
    String option = "--mapping " + Commands.quoted(options.out().get().toString());
    console.line(
        complete
            ? "to import by it: " + commands.importing(option, file)
            : "once it is complete, to see how rows count: "
                + commands.importing(option + " --dry-run", file));
  }

  /** The name of a mapping after that of a file, without dates and numbers. */
  static String name(Path file) {
    String plain =
        file.getFileName()
            .toString()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("\\.(csv|txt|tsv|json)(\\.gz)?$", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("(-\\d+)+$", "")
            .replaceAll("^-+|-+$", "");
    String name = plain.isEmpty() ? "mine" : plain;
    return name.substring(0, Math.min(name.length(), NAME_CHARACTERS_MAX));
  }
}
