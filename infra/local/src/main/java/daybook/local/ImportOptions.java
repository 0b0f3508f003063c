package daybook.local;

import daybook.core.protocol.ObjectVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ./daybook import} was asked for.
 *
 * @param state folder of the run to import into
 * @param files what to upload, at least one; unmodifiable
 */
record ImportOptions(Path state, List<Path> files) {

  /** Copies the list. */
  ImportOptions {
    files = List.copyOf(files);
  }

  /**
   * Reads arguments, and reports everything that is wrong at once.
   *
   * @param home folder of the project, whose run is meant unless another one is named
   */
  static ImportOptions parse(List<String> arguments, Path home) throws UsageException {
    Path state = StateDirectory.ofProject(home);
    List<Path> files = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      if (argument.equals("--state")) {
        String folder = rest.hasNext() ? rest.next() : "";
        if (folder.isBlank()) {
          problems.add("--state needs a value: expected a folder");
        } else {
          state = Path.of(folder);
        }
      } else if (argument.startsWith("-")) {
        problems.add(Help.unknown("option " + argument, "import"));
      } else {
        files.add(Path.of(argument));
      }
    }
    if (files.isEmpty() && problems.isEmpty()) {
      problems.add("import needs a file\n" + Help.of("import").stripTrailing());
    }
    files.forEach(file -> problem(file).ifPresent(problems::add));
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    return new ImportOptions(state, files);
  }

  /** Why a file cannot be uploaded; empty if it can. */
  static Optional<String> problem(Path file) {
    if (file.toString().isBlank()) {
      return Optional.of("'" + file + "' names nothing: expected a file");
    }
    if (Files.isDirectory(file)) {
      return Optional.of(file + " is a folder: expected a file");
    }
    if (!Files.isReadable(file)) {
      return Optional.of(
          file + (Files.exists(file) ? " may not be read" : " is not there: expected a file"));
    }
    if (!Files.isRegularFile(file)) {
      // A pipe cannot be read twice, and has no length, which S3 must know before the first byte.
      return Optional.of(file + " is a pipe or a device: expected a file");
    }
    return ObjectVersion.isImported(file.getFileName().toString())
        ? Optional.empty()
        : Optional.of(file + " would not be imported: expected a name ending in .csv or .csv.gz");
  }
}
