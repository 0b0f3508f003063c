package daybook.local;

import daybook.core.protocol.LedgerEntry;
import daybook.core.protocol.ObjectVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Uploads files to a running Daybook and waits until their rows are in history. */
final class ImportCommand {

  static final String USAGE =
      """
      usage: ./daybook import [--state DIR] FILE...
        Uploads each file to the bucket of the running Daybook, under its own name, and waits until
        its rows are in history. A file that was uploaded before counts again.
        --state DIR   folder of the run (.daybook)
      """;

  private ImportCommand() {}

  /** Does it, and returns the exit code: not 0 if any file was not imported to its end. */
  static int run(List<String> arguments, Console console)
      throws UsageException, FailureException, InterruptedException {
    List<Path> files = new ArrayList<>();
    Path state = Path.of(".daybook");
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).equals("--state") && i + 1 < arguments.size()) {
        state = Path.of(arguments.get(++i));
      } else {
        files.add(Path.of(arguments.get(i)));
      }
    }
    check(files);
    ServerLogs.silence();
    Map<String, String> runEnv = RunEnv.read(state.resolve("run.env"));
    boolean whole = true;
    try (Observer observer = Observer.open(runEnv)) {
      for (Path file : files) {
        whole &= importFile(file, observer, console);
      }
    }
    return whole ? Main.EXIT_DONE : Main.EXIT_FAILED;
  }

  private static void check(List<Path> files) throws UsageException {
    List<String> problems = new ArrayList<>();
    if (files.isEmpty()) {
      problems.add("import needs a file\n" + USAGE.stripTrailing());
    }
    files.forEach(file -> problem(file).ifPresent(problems::add));
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
  }

  private static boolean importFile(Path file, Observer observer, Console console)
      throws FailureException, InterruptedException {
    String key = file.getFileName().toString();
    ObjectVersion source = observer.upload(file, key);
    console.format(
        "uploaded %s to s3://%s/%s (%,d bytes)", file, source.bucket(), key, source.sizeBytes());
    if (source.sizeBytes() == 0) {
      console.line(key + " is empty: there is nothing to import");
      return true;
    }
    LedgerEntry end = observer.await(source, console);
    ImportReport.print(end, observer.rejectsLocation(end), console);
    return ImportReport.isWhole(end);
  }

  /** Why a file cannot be uploaded; empty if it can. */
  static Optional<String> problem(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      return Optional.of(file + " is not a readable file");
    }
    return ObjectVersion.isImported(file.getFileName().toString())
        ? Optional.empty()
        : Optional.of(file + " would not be imported: expected a name ending in .csv or .csv.gz");
  }
}
