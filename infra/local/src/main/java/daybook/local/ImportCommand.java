package daybook.local;

import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Uploads files to a running Daybook and waits until their rows are in history. */
final class ImportCommand {

  private final Observer observer;
  private final Console console;
  private volatile Optional<String> awaited = Optional.empty();

  private ImportCommand(Observer observer, Console console) {
    this.observer = observer;
    this.console = console;
  }

  /** Does it, and returns the exit code: not 0 if any file was not imported to its end. */
  static int run(ImportOptions options, Console console)
      throws FailureException, InterruptedException {
    ServerLogs.silence();
    Path addresses = StateDirectory.runEnv(options.state());
    Map<String, String> runEnv = RunEnv.read(addresses);
    try (Observer observer = Observer.open(runEnv)) {
      if (!observer.isAlive()) {
        throw new FailureException(
            "nothing answers at %s, which %s names: the run was killed; start it again"
                .formatted(runEnv.get("DAYBOOK_API"), addresses));
      }
      console.line("importing into the run of " + Console.path(options.state()));
      ImportCommand command = new ImportCommand(observer, console);
      Runtime.getRuntime().addShutdownHook(new Thread(command::givenUp, "shutdown"));
      return command.importAll(options.files()) ? Main.EXIT_DONE : Main.EXIT_FAILED;
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

  private boolean importAll(List<Path> files) throws FailureException, InterruptedException {
    boolean whole = true;
    for (Path file : files) {
      whole &= importFile(file);
    }
    return whole;
  }

  private boolean importFile(Path file) throws FailureException, InterruptedException {
    String key = file.getFileName().toString();
    ObjectVersion source = observer.upload(file, key);
    if (source.sizeBytes() == 0) {
      console.line(file + " is empty: there is nothing to import");
      return true;
    }
    LedgerEntry end = await(file, source);
    Optional<String> damage =
        ImportReport.isBrokenOff(end) ? BrokenFile.damage(file, source) : Optional.empty();
    ImportReport.print(end, observer.rejects(end), damage, console);
    return ImportReport.isWhole(end);
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
