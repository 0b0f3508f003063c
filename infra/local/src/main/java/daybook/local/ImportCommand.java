package daybook.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import daybook.core.port.SourceObjects;
import daybook.core.protocol.ImportRecord;
import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import daybook.embedded.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Uploads files to a running Daybook and waits until their rows are in history. */
final class ImportCommand {

  private final ImportOptions options;
  private final Observer observer;
  private final Commands commands;
  private final Console console;

  /** Where JSON goes, by itself. */
  private final Console results = new Console(System.out, false);

  private volatile Optional<String> awaited = Optional.empty();

  private ImportCommand(
      ImportOptions options, Observer observer, Commands commands, Console console) {
    this.options = options;
    this.observer = observer;
    this.commands = commands;
    this.console = console;
  }

  /**
   * Does it, and returns the exit code: not 0 if any file was not imported to its end, or if
   * nothing of it counts.
   */
  static int run(ImportOptions options, Path home, Console console)
      throws FailureException, InterruptedException {
    ServerLogs.silence();
    Commands commands = Commands.of(home, options.state());
    try (Observer observer = Observer.ofRun(options.state(), commands)) {
      console.line("importing into the run of " + Console.path(options.state()));
      ImportCommand command = new ImportCommand(options, observer, commands, console);
      Runtime.getRuntime().addShutdownHook(new Thread(command::givenUp, "shutdown"));
      return command.importAll() ? Main.EXIT_DONE : Main.EXIT_FAILED;
    }
  }

  /** Whoever ends the wait has not ended the import, and should not begin it again. */
  private void givenUp() {
    awaited.ifPresent(
        key -> {
          console.endAllDrawing();
          console.line("the import of " + key + " goes on, it is only not waited for any more");
        });
  }

  private boolean importAll() throws FailureException, InterruptedException {
    if (options.mapping().isPresent()) {
      UploadedMapping.require(
          options.mapping().get(), options.replace(), observer.bucket(), console);
    }
    boolean success = true;
    for (Path file : options.files()) {
      success &= importFile(file);
    }
    return success;
  }

  private boolean importFile(Path file) throws FailureException, InterruptedException {
    if (isEmpty(file)) {
      return notUploaded(file, "it is empty: there is nothing to import");
    }
    Optional<String> earlier = earlier(file);
    if (earlier.isPresent() && !options.again()) {
      boolean none = notUploaded(file, earlier.get());
      console.line(
          "  to count all of it again: "
              + (options.paced()
                  ? commands.replay("--again", file)
                  : commands.importing("--again", file)));
      return none;
    }
    earlier.ifPresent(what -> console.line("! " + file + " counts again: " + what));
    ObjectVersion source = observer.upload(file, file.getFileName().toString(), metadata());
    LedgerEntry end = await(file, source);
    Optional<String> damage =
        ImportReport.isBrokenOff(end) ? BrokenFile.damage(file, source) : Optional.empty();
    ImportReport.print(
        new ImportReport.Finished(end, file, observer.rejects(end), damage), commands, console);
    if (options.json()) {
      ObjectNode ended = JsonNodeFactory.instance.objectNode().put("file", file.toString());
      ended.setAll((ObjectNode) observer.api().json("/imports/" + end.id()));
      results.line(ended.toString());
    }
    return ImportWords.isSuccess(end);
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new HashMap<>();
    options.mapping().ifPresent(given -> metadata.put(Bucket.MAPPING_METADATA, given.name()));
    if (options.paced()) {
      metadata.put(Bucket.PACING_METADATA, SourceObjects.PACING_FILE);
    }
    return metadata;
  }

  private boolean notUploaded(Path file, String why) {
    console.line(file + " was not uploaded: " + why);
    if (options.json()) {
      results.line(
          JsonNodeFactory.instance
              .objectNode()
              .put("file", file.toString())
              .put("state", "not_uploaded")
              .put("detail", why)
              .toString());
    }
    return false;
  }

  private static boolean isEmpty(Path file) throws FailureException {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static FailureException unreadable(Path file, IOException e) {
    return new FailureException("cannot read " + file + ": " + FileProblem.of(e), e);
  }

  /** Which import had the same content before, if one had. */
  private Optional<String> earlier(Path file) throws FailureException {
    ObjectVersion content;
    try {
      // Of no bucket, so that it is none of the versions that it is compared with.
      content = new ObjectVersion("", "", null, Bucket.eTag(file), Instant.EPOCH, Files.size(file));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    return observer
        .sameContent(content)
        .map(
            entry ->
                "its content was imported as %s on %s, %s of it counted"
                    .formatted(
                        entry.source().key(),
                        Console.time(entry.ended()),
                        Console.rows(entry.end().accepted())))
        .or(() -> observer.sameContentRunning(content).map(ImportCommand::running));
  }

  private static String running(ImportRecord record) {
    return "its content is being imported as %s since %s"
        .formatted(record.source().key(), Console.time(record.begun()));
  }

  private LedgerEntry await(Path file, ObjectVersion source)
      throws FailureException, InterruptedException {
    awaited = Optional.of(source.key());
    try {
      console.format(
          "uploaded %s to s3://%s/%s (%,d bytes)",
          file, source.bucket(), source.key(), source.sizeBytes());
      return observer.await(source, console);
    } finally {
      awaited = Optional.empty();
    }
  }
}
