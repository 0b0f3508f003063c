package daybook.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.Deployment;
import daybook.core.port.Ledger;
import daybook.core.port.Rejects;
import daybook.core.protocol.ImportId;
import daybook.core.protocol.ImportState;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.MappingRef;
import daybook.core.protocol.ObjectVersion;
import daybook.reading.FileTerms;
import daybook.reading.LayoutChoice;
import daybook.reading.RejectedOffsets;
import daybook.reading.SourceRecords;
import daybook.reading.UnusableFileException;
import daybook.reading.mapping.InvalidMappingException;
import daybook.reading.mapping.MappingDocument;
import daybook.reading.mapping.Mappings;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code ./daybook rejects}: the rows of an import that do not count, to read, or as they were, to
 * correct and send in.
 */
final class RejectsCommand {

  /** Imports of one key that are named where several are there. */
  private static final int OTHERS_SHOWN_MAX = 5;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{" + ImportId.DIGITS + "}");

  private final RejectsOptions options;
  private final Observer observer;
  private final Commands commands;
  private final Console console;
  private final OutputStream out;

  private RejectsCommand(
      RejectsOptions options,
      Observer observer,
      Commands commands,
      Console console,
      OutputStream out) {
    this.options = options;
    this.observer = observer;
    this.commands = commands;
    this.console = console;
    this.out = out;
  }

  /**
   * Writes them, and returns the exit code.
   *
   * @param out where files go; what is said about them goes to standard error
   */
  static int run(RejectsOptions options, Path home, Console console, OutputStream out)
      throws FailureException {
    ServerLogs.silence();
    Commands commands = Commands.of(home, options.state());
    try (Observer observer = Observer.ofRun(options.state(), commands);
        OutputStream buffered = new BufferedOutputStream(out)) {
      return new RejectsCommand(options, observer, commands, console, buffered).run();
    } catch (IOException e) {
      throw new FailureException("cannot write the rejected rows: " + e.getMessage(), e);
    }
  }

  private int run() throws FailureException, IOException {
    LedgerEntry entry = find();
    if (entry.end().state().equals(ImportState.NOT_IMPORTED)) {
      throw new FailureException(
          "%s was not imported: %s"
              .formatted(entry.source().key(), ImportWords.reason(entry.end().reason())));
    }
    if (entry.end().rejectedRows() == 0 && !isRefused(entry)) {
      say("no row of %s was rejected".formatted(entry.source().key()));
      return Main.EXIT_DONE;
    }
    if (options.form() == RejectsOptions.Form.AS_SOURCE) {
      return asSource(entry);
    }
    try (InputStream rows = observer.openRejects(entry)) {
      if (options.form() == RejectsOptions.Form.JSON) {
        json(rows);
      } else if (console.isTerminal()) {
        table(entry, rows);
      } else {
        rows.transferTo(out);
      }
    }
    return Main.EXIT_DONE;
  }

  private static boolean isRefused(LedgerEntry entry) {
    return entry.end().state().equals(ImportState.REJECTED) && entry.end().rows() == 0;
  }

  /** To standard error: standard output is a file of rows. */
  private static void say(String text) {
    System.err.println("daybook: " + text);
  }

  /** The import that is meant: of a key the newest. */
  private LedgerEntry find() throws FailureException {
    String name = options.keyOrId();
    if (ID.matcher(name).matches()) {
      Optional<LedgerEntry> byId = observer.finished(new ImportId(name));
      if (byId.isPresent()) {
        return byId.get();
      }
    }
    List<LedgerEntry> ofKey =
        observer.newest(Ledger.NEWEST_MAX).stream()
            .filter(entry -> entry.source().key().equals(name))
            .toList();
    if (ofKey.isEmpty()) {
      throw new FailureException(
          "no import of %s has ended, of the last %,d: %s lists them"
              .formatted(name, Ledger.NEWEST_MAX, commands.imports()));
    }
    if (ofKey.size() > 1) {
      say(
          "%s was imported %,d times; these are the rows of the last one"
              .formatted(name, ofKey.size()));
      ofKey.stream()
          .limit(OTHERS_SHOWN_MAX)
          .forEach(
              entry ->
                  say(
                      "  %s, %,d rejected: %s"
                          .formatted(
                              Console.time(entry.ended()),
                              entry.end().rejectedRows(),
                              commands.rejects(entry.id().toString()))));
    }
    return ofKey.get(0);
  }

  private void table(LedgerEntry entry, InputStream rows) throws IOException {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(rows, UTF_8))) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        ImportReport.rowLines(RejectsFile.row(line)).forEach(console::line);
      }
    }
    console.line("");
    console.line(
        "to correct and send in again: "
            + commands.rejects(entry.source().key())
            + " --as-source > corrected.csv");
  }

  /** A line each, with the names that the columns of the file have. */
  private void json(InputStream rows) throws IOException {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(rows, UTF_8))) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Rejects.Row row = RejectsFile.row(line);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("line", row.line()).put("byte_offset", row.offset()).put("reason", row.reason());
        json.put("column", row.column()).put("expected", row.expected()).put("text", row.text());
        out.write((json + "\n").getBytes(UTF_8));
      }
    }
  }

  private int asSource(LedgerEntry entry) throws FailureException, IOException {
    if (isRefused(entry)) {
      throw new FailureException(
          ("%s was refused whole, for %s: there are no rows to take out of it, the file itself is to"
                  + " be corrected; %s shows what is wrong")
              .formatted(
                  entry.source().key(),
                  ImportWords.reason(entry.end().reason()),
                  commands.rejects(options.keyOrId())));
    }
    ObjectVersion source = entry.source();
    FileTerms terms = new FileTerms(Deployment.DEFAULT, LocalDate.EPOCH, false);
    SourceRecords records =
        new SourceRecords(
            offset -> observer.objects().open(source, offset), source, choice(entry), terms);
    try (BufferedReader rows =
        new BufferedReader(new InputStreamReader(observer.openRejects(entry), UTF_8))) {
      long count = records.copy(RejectedOffsets.of(rows), out);
      out.flush();
      say(
          "%s of %s; correct them, then: %s"
              .formatted(
                  count == 1 ? "1 record" : "%,d records".formatted(count),
                  source.key(),
                  commands.importing(option(entry), Path.of("corrected.csv"))));
      return Main.EXIT_DONE;
    } catch (UnusableFileException e) {
      throw new FailureException(
          source.key() + " cannot be read as it was: " + e.refusal().detail(), e);
    } catch (UncheckedIOException e) {
      throw new FailureException(
          "cannot read the rejects of " + source.key() + ": " + e.getMessage(), e);
    }
  }

  /** What is needed where neither the name of the new file nor its header says the mapping. */
  private static String option(LedgerEntry entry) {
    return entry.terms().mapping().map(ref -> "--mapping " + ref.name()).orElse("");
  }

  private LayoutChoice choice(LedgerEntry entry) throws FailureException {
    Optional<MappingRef> mapping = entry.terms().mapping();
    return mapping.isPresent()
        ? new LayoutChoice.Pinned(document(mapping.get()))
        : new LayoutChoice.Own();
  }

  private MappingDocument document(MappingRef ref) throws FailureException {
    Optional<MappingDocument> preset =
        Mappings.presets().named(ref.name()).filter(known -> known.hash().equals(ref.hash()));
    if (preset.isPresent()) {
      return preset.get();
    }
    try {
      String text =
          observer
              .mapping(ref)
              .orElseThrow(() -> new FailureException("mapping " + ref + " is not kept"));
      return MappingDocument.read(text.getBytes(UTF_8));
    } catch (InvalidMappingException e) {
      throw new FailureException("mapping " + ref + " cannot be read: " + e.getMessage(), e);
    }
  }
}
